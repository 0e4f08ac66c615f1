"""Who is asking, and what the role lets them do."""

from dataclasses import dataclass

from matching_service.errors import Forbidden


@dataclass(frozen=True, slots=True)
class Actor:
    """The user behind a request or command.

    `employer_id` is set for a company's account, `person_id` for the account of a beneficiary, `organisation_id` for
    staff: whose people they work with.
    """

    user_id: int | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    employer_id: int | None = None
    person_id: int | None = None
    organisation_id: int | None = None

    def is_a(self, *roles: str) -> bool:
        return not self.roles.isdisjoint(roles)

    @property
    def is_operator(self) -> bool:
        """Whoever administers the machine; no account can have this role."""
        return "operator" in self.roles

    @property
    def is_staff(self) -> bool:
        """Counsellors and coordinators: the people of the programme."""
        return self.is_a("counsellor", "coordinator")


ANONYMOUS = Actor()
# Commands run by whoever administers the machine and its database.
OPERATOR = Actor(name="operator", roles=frozenset({"operator", "counsellor", "coordinator"}))


def company_of(actor: Actor) -> int:
    """The company the actor acts for; raise Forbidden when there is none."""
    if not actor.is_a("employer") or actor.employer_id is None:
        raise Forbidden("only a company's account has openings of its own")
    return actor.employer_id
