"""Who may do what: one table of actions and roles. Services ask it before they do anything.

`ANY`: to everything. `ORGANISATION`: to people of the actor's own organisation, and to those shared with it. `HOME`: to
people of the own organisation only. `OWN`: to what is the actor's own: a person's profile, a company's openings.
`PUBLIC`: to what is published. A role that a line does not name may not do it at all.

ANYBODY is everyone, signed in or not. OPERATOR is whoever administers the machine, by commands: it may do everything in
all organisations, and no account can have this role.
"""

from collections.abc import Collection
from datetime import date

from sqlalchemy.orm import Session

from matching_service.errors import Forbidden, NotFound
from matching_service.services.identity.actors import Actor
from models import Employer, Opening, organisation_queries, queries
from models.organisation_queries import Reach

ANY, ORGANISATION, HOME, OWN, PUBLIC = "any", "organisation", "home", "own", "public"
ANYBODY, OPERATOR_ROLE = "anybody", "operator"

_STAFF_ANY = {"counsellor": ANY, "coordinator": ANY}
_STAFF = {"counsellor": ORGANISATION, "coordinator": ORGANISATION}
_STAFF_HOME = {"counsellor": HOME, "coordinator": HOME}

PERMISSIONS: dict[str, dict[str, str]] = {
    # people
    "people.create": {**_STAFF_HOME, "service": HOME},
    "people.search": {**_STAFF, "service": ORGANISATION},
    "people.read": {"beneficiary": OWN, **_STAFF, "service": ORGANISATION},
    "people.update": {"beneficiary": OWN, **_STAFF, "service": ORGANISATION},
    "people.share": _STAFF_HOME,
    "people.import": {OPERATOR_ROLE: ANY},
    # organisations
    "organisations.list": {"coordinator": ANY},
    "organisations.create": {"coordinator": ANY},
    "organisations.rename": {"coordinator": HOME},
    # accounts: staff of the own organisation, the people it keeps, and companies
    "accounts.make": {OPERATOR_ROLE: ANY},
    "accounts.search": {"coordinator": HOME},
    "accounts.change": {"coordinator": HOME},
    "accounts.colleagues": {"employer": OWN},
    "invitations.staff": {"coordinator": HOME},
    "invitations.person": _STAFF_HOME,
    "invitations.colleague": {"employer": OWN},
    "invitations.list": {"employer": OWN, **_STAFF_HOME},
    "tokens.list": {"coordinator": HOME},
    "tokens.make": {"coordinator": HOME},
    "tokens.revoke": {"coordinator": HOME},
    # companies
    "employers.create": _STAFF_ANY,
    "employers.search": _STAFF_ANY,
    "employers.read": {"employer": OWN, **_STAFF_ANY},
    "employers.update": {"employer": OWN, **_STAFF_ANY},
    "employers.verify": {"coordinator": ANY},
    # openings
    "openings.read": {ANYBODY: PUBLIC, "employer": OWN, **_STAFF_ANY, "service": ANY},
    "openings.search": {"employer": OWN, **_STAFF_ANY, "service": ANY},
    "openings.create": {"employer": OWN, **_STAFF_ANY},
    "openings.update": {"employer": OWN, **_STAFF_ANY},
    "openings.extend": {"employer": OWN, **_STAFF_ANY},
    "openings.undo": {"employer": OWN, **_STAFF_ANY},
    "openings.reach": {"employer": OWN, **_STAFF_ANY},
    "openings.submit": {"employer": OWN, **_STAFF_ANY},
    "openings.approve": {"coordinator": ANY},
    "openings.return": {"coordinator": ANY},
    "openings.pause": {"employer": OWN, **_STAFF_ANY},
    "openings.resume": {"employer": OWN, **_STAFF_ANY},
    "openings.fill": {"employer": OWN, **_STAFF_ANY},
    "openings.close": {"employer": OWN, **_STAFF_ANY},
    "openings.expire": {"coordinator": ANY},
    "openings.import": {OPERATOR_ROLE: ANY},
    # searches that an account keeps for itself
    "searches.keep": {"beneficiary": OWN},
    # applications
    "applications.read": {"beneficiary": OWN, **_STAFF},
    "applications.follow": {"beneficiary": OWN, "employer": OWN, **_STAFF},
    "applications.send": {"beneficiary": OWN, **_STAFF},
    "applications.submit": {"beneficiary": OWN, **_STAFF},
    "applications.review": {"employer": OWN, **_STAFF},
    "applications.shortlist": {"employer": OWN, **_STAFF},
    "applications.interview": {"employer": OWN, **_STAFF},
    "applications.offer": {"employer": OWN, **_STAFF},
    "applications.reject": {"employer": OWN, **_STAFF},
    "applications.accept": {"beneficiary": OWN, **_STAFF},
    "applications.withdraw": {"beneficiary": OWN, **_STAFF},
    "applications.undo": {"beneficiary": OWN, "employer": OWN, **_STAFF},
    "applications.expire": {OPERATOR_ROLE: ANY},
    "applications.place_elsewhere": {OPERATOR_ROLE: ANY},
    "applications.cancel": {OPERATOR_ROLE: ANY},
    "applications.waiting": {"employer": OWN},
    "applications.recent": _STAFF,
    "applications.of_opening": _STAFF,
    "applications.count": {"employer": OWN, **_STAFF_ANY},
    # placements: all three sides of an agreement
    "placements.read": {"beneficiary": OWN, "employer": OWN, **_STAFF},
    "placements.change": {"employer": OWN, **_STAFF},
    "placements.sign": {"beneficiary": OWN, "employer": OWN, **_STAFF},
    "placements.record_signature": _STAFF,
    "placements.begin": {"employer": OWN, **_STAFF},
    "placements.begin_job": {"employer": OWN, **_STAFF},
    "placements.finish": {"employer": OWN, **_STAFF},
    "placements.break_off": {"beneficiary": OWN, "employer": OWN, **_STAFF},
    "placements.undo": {"beneficiary": OWN, "employer": OWN, **_STAFF},
    "placements.attend": {"employer": OWN, **_STAFF},
    "placements.evaluate": {"beneficiary": OWN, "employer": OWN, **_STAFF},
    "placements.certify": _STAFF,
    "placements.certificate": {"beneficiary": OWN, **_STAFF},
    "placements.outcome": _STAFF,
    "placements.due": _STAFF,
    "placements.statistics": {"coordinator": ANY, "auditor": ANY},
    # ranked lists, and what would change them
    "ranking.people": {**_STAFF, "service": ORGANISATION},
    "ranking.openings": {"beneficiary": OWN, **_STAFF, "service": ORGANISATION},
    "ranking.unstored": {**_STAFF_ANY, "service": ANY},
    "ranking.gaps": _STAFF,
    "ranking.trainings": {"beneficiary": OWN, **_STAFF},
    "ranking.everything": {OPERATOR_ROLE: ANY},
    "overrides.decide": _STAFF,
    "overrides.read": {"beneficiary": OWN, **_STAFF, "auditor": ANY},
    "lists.read": {"coordinator": HOME, "auditor": ANY},
    "lists.replay": {"coordinator": HOME, "auditor": ANY},
    "why.read": {"beneficiary": OWN, **_STAFF},
    "reviews.ask": {"beneficiary": OWN},
    "reviews.answer": _STAFF,
    # the counsellor's own work
    "today.read": _STAFF,
    "today.postpone": _STAFF,
    "caseload.read": _STAFF,
    "caseload.loads": {"coordinator": HOME},
    "caseload.log": _STAFF,
    "responsibility.read": _STAFF,
    "responsibility.assign": _STAFF,
    "follow_ups.read": _STAFF,
    "follow_ups.write": _STAFF,
    "pools.read": _STAFF_HOME,
    "pools.change": _STAFF_HOME,
    "pools.members": _STAFF,
    # consents
    "consents.read": {"beneficiary": OWN, **_STAFF},
    "consents.record": {"beneficiary": OWN, **_STAFF},
    "consents.declare": {OPERATOR_ROLE: ANY},
    # whom a company may see
    "shortlist.propose": _STAFF,
    "shortlist.read": {"employer": OWN},
    # cohorts: proposals for many people at once
    "cohorts.read": _STAFF_HOME,
    "cohorts.change": _STAFF_HOME,
    "cohorts.propose": _STAFF_HOME,
    "cohorts.confirm": _STAFF_HOME,
    # rights of people over what is kept about them
    "rights.export": {"beneficiary": OWN, **_STAFF_HOME},
    "rights.ask": {"beneficiary": OWN, **_STAFF},
    "rights.requests": {"beneficiary": OWN, **_STAFF_HOME},
    "rights.answer": _STAFF_HOME,
    "rights.erase": {"coordinator": HOME},
    "retention.warnings": _STAFF_HOME,
    "retention.run": {OPERATOR_ROLE: ANY},
    # accountability
    "audit.read": {"coordinator": ANY, "auditor": ANY},
    "fairness.read": {"coordinator": ANY, "auditor": ANY},
    # what the law protects; `protected.statistics` only in groups, never person by person
    "protected.read": {"beneficiary": OWN, **_STAFF},
    "protected.write": _STAFF,
    "protected.statistics": {"coordinator": ANY, "auditor": ANY},
    "protected.rotate": {OPERATOR_ROLE: ANY},
    "notes.read": {"beneficiary": OWN, **_STAFF},
    "notes.write": _STAFF,
}

_WIDEST_FIRST = (ANY, ORGANISATION, HOME, OWN, PUBLIC)


def scopes(actor: Actor, action: str) -> frozenset[str]:
    """What the roles of the actor grant; empty: none of them may do it."""
    if actor.is_operator:
        return frozenset({ANY})
    granted = PERMISSIONS[action].items()
    return frozenset(scope for role, scope in granted if role == ANYBODY or actor.is_a(role))


def scope(actor: Actor, action: str) -> str | None:
    """The widest scope that one of the actor's roles has for the action; None: none of them may do it."""
    granted = scopes(actor, action)
    return next((wide for wide in _WIDEST_FIRST if wide in granted), None)


def require(actor: Actor, action: str) -> str:
    """The scope of the action for the actor. Raises Forbidden where no role of the actor may do it at all."""
    granted = scope(actor, action)
    if granted is None:
        raise Forbidden(f"{action} is for {', '.join(PERMISSIONS[action])}")
    return granted


# ---- people


def reach(actor: Actor, action: str) -> Reach:
    """The people to whom the actor may do it. Raises Forbidden where no role may.

    Staff who work for no organisation reach nobody.
    """
    require(actor, action)
    granted = scopes(actor, action)
    return Reach(
        date.today(),
        everybody=ANY in granted,
        kept_by=actor.organisation_id if granted & {ORGANISATION, HOME} else None,
        shared_with=actor.organisation_id if ORGANISATION in granted else None,
        person_id=actor.person_id if OWN in granted else None,
    )


def require_person(session: Session, actor: Actor, action: str, person_id: int) -> str:
    """The scope in which the person is within reach: OWN for the actor's own profile.

    Raises Forbidden where no role may, and NotFound for somebody who does not exist or is out of reach: nobody learns
    which ids exist.
    """
    if not organisation_queries.reaches(session, reach(actor, action), person_id):
        raise NotFound("person", person_id)
    wide = scope(actor, action)
    return OWN if person_id == actor.person_id and wide != ANY else wide


def within_reach(session: Session, actor: Actor, action: str, person_ids: Collection[int]) -> set[int]:
    """Those of the people to whom the actor may do it. Raises Forbidden where no role may."""
    within = reach(actor, action)
    return set(person_ids) if within.everybody else organisation_queries.within(session, within, person_ids)


# ---- companies and openings


def only_company_of(actor: Actor, action: str) -> int | None:
    """The only company for which the actor may do it; None: for any. Raises Forbidden where no role may, and for the
    account of a company that has none."""
    granted = require(actor, action)
    if granted == ANY:
        return None
    if granted != OWN or actor.employer_id is None:
        raise Forbidden("only a company's account has openings of its own")
    return actor.employer_id


def require_employer(session: Session, actor: Actor, action: str, employer_id: int) -> str:
    """The scope granted. Raises Forbidden where no role may, NotFound for a company that is not there or out of
    reach."""
    granted = require(actor, action)
    if not (granted == ANY or employer_id == actor.employer_id) or not queries.exists(session, Employer, employer_id):
        raise NotFound("employer", employer_id)
    return granted


def require_opening(session: Session, actor: Actor, action: str, opening_id: int) -> Opening:
    """The opening. Raises Forbidden where no role may, NotFound for one that is not there or out of reach."""
    row = queries.opening(session, opening_id)
    if row is None or not may_with_opening(actor, action, row):
        require(actor, action)
        raise NotFound("opening", opening_id)
    return row


def may_with_opening(actor: Actor, action: str, row: Opening) -> bool:
    """Whether the actor may do it to this opening."""
    granted = scopes(actor, action)
    is_own = row.employer_id is not None and row.employer_id == actor.employer_id
    return ANY in granted or (OWN in granted and is_own) or (PUBLIC in granted and row.state == "published")
