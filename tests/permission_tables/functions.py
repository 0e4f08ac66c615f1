"""The public functions of the services: what they ask the table, or why they ask nothing."""

from tests.permission_tables import accounts, companies, people, rankings

FUNCTIONS = accounts.FUNCTIONS | companies.FUNCTIONS | people.FUNCTIONS | rankings.FUNCTIONS

# They take an actor and ask nothing; pages and API do not call them, or only for the actor's own account.
ASKED_BEFORE = {
    "actors.company_of": "says what the account itself is",
    "accounts.mine": "of the actor's own account",
    "accounts.sign_out_everywhere": "of the actor's own account",
    "browsers.of_actor": "of the actor's own account",
    "browsers.end": "of the actor's own account: another's is not found",
    "idempotency.claim": "keys of the actor's own requests",
    "idempotency.keep": "keys of the actor's own requests",
    "accounts.drop_second_factor": "account_admin has asked",
    "accounts.owned_company": "says what the account itself is",
    "accounts.owns_company": "says what the account itself is",
    "accounts.set_active": "account_admin has asked",
    "audit.record": "whoever records has asked",
    "consents.on_applying": "applications.apply has asked",
    "consent_rows.add": "people.put_imported and declared_consents.declare have asked",
    "consent_rows.new": "consents.give and consents.on_applying have asked",
    "opening_states.allowed_actions": "says what the actor may do with an opening that was found",
    "opening_states.take": "asks by may_with_opening; openings.act has found the opening",
    "organisations.home_of": "says where the actor works",
    "overrides.in_force": "of a list that was asked for; whose words are shown is asked line by line",
    "ranked_lists.record": "ranking has asked",
    "ranked_lists.record_proposed": "shortlists has asked",
    "ranking_query.in_list_of": "ranking has asked",
    "rights.erasure.erase_at_once": "retention and requests have asked",
    "rights.opened.protected_data": "export has asked",
    "rights.opened.rights_request": "export has asked",
    "rights.opened.case_note": "export has asked",
    "rights.outcomes.count_departure": "erasure has asked",
}

# Functions without an actor that pages or API call all the same.
FOR_ANYBODY = {
    "accounts.ask_to_confirm": "writes to the address that was just registered",
    "accounts.token_with_code": "for whom the password was right",
    "accounts.with_password": "asks for the password",
    "consent_texts.text": "the words of a consent",
    "employers.register": "anybody may register a company, which is verified before anything of it is shown",
    "fairness.csv_file.as_csv": "writes what fairness.report.report gave",
    "invitations.accept": "asks for the token of the link",
    "invitations.find": "asks for the token of the link",
    "messages.latest": "of the demo alone, whose page is not there in production",
    "messages.send": "a letter, whose page has asked",
    "openings.browse": "published openings",
    "overrides.protected_words": "looks at the words alone",
    "passwords.problem": "looks at the password alone",
    "readiness.check": "says no more than that the service works",
    "reference.municipalities": "a public list",
    "rights.export.as_json": "writes what rights.export.export gave",
    "taxonomy.suggest": "a public vocabulary",
}
