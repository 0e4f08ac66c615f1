"""The words for what the audit trail tells. An action without a word of its own is shown by its code."""

from employer_portal import words
from employer_portal.i18n import gettext, mark

ACTIONS = {
    "people.create": mark("made a profile"),
    "people.read": mark("opened a profile"),
    "people.update": mark("changed a profile"),
    "people.delete": mark("deleted a profile"),
    "people.import": mark("imported a profile"),
    "people.share": mark("shared a profile"),
    "protected.read": mark("opened protected data"),
    "protected.write": mark("recorded protected data"),
    "protected.statistics": mark("counted protected data for statistics"),
    "protected.rotate": mark("changed the key of protected data"),
    "notes.read": mark("opened the notes"),
    "notes.write": mark("wrote a note"),
    "consents.record": mark("recorded a consent"),
    "consents.withdraw": mark("withdrew a consent"),
    "consents.declare": mark("recorded consents of many"),
    "lists.replay": mark("checked a ranked list"),
    "overrides.decide": mark("put somebody on another place of a list"),
    "overrides.take_back": mark("took a decision on a list back"),
    "rights.export": mark("took out all data of a person"),
    "rights.erase": mark("erased a person"),
    "rights.ask": mark("asked for correction or erasure"),
    "retention.run": mark("deleted what was kept long enough"),
    "fairness.read": mark("opened the fairness report"),
    "organisations.create": mark("made an organisation"),
    "organisations.rename": mark("renamed an organisation"),
    "ranking.everything": mark("matched everybody with everything"),
    "reviews.ask": mark("asked that somebody looks again"),
    "reviews.answer": mark("answered a question about a list"),
    "shortlist.propose": mark("proposed somebody to a company"),
    "shortlist.read": mark("looked at who is proposed"),
    "shortlist.take_back": mark("took a proposal back"),
    "session.opened": mark("signed in"),
    "session.ended": mark("signed out"),
    "sign_in.failed": mark("failed to sign in"),
    "accounts.change": mark("changed an account"),
    "email.changed": mark("changed the e-mail address of an account"),
    "invitations.sent": mark("invited somebody"),
    "invitations.accepted": mark("accepted an invitation"),
    "invitations.revoked": mark("took an invitation back"),
    "tokens.make": mark("made a token"),
    "tokens.revoke": mark("took a token back"),
    "audit.read": mark("read the audit trail"),
    "audit.export": mark("took the audit trail out"),
}
ROLES = {
    "beneficiary": mark("beneficiary"),
    "employer": mark("company"),
    "counsellor": mark("counsellor"),
    "coordinator": mark("coordinator"),
    "auditor": mark("auditor"),
    "service": mark("machine"),
    "operator": mark("administrator of the service"),
}
SUBJECTS = {
    "person": mark("person"),
    "user": mark("account"),
    "employer": mark("company"),
    "opening": mark("opening"),
    "organisation": mark("organisation"),
    "list": mark("ranked list"),
}


def action(code: str) -> str:
    return words.word(ACTIONS, code)


def roles(names: tuple[str, ...]) -> str:
    """A command has all roles of staff; that it was one says it all."""
    shown = ("operator",) if "operator" in names else names
    return ", ".join(words.word(ROLES, name) for name in shown)


def subject(kind: str, number: int) -> str:
    return gettext("%(what)s no. %(number)s") % {"what": words.word(SUBJECTS, kind), "number": number}


def purpose(code: str) -> str:
    return words.word(words.PROTECTED_PURPOSES, code)


def details(values: dict[str, object]) -> str:
    """Codes and numbers as they stand: `known: sex, birth_date; imported: true`."""
    return "; ".join(f"{name}: {_plain(value)}" for name, value in values.items())


def _plain(value: object) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return str(value).lower() if isinstance(value, bool) else str(value)
