"""The words for what the audit trail tells; a test holds them equal to what it can tell of."""

from collections.abc import Iterator
from datetime import date

from employer_portal import placement_words, presentation, words
from employer_portal.copy_words import COLUMNS, LEAVING, REQUEST_KINDS, REQUEST_STATES, REQUEST_SUBJECTS, TABLES
from employer_portal.i18n import gettext, mark
from matching_service.services.trail.audit_trail import AuditLine

ACTIONS = {
    "people.create": mark("made a profile"),
    "people.read": mark("opened a profile"),
    "people.update": mark("changed a profile"),
    "people.import": mark("imported a profile"),
    "people.intake": mark("confirmed what was read from a CV"),
    "people.share": mark("shared a profile"),
    "people.unshare": mark("ended the sharing of a profile"),
    "applications.submit": mark("applied for an opening"),
    "applications.review": mark("began to read an application"),
    "applications.shortlist": mark("counted an application among the best"),
    "applications.interview": mark("invited to a talk"),
    "applications.offer": mark("offered a place"),
    "applications.reject": mark("refused an application"),
    "applications.accept": mark("accepted a place"),
    "applications.withdraw": mark("withdrew an application"),
    "applications.expire": mark("ended an application that nobody answered"),
    "applications.place_elsewhere": mark("ended an application of somebody with another place"),
    "applications.cancel": mark("ended an application with its opening"),
    "applications.undo": mark("took a step of an application back"),
    "placements.change": mark("changed an agreement"),
    "placements.sign": mark("recorded a signature"),
    "placements.agree": mark("gave the last signature of an agreement"),
    "placements.begin": mark("recorded that an internship has begun"),
    "placements.begin_job": mark("recorded that a job has begun"),
    "placements.finish": mark("recorded the end of an internship or job"),
    "placements.break_off": mark("ended an internship or job early"),
    "placements.undo": mark("took a step of an internship or job back"),
    "placements.attend": mark("entered hours"),
    "placements.evaluate": mark("gave an evaluation"),
    "placements.certify": mark("issued a certificate"),
    "placements.revoke": mark("revoked a certificate"),
    "placements.outcome": mark("recorded what has become of a placement"),
    "placements.statistics": mark("counted what has become of placements"),
    "consents.record": mark("recorded a consent"),
    "consents.withdraw": mark("withdrew a consent"),
    "consents.declare": mark("recorded a consent that is kept elsewhere"),
    "protected.read": mark("opened protected data"),
    "protected.write": mark("recorded protected data"),
    "protected.statistics": mark("counted protected data for statistics"),
    "protected.rotate": mark("changed the key of protected data"),
    "notes.read": mark("opened the notes"),
    "notes.write": mark("wrote a note"),
    "employers.register": mark("registered a company"),
    "employers.create": mark("added a company"),
    "employers.update": mark("changed the data of a company"),
    "employers.verify": mark("confirmed a company"),
    "openings.create": mark("wrote an opening"),
    "openings.update": mark("changed an opening"),
    "openings.import": mark("imported an opening"),
    "openings.submit": mark("sent an opening for approval"),
    "openings.approve": mark("approved and published an opening"),
    "openings.return": mark("returned an opening to the company"),
    "openings.pause": mark("paused an opening"),
    "openings.resume": mark("published a paused opening again"),
    "openings.fill": mark("marked an opening as filled"),
    "openings.close": mark("closed an opening"),
    "openings.expire": mark("marked an opening as expired"),
    "openings.extend": mark("moved the last day to apply of an opening"),
    "openings.undo": mark("took back the last step of an opening"),
    "applications.waiting": mark("looked at who waits for an answer"),
    "lists.replay": mark("checked a recorded list"),
    "overrides.decide": mark("changed a place in a list"),
    "overrides.take_back": mark("took back a change of a place in a list"),
    "reviews.ask": mark("asked that somebody looks again"),
    "reviews.answer": mark("answered a question about a list"),
    "responsibility.assign": mark("handed a person over to a counsellor"),
    "follow_ups.write": mark("planned or did something for a person"),
    "pools.change": mark("changed a list of people"),
    "pools.add": mark("put somebody into a list of people"),
    "pools.remove": mark("took somebody out of a list of people"),
    "shortlist.propose": mark("proposed somebody to a company"),
    "shortlist.take_back": mark("took a proposal back"),
    "shortlist.read": mark("looked at who is proposed"),
    "cohorts.create": mark("made a cohort"),
    "cohorts.change": mark("changed a cohort"),
    "cohorts.propose": mark("made a proposal for a cohort"),
    "cohorts.confirm": mark("confirmed a proposed place"),
    "cohorts.take_back": mark("took the confirmation of a proposed place back"),
    "ranking.everything": mark("matched everybody with everything"),
    "fairness.read": mark("opened the fairness report"),
    "rights.export": mark("took out a copy of all data"),
    "rights.ask": mark("asked for a correction or for erasure"),
    "rights.answer": mark("answered a request"),
    "rights.withdraw": mark("took a request back"),
    "rights.erase": mark("erased a person"),
    "retention.run": mark("deleted what was kept long enough"),
    "organisations.create": mark("made an organisation"),
    "organisations.rename": mark("renamed an organisation"),
    "accounts.make": mark("made an account"),
    "accounts.change": mark("changed an account"),
    "invitations.sent": mark("invited somebody"),
    "invitations.accepted": mark("accepted an invitation"),
    "invitations.revoked": mark("took an invitation back"),
    "tokens.make": mark("made a token"),
    "tokens.revoke": mark("took a token back"),
    "searches.stopped": mark("stopped the e-mails about new openings, by the link in one"),
    "session.opened": mark("signed in"),
    "session.ended": mark("signed out"),
    "sign_in.failed": mark("failed to sign in"),
    "password.changed": mark("changed the password"),
    "password.reset": mark("set a new password instead of a forgotten one"),
    "email.confirmed": mark("confirmed the e-mail address"),
    "email.changed": mark("changed the e-mail address of an account"),
    "second_factor.set": mark("set up codes of an app"),
    "second_factor.ended": mark("ended signing in with codes of an app"),
    "passkey.added": mark("added a passkey"),
    "passkey.ended": mark("removed a passkey"),
    "audit.read": mark("read the audit trail"),
    "audit.export": mark("took the audit trail out"),
}
SUBJECTS = {
    "person": mark("person"),
    "user": mark("account"),
    "employer": mark("company"),
    "opening": mark("opening"),
    "organisation": mark("organisation"),
    "invitation": mark("invitation"),
    "service_token": mark("token"),
    "list": mark("list"),
    "pool": mark("list of people"),
    "cohort": mark("cohort"),
}
# `access` and `request`: what the law calls the right that somebody has used.
PURPOSES = {
    **words.PROTECTED_PURPOSES,
    "access": words.PROTECTED_PURPOSES["export"],
    "request": mark("The person asks for erasure"),
    **LEAVING,
}

# ---- details: what is said beside who, what and with whom

# Things with a number of their own.
NUMBERED = {
    **{kind: SUBJECTS[kind] for kind in ("person", "employer", "opening", "organisation")},
    "account": SUBJECTS["user"],
    "person_id": SUBJECTS["person"],
    "actor_id": SUBJECTS["user"],
    "application": mark("application"),
    "placement": mark("placement"),
    "follow_up": mark("follow-up"),
    "handed_to": mark("to the account"),
    "taken_from": mark("from the account"),
    "pool": SUBJECTS["pool"],
    "note": mark("note"),
    "corrects": mark("correction of the note"),
    "cohort": SUBJECTS["cohort"],
    "run": mark("proposal"),
    "request": mark("request"),
    "override": mark("decision"),
}
FLAGS = {
    ("created", True): mark("for the first time"),
    ("created", False): mark("it was there before"),
    ("imported", True): mark("from a file"),
    ("declared", True): mark("from a statement"),
    ("active", True): mark("opened again"),
    ("active", False): mark("closed"),
    ("all", True): mark("in all browsers"),
    ("named_protected", True): mark("the reason names something that the law protects"),
    ("verified", False): mark("has to be confirmed again"),
    ("place", None): words.DECISIONS["aside"],
}
LABELS = {
    **{name: COLUMNS[name] for name in ("about", "ends_on", "how", "kind", "language", "place", "purpose")},
    **{name: COLUMNS[name] for name in ("reason", "role", "state")},
    "action": mark("What was done"),
    "changed": mark("Changed"),
    "consents": TABLES["consent"],
    "confirmed_as": mark("What came of it"),
    "counted": mark("Counted for"),
    "days": mark("Days"),
    "deleted": mark("Deleted"),
    "differences": mark("Differences"),
    "due_on": COLUMNS["due_on"],
    "first": mark("First of a list"),
    "first_day": mark("From the day"),
    "from": mark("From"),
    "known": mark("Recorded now"),
    "last_day": mark("To the day"),
    "named": mark("With their names"),
    "openings": mark("Openings"),
    "pause_seconds": mark("Seconds until the next try"),
    "months": mark("Months"),
    "people": mark("People"),
    "placed": mark("With a place"),
    "priority": mark("Comes first"),
    "purposes": mark("Purposes"),
    "revision": mark("State of the register"),
    "removed_openings": mark("Openings taken out"),
    "removed_people": mark("People taken out"),
    "rows": mark("Rows"),
    "rule": mark("What was said of the pair"),
    "side": COLUMNS["side"],
    "second_factor": mark("Second step of signing in"),
    "sent_back": mark("Openings that wait for approval again"),
    "consents_ended": mark("People whose consent has ended with the old name"),
    "shown": mark("People shown"),
    "step": mark("What was done"),
    "table": mark("What"),
    "to": mark("To"),
    "top": mark("Best for each"),
    "undone": mark("Step that was taken back"),
    "unopened": mark("Opened by no key"),
    "wish": mark("Wish"),
}
_DAYS = ("due_on", "ends_on", "first_day", "last_day")
RETAINED = {
    "idempotent_answers": TABLES["idempotent_response"],
    "failed_attempts": mark("Failed attempts to sign in"),
    "browsers": TABLES["signed_in_browser"],
    "unconfirmed_accounts": mark("Accounts whose address nobody has confirmed"),
    "invitations": TABLES["invitation"],
    "messages": TABLES["message"],
    "ranked_lists": mark("Recorded lists"),
    "case_notes": TABLES["case_note"],
    "cohort_runs": mark("Proposals for cohorts"),
    "requests": TABLES["rights_request"],
    **LEAVING,
}
_OF_COMPANIES = {
    "pib": mark("PIB (tax number)"),
    "name": mark("Name of the company"),
    "municipality": mark("Municipality"),
    "address": mark("Address"),
    "activity": mark("What does the company do?"),
    "contact_name": mark("Who should we ask for?"),
    "contact_email": mark("E-mail for contact"),
    "contact_phone": mark("Phone"),
}
_COUNTED = {
    "account": mark("account"),
    "address": mark("network address"),
    "pair": mark("account from this address"),
    "code": mark("code"),
}
# Of one kind of action, or of all.
VALUES = {
    "action": ACTIONS,
    "applications.reason": words.REJECTION_REASONS | words.WITHDRAWAL_REASONS,
    "applications.undone": words.APPLICATION_STEPS,
    "placements.reason": placement_words.BREAK_OFF_REASONS | placement_words.REVOCATION_REASONS,
    "placements.undone": placement_words.STEPS,
    "side": placement_words.SIDES,
    "changed": _OF_COMPANIES,
    "cohorts.confirmed_as": words.COHORT_CONFIRMED_AS,
    "cohorts.rule": words.COHORT_RULES,
    "consents.purpose": words.CONSENT_PURPOSES,
    "counted": _COUNTED,
    "follow_ups.step": words.FOLLOW_UP_STEPS,
    "how": words.CONSENT_WAYS,
    "known": COLUMNS,
    "language": words.SPOKEN_LANGUAGES,
    "openings.state": words.STATES,
    "pools.step": words.POOL_STEPS,
    "overrides.reason": words.OVERRIDE_REASONS,
    "purposes": words.CONSENT_PURPOSES,
    "retention.kind": RETAINED,
    "rights.about": REQUEST_SUBJECTS,
    "rights.kind": REQUEST_KINDS,
    "rights.reason": PURPOSES,
    "rights.state": REQUEST_STATES,
    "role": words.ROLES,
    "second_factor": {"dropped": mark("taken away")},
    "table": TABLES,
}


def action(code: str) -> str:
    return words.word(ACTIONS, code)


def roles(names: tuple[str, ...]) -> str:
    """A command has all roles of staff; that it was one says it all."""
    shown = ("operator",) if "operator" in names else names
    return ", ".join(words.word(words.ROLES, name) for name in shown)


def subject(kind: str, number: int) -> str:
    return _numbered(words.word(SUBJECTS, kind), number)


def purpose(code: str) -> str:
    return words.word(PURPOSES, code)


def details(line: AuditLine) -> Iterator[str]:
    """`oglas br. 12`, `Razlog: Lično smo razgovarali`; what is not known, and the purpose once more, are left out."""
    family = line.action.partition(".")[0]
    for name, value in line.details.items():
        flag = FLAGS.get((name, value)) if value is None or isinstance(value, bool) else None
        if flag:
            yield gettext(flag)
        elif value is not None and not (name == "reason" and value == line.purpose):
            yield _detail(family, name, value)


def _detail(family: str, name: str, value: object) -> str:
    if name in NUMBERED:
        return _numbered(words.word(NUMBERED, name), value)
    table = VALUES.get(f"{family}.{name}") or VALUES.get(name) or {}
    return f"{words.word(LABELS, name)}: {_said(table, name, value)}"


def _said(table: dict, name: str, value: object) -> str:
    if name in _DAYS:
        return presentation.day(date.fromisoformat(value))
    if name == "consents":
        return str(len(value))
    several = value.split(",") if name == "counted" else value if isinstance(value, list) else [value]
    return ", ".join(words.word(table, one) for one in several)


def _numbered(what: str, number: object) -> str:
    return gettext("%(what)s no. %(number)s") % {"what": what, "number": number}
