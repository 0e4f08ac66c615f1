"""What the audit trail can tell of: each action with the kind of thing it is done to, None where there is no one thing.

Whoever adds an action gives it words in the pages (`employer_portal/audit_words.py`); tests hold the two equal, and see
that every action is recorded somewhere.
"""

PERSON, ACCOUNT, COMPANY, OPENING, ORGANISATION = "person", "user", "employer", "opening", "organisation"
INVITATION, TOKEN, LIST = "invitation", "service_token", "list"

ACTIONS: dict[str, str | None] = {
    # people
    "people.create": PERSON,
    "people.read": PERSON,
    "people.update": PERSON,
    "people.import": PERSON,
    "people.share": PERSON,
    "people.unshare": PERSON,
    "applications.send": PERSON,
    "applications.withdraw": PERSON,
    "consents.record": PERSON,
    "consents.withdraw": PERSON,
    "consents.declare": PERSON,
    # what the law protects
    "protected.read": PERSON,
    "protected.write": PERSON,
    "protected.statistics": None,
    "protected.rotate": None,
    "notes.read": PERSON,
    "notes.write": PERSON,
    # companies and openings
    "employers.register": COMPANY,
    "employers.create": COMPANY,
    "employers.update": COMPANY,
    "employers.verify": COMPANY,
    "openings.create": OPENING,
    "openings.update": OPENING,
    "openings.import": OPENING,
    "openings.submit": OPENING,
    "openings.approve": OPENING,
    "openings.return": OPENING,
    "openings.pause": OPENING,
    "openings.resume": OPENING,
    "openings.fill": OPENING,
    "openings.close": OPENING,
    "openings.expire": OPENING,
    # lists, and who is shown to companies
    "lists.replay": LIST,
    "overrides.decide": PERSON,
    "overrides.take_back": PERSON,
    "reviews.ask": PERSON,
    "reviews.answer": PERSON,
    "shortlist.propose": PERSON,
    "shortlist.take_back": PERSON,
    "shortlist.read": OPENING,
    "ranking.everything": None,
    "fairness.read": None,
    # rights of people
    "rights.export": PERSON,
    "rights.ask": PERSON,
    "rights.answer": PERSON,
    "rights.withdraw": PERSON,
    "rights.erase": PERSON,
    "retention.run": None,
    # organisations and accounts
    "organisations.create": ORGANISATION,
    "organisations.rename": ORGANISATION,
    "accounts.make": ACCOUNT,
    "accounts.change": ACCOUNT,
    "invitations.sent": INVITATION,
    "invitations.accepted": ACCOUNT,
    "invitations.revoked": INVITATION,
    "tokens.make": TOKEN,
    "tokens.revoke": TOKEN,
    "session.opened": ACCOUNT,
    "session.ended": ACCOUNT,
    "sign_in.failed": None,
    "password.changed": ACCOUNT,
    "password.reset": ACCOUNT,
    "email.confirmed": ACCOUNT,
    "email.changed": ACCOUNT,
    "second_factor.set": ACCOUNT,
    "second_factor.ended": ACCOUNT,
    "passkey.added": ACCOUNT,
    "passkey.ended": ACCOUNT,
    # the trail itself
    "audit.read": None,
    "audit.export": None,
}
