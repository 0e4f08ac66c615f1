"""The record of processing: every table of the database, whose data it holds, why, and what becomes of them.

A table that tells of people stands in PERSONAL, with the rows that tell of one person; every other table stands in
NOT_PERSONAL, with the reason. A test fails for a table that stands in neither. The export hands out what is in
PERSONAL, erasure does what stands there, and how long each is kept is a rule of `retention_rules`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, Table, false, func, or_, select

from matching_service.services.rights.subject import Subject, table_of

# What erasure does to the rows of a person: they go; they stay with nothing in them; they stay and lead to nobody; they
# stay as they are.
DELETED, EMPTIED, SEVERED, KEPT = "deleted", "emptied", "severed", "kept"
# How long they are kept, where no rule of retention says so: as long as the profile, or for good.
WITH_PROFILE, FOR_GOOD = "with_profile", "for_good"

# Where things come from. The words are the portal's.
TOLD, READ, COMPUTED, STAFF, ACCOUNT, ASKED = "told", "read", "computed", "staff", "account", "asked"
COMPANY = "company"

Rows = Callable[[Table, Subject], ColumnElement[bool]]


@dataclass(frozen=True, slots=True)
class Holding:
    """What is kept of a person in one table.

    `rows`: which rows these are. `origin`: where they come from, unless a row says so itself (`source`). `withheld`:
    columns that are not handed out, with the reason.
    """

    rows: Rows
    purpose: str
    origin: str
    erasure: str = DELETED
    kept: str = WITH_PROFILE
    withheld: Mapping[str, str] = field(default_factory=dict)


def _person(column: str = "person_id") -> Rows:
    return lambda table, subject: table.c[column] == subject.person_id


def _account(column: str = "user_id") -> Rows:
    return lambda table, subject: _of_account(table.c[column], subject)


def _of_account(column: ColumnElement, subject: Subject) -> ColumnElement[bool]:
    """Nothing where there is no account: what no account has done is not what this one did."""
    return false() if subject.user_id is None else column == subject.user_id


def _letter(table: Table, subject: Subject) -> ColumnElement[bool]:
    """To the account, with an invitation of the person, or to the account's address."""
    invitations = table_of("invitation")
    invited = select(invitations.c.id).where(_person()(invitations, subject))
    return or_(
        _of_account(table.c.user_id, subject),
        table.c.invitation_id.in_(invited),
        func.lower(table.c.to).in_(subject.addresses),
    )


def _reading(table: Table, subject: Subject) -> ColumnElement[bool]:
    return (table.c.kind == "person") & (table.c.entity_id == subject.person_id)


def _own_lists(subject: Subject) -> ColumnElement[bool]:
    lists = table_of("ranked_list")
    return (lists.c.direction == "openings") & (lists.c.subject_id == subject.person_id)


def _line(table: Table, subject: Subject) -> ColumnElement[bool]:
    """A line about the person, or any line of a list made for them."""
    own = select(table_of("ranked_list").c.id).where(_own_lists(subject))
    return or_((table.c.kind == "person") & (table.c.entity_id == subject.person_id), table.c.list_id.in_(own))


def _lists(subject: Subject):
    """Ids of the lists made for the person, and of those in which they stand."""
    lists, lines = table_of("ranked_list"), table_of("ranked_line")
    standing = select(lines.c.list_id).where((lines.c.kind == "person") & (lines.c.entity_id == subject.person_id))
    return select(lists.c.id).where(or_(_own_lists(subject), lists.c.id.in_(standing)))


def _of_application(table: Table, subject: Subject) -> ColumnElement[bool]:
    sent = table_of("application")
    return table.c.application_id.in_(select(sent.c.id).where(sent.c.person_id == subject.person_id))


def _of_placement(table: Table, subject: Subject) -> ColumnElement[bool]:
    placed = table_of("placement")
    return table.c.placement_id.in_(select(placed.c.id).where(placed.c.person_id == subject.person_id))


def _audited(table: Table, subject: Subject) -> ColumnElement[bool]:
    about = (table.c.subject_kind == "person") & (table.c.subject_id == subject.person_id)
    return or_(about, _of_account(table.c.actor_id, subject))


def _of_follow_up(table: Table, subject: Subject) -> ColumnElement[bool]:
    planned = table_of("follow_up")
    return table.c.follow_up_id.in_(select(planned.c.id).where(planned.c.person_id == subject.person_id))


_COPY = "folded copies of what stands in other columns, to search and sort by"
_SECRET = "lets somebody in: it is kept as a hash or key, and tells nothing of the person"  # nosec B105 # said to people
_SEALED = "sealed: what is in it stands opened in this copy"
_SIGN_IN = (
    "password", "fs_uniquifier", "tf_totp_secret", "tf_last_counter", "mf_recovery_codes", "fs_webauthn_user_handle",
)  # fmt: skip
_CHAIN = "links the entry to the one before"

PERSONAL: dict[str, Holding] = {
    # the profile
    "person": Holding(
        _person("id"),
        "To know who the person is, how to reach them and what work suits them.",
        TOLD,
        kept="inactive_people",
        withheld={"search_text": _COPY, "sort_name": _COPY, "import_digest": "a checksum of the imported line"},
    ),
    "education": Holding(_person(), "To match schooling with openings.", TOLD),
    "experience": Holding(_person(), "To match experience with openings.", TOLD),
    "requalification": Holding(_person(), "To match training with openings, and to advise on it.", TOLD),
    "person_skill": Holding(_person(), "To match skills with openings.", TOLD),
    "person_language": Holding(_person(), "To match languages with openings.", TOLD),
    "person_licence": Holding(_person(), "To match driving licences with openings.", TOLD),
    "occupation_mention": Holding(_person(), "To match what the person's own words tell.", READ),
    "protected_data": Holding(
        _person(), "Support and statistics; never to rank anybody.", STAFF, withheld={"sealed": _SEALED}
    ),
    "case_note": Holding(
        _person(),
        "To go on with support where it stopped.",
        STAFF,
        kept="case_notes",
        withheld={"sealed": _SEALED},
    ),
    "person_share": Holding(_person(), "To let another organisation help.", STAFF),
    "responsibility": Holding(_person(), "To know which counsellor works with the person.", STAFF),
    "follow_up": Holding(_person(), "To do what was promised to the person, in time.", STAFF),
    "follow_up_step": Holding(_of_follow_up, "To tell what became of what was planned.", STAFF),
    "pool_member": Holding(_person(), "To find the person again for openings of one kind.", STAFF),
    "postponed": Holding(_person(), "To remind a counsellor of the person on another day.", STAFF),
    # what the person agreed to and asked for
    "consent": Holding(
        _person(),
        "To do only what the person agreed to, and to prove it. That there was a consent stays in the audit trail.",
        ASKED,
    ),
    "rights_request": Holding(
        _person(), "To answer what the person asked for.", ASKED, kept="requests", withheld={"sealed": _SEALED}
    ),
    "review_request": Holding(_person(), "To look again at a list when the person asks for it.", ASKED),
    "application": Holding(_person(), "To apply for openings.", TOLD),
    "application_step": Holding(_of_application, "To tell what became of an application, and who decided.", TOLD),
    # where the person works. What the law has bookkeepers keep is the signed paper that each side has, not these rows
    "placement": Holding(_person(), "To carry an internship or a job from the agreement to its end.", TOLD),
    "placement_step": Holding(_of_placement, "To tell what became of a placement.", TOLD),
    "agreement_signature": Holding(
        _of_placement,
        "To know who has signed the agreement.",
        ASKED,
        withheld={"digest": "a checksum of the agreement"},
    ),
    "attendance_week": Holding(_of_placement, "To account for the hours of an internship.", COMPANY),
    "placement_evaluation": Holding(_of_placement, "To learn how a placement goes, and to help in time.", TOLD),
    "certificate": Holding(_of_placement, "To show others what the person has done.", STAFF),
    "placement_outcome": Holding(_of_placement, "To learn whether placements lead to work.", STAFF),
    # what is worked out about the person
    "reading": Holding(_reading, "The profile as numbers, to be ranked by.", COMPUTED, EMPTIED),
    "shortlisted": Holding(_person(), "To propose the person to a company under a code.", STAFF),
    "cohort_person": Holding(_person(), "To find places for many people at once.", STAFF),
    "cohort_pair": Holding(_person(), "To hold to what was said of a person and an opening.", STAFF),
    "cohort_line": Holding(
        _person(), "To account for what was proposed for the person with others.", COMPUTED, kept="cohort_runs"
    ),
    "rank_override": Holding(_person(), "To tell where a counsellor decided against the order of a list.", STAFF),
    "ranked_line": Holding(
        _line,
        "To account for lists that were shown.",
        COMPUTED,
        kept="ranked_lists",
        withheld={"hash": "a checksum of the line"},
    ),
    "ranked_list": Holding(
        lambda table, subject: table.c.id.in_(_lists(subject)),
        "To account for lists that were shown.",
        COMPUTED,
        SEVERED,
        "ranked_lists",
        withheld={"digest": "a checksum of the list"},
    ),
    "read_input": Holding(_reading, "To show again what a list was made of.", COMPUTED, kept="ranked_lists"),
    "shown_list": Holding(
        lambda table, subject: table.c.list_id.in_(_lists(subject)),
        "To account for who has seen which list.",
        COMPUTED,
        SEVERED,
        "ranked_lists",
        withheld={"register": "a checksum over all who were ranked", "inputs": "a checksum of the list's inputs"},
    ),
    # the account
    "user_account": Holding(
        _account("id"),
        "To let the person sign in.",
        ACCOUNT,
        withheld=dict.fromkeys(_SIGN_IN, _SECRET),
    ),
    "user_role": Holding(_account(), "To know what the account may do.", ACCOUNT),
    "signed_in_browser": Holding(
        _account(),
        "To show where the account is signed in.",
        ACCOUNT,
        kept="browsers",
        withheld={"token_hash": _SECRET},
    ),
    "passkey": Holding(
        _account(),
        "To sign in without a password.",
        ACCOUNT,
        withheld=dict.fromkeys(("credential_id", "public_key", "sign_count", "extensions"), _SECRET),
    ),
    "saved_search": Holding(_account(), "To look again, and to write to the person of what is new.", TOLD),
    "told_opening": Holding(_account(), "To write to the person of no opening twice.", COMPUTED),
    "invitation": Holding(
        _person(),
        "To invite the person to an account.",
        STAFF,
        kept="invitations",
        withheld={"token_hash": _SECRET},
    ),
    "message": Holding(
        _letter,
        "To write to the person.",
        COMPUTED,
        kept="messages",
        withheld={"body": "it may hold a link that lets somebody in; the letter went to the person alone"},
    ),
    "idempotent_response": Holding(
        lambda table, subject: _person()(table, subject) | _account()(table, subject),
        "To answer a program that asks twice as the first time.",
        COMPUTED,
        kept="idempotent_answers",
        withheld={
            "body": "the answer repeats what stands elsewhere in this copy",
            "request_digest": "a checksum of the request",
            "key": "made up by the program that asked",
        },
    ),
    # what outlives the person
    "audit_entry": Holding(
        _audited,
        "To prove who did what with whose data. It holds numbers and codes only, no names.",
        COMPUTED,
        KEPT,
        FOR_GOOD,
        withheld={"previous_hash": _CHAIN, "hash": _CHAIN},
    ),
}

_REFERENCE = "reference data: the same for everybody"
_OPENING = "what a company offers"
NOT_PERSONAL: dict[str, str] = {
    **dict.fromkeys(("municipality", "occupation", "occupation_label", "occupation_skill"), _REFERENCE),
    **dict.fromkeys(("skill", "skill_label", "taxonomy_revision", "label_vector"), _REFERENCE),
    "role": "the names of the roles",
    "organisation": "the names of organisations",
    "pool": "names of lists that organisations keep; who is in them stands in pool_member",
    "employer": "companies; their contact is somebody of the company, kept and changed by the company itself",
    **dict.fromkeys(("opening", "opening_skill", "opening_language", "opening_licence", "opening_step"), _OPENING),
    **dict.fromkeys(("cohort", "cohort_opening"), "what staff plan; of people only other tables tell"),
    "cohort_run": "how many people a proposal placed; of people only its lines tell",
    "reading_revision": "a counter",
    "worker_job": "when the service last did what it does by the clock",
    "audit_head": "a counter and a hash",
    "signing_key": "keys of the service itself",
    "service_token": "accounts of machines",  # nosec B105 # said to people
    "failed_attempts": "keyed hashes of addresses tried at sign-in; a run of retention deletes them after a day",
    "departed": "people who were erased, counted by year and group",
}
