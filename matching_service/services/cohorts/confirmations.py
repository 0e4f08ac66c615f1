"""A counsellor confirms lines of a proposal: then the company is told of a person, and no more than that.

Where the person has agreed to be seen by the company, an application is sent for them; where not, the company sees them
under a code. It is for the company and the person to decide about the place, as always.
"""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matching_service.errors import Conflict, NotAgreed, NotFound
from matching_service.services.cohorts.cohort_record import found_run
from matching_service.services.consent import consents
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.lists import shortlists
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.trail import audit
from models import CohortLine, Opening, Shortlisted, application_queries, base, cohort_queries, queries
from models.vocabulary import LIVE_APPLICATION_STATES

_WITHDRAWN = ("draft", "withdrawn")
# What nobody sends again for somebody: the company, or the person, has decided.
_ANSWERED = ("rejected", "withdrawn")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """How many lines were confirmed, and why others could not be: keys of Conflict, or `not_agreed`, by person."""

    done: int
    refused: dict[int, str]


def confirm(session: Session, actor: Actor, cohort_id: int, run_id: int, person_id: int) -> str:
    """What came of it: application, proposal, or there_before (the company knows of the person already). Confirmed
    twice is confirmed once.

    Raises NotFound, Forbidden, NotAgreed, and Conflict: newer_proposal, nothing_to_confirm (no place is proposed),
    confirmed_elsewhere (for another opening, by an earlier proposal), no_company, opening_not_open, already_applied (it
    was refused or withdrawn since).
    """
    queries.take_turn(session)
    found_run(session, actor, "cohorts.confirm", cohort_id, run_id)
    if cohort_queries.latest_run(session, cohort_id) != run_id:
        raise Conflict("newer_proposal")
    line = _line(session, actor, run_id, person_id)
    if line.confirmed_as is None:
        _carry_out(session, actor, cohort_id, line)
    return line.confirmed_as


def confirm_all(session: Session, actor: Actor, cohort_id: int, run_id: int) -> Confirmed:
    """Every line with a place that is not confirmed yet, one by one. Raises NotFound, Forbidden, and Conflict:
    newer_proposal."""
    queries.take_turn(session)
    found_run(session, actor, "cohorts.confirm", cohort_id, run_id)
    rows = cohort_queries.lines(session, run_id)
    waiting = [row.person_id for row in rows if row.opening_id is not None and row.confirmed_as is None]
    done, refused = 0, {}
    for person_id in sorted(permissions.within_reach(session, actor, "people.read", waiting)):
        try:
            with session.begin_nested():
                confirm(session, actor, cohort_id, run_id, person_id)
            done += 1
        except NotAgreed:
            refused[person_id] = "not_agreed"
        except Conflict as conflict:
            if str(conflict) == "newer_proposal":
                raise
            refused[person_id] = str(conflict)
    return Confirmed(done, refused)


def take_back(session: Session, actor: Actor, engine: Engine, cohort_id: int, run_id: int, person_id: int) -> None:
    """The company is told no more, as far as the confirmation told it. An application is withdrawn, unless the company
    has taken a step since: then Conflict, nothing_to_undo. Raises NotFound, Forbidden."""
    queries.take_turn(session)
    found_run(session, actor, "cohorts.confirm", cohort_id, run_id)
    line = _line(session, actor, run_id, person_id)
    if line.confirmed_as is None:
        return
    if line.confirmed_as == "proposal":
        shortlists.take_back(session, actor, line.opening_id, person_id)
    elif line.confirmed_as == "application":
        _withdraw(session, actor, engine, line)
    line.confirmed_at = line.confirmed_by_id = line.confirmed_as = None
    _told(session, actor, "cohorts.take_back", cohort_id, line, details={})


def _line(session: Session, actor: Actor, run_id: int, person_id: int) -> CohortLine:
    if not permissions.within_reach(session, actor, "people.read", [person_id]):
        raise NotFound("person", person_id)
    row = cohort_queries.line_to_change(session, run_id, person_id)
    if row is None:
        raise NotFound("person", person_id)
    return row


def _carry_out(session: Session, actor: Actor, cohort_id: int, line: CohortLine) -> None:
    if line.opening_id is None:
        raise Conflict("nothing_to_confirm")
    if cohort_queries.confirmed(session, cohort_id).get(line.person_id, line.opening_id) != line.opening_id:
        raise Conflict("confirmed_elsewhere")
    opening = queries.opening(session, line.opening_id)
    application_steps.require_open(opening)
    line.confirmed_as = _told_the_company(session, actor, line.person_id, opening)
    line.confirmed_at, line.confirmed_by_id = base.now(), actor.user_id
    _told(session, actor, "cohorts.confirm", cohort_id, line, details={"confirmed_as": line.confirmed_as})


def _told_the_company(session: Session, actor: Actor, person_id: int, opening: Opening) -> str:
    sent = application_queries.of_pair(session, person_id, opening.id)
    shown = session.get(Shortlisted, (opening.id, person_id))
    if (sent is not None and sent.state in LIVE_APPLICATION_STATES) or (shown is not None and shown.proposed_at):
        return "there_before"
    if sent is not None and sent.state in _ANSWERED:
        raise Conflict("already_applied")
    unsent = sent is None or sent.state == "draft"
    if unsent and opening.employer_id and _may_be_named(session, person_id, opening.employer_id):
        applications.apply(session, actor, person_id, opening.id)
        return "application"
    shortlists.propose(session, actor, opening.id, person_id)
    return "proposal"


def _may_be_named(session: Session, person_id: int, employer_id: int) -> bool:
    return consents.in_force(session, person_id, "shown_to_employer", employer_id)


def _withdraw(session: Session, actor: Actor, engine: Engine, line: CohortLine) -> None:
    sent = application_queries.of_pair(session, line.person_id, line.opening_id)
    if sent is None or sent.state in _WITHDRAWN:
        return
    if sent.state != "submitted":
        raise Conflict("nothing_to_undo")
    application_steps.act(session, actor, engine, sent.id, "withdraw", "not_told")


def _told(
    session: Session, actor: Actor, action: str, cohort_id: int, line: CohortLine, details: dict[str, object]
) -> None:
    session.flush()
    told = {"cohort": cohort_id, "run": line.run_id, "opening": line.opening_id} | details
    audit.record(session, actor, action, ("person", line.person_id), details=told)
