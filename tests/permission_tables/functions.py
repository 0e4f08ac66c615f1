"""The public functions of the services: what they ask the table, or why they ask nothing."""

from tests.permission_tables import accounts, casework, companies, people, rankings

FUNCTIONS = accounts.FUNCTIONS | companies.FUNCTIONS | people.FUNCTIONS | rankings.FUNCTIONS
FUNCTIONS |= casework.FUNCTIONS

# They take an actor and ask nothing; pages and API do not call them, or only for the actor's own account.
ASKED_BEFORE = {
    "identity.actors.company_of": "says what the account itself is",
    "identity.accounts.mine": "of the actor's own account",
    "identity.accounts.sign_out_everywhere": "of the actor's own account",
    "identity.browsers.of_actor": "of the actor's own account",
    "identity.browsers.end": "of the actor's own account: another's is not found",
    "idempotency.claim": "keys of the actor's own requests",
    "idempotency.keep": "keys of the actor's own requests",
    "identity.accounts.drop_second_factor": "account_admin has asked",
    "identity.accounts.owned_company": "says what the account itself is",
    "identity.accounts.owns_company": "says what the account itself is",
    "identity.accounts.set_active": "account_admin has asked",
    "trail.audit.record": "whoever records has asked",
    "casework.responsibility.of_maker": "people.create has asked",
    "consent.consents.of_renamed_company": "employers.update has asked",
    "consent.consents.on_applying": "applications.apply has asked",
    "consent.consent_rows.add": "people.put_imported and declared_consents.declare have asked",
    "consent.consent_rows.new": "consents.give and consents.on_applying have asked",
    "marketplace.application_states.allowed": "says what the actor may do with an application that was found",
    "marketplace.application_states.may": "asks the table itself",
    "marketplace.application_record.application_detail": "of an application that was found",
    "marketplace.application_record.undoable": "of an application that was found",
    "marketplace.application_steps.sides_of": "asks the table itself",
    "marketplace.application_steps.detail_for": "of an application that was found",
    "marketplace.application_steps.begin_again": "applications.apply and prepare have asked",
    "marketplace.application_steps.submit": "applications.apply and act have asked",
    "marketplace.application_steps.let_be_seen": "applications.apply and act have asked",
    "marketplace.application_steps.close_all": "openings.act has asked",
    "marketplace.opening_states.allowed_actions": "says what the actor may do with an opening that was found",
    "marketplace.opening_states.take": "asks by may_with_opening; openings.act has found the opening",
    "identity.organisations.home_of": "says where the actor works",
    "lists.overrides.in_force": "of a list that was asked for; whose words are shown is asked line by line",
    "lists.ranked_lists.record": "ranking has asked",
    "lists.ranked_lists.record_proposed": "shortlists has asked",
    "matching.ranking_query.in_list_of": "ranking has asked",
    "rights.erasure.erase_at_once": "retention and requests have asked",
    "rights.opened.protected_data": "export has asked",
    "rights.opened.rights_request": "export has asked",
    "rights.opened.case_note": "export has asked",
    "rights.outcomes.count_departure": "erasure has asked",
}

# Functions without an actor that pages or API call all the same.
FOR_ANYBODY = {
    "identity.accounts.normalised_email": "looks at how an address is written, and at no account",
    "identity.accounts.choose_language": "of the account that is signed in, or signs in",
    "identity.accounts.language_of": "for the letters to an account",
    "identity.accounts.ask_to_confirm": "writes to the address that was just registered",
    "identity.accounts.token_with_code": "for whom the password was right",
    "identity.accounts.with_password": "asks for the password",
    "consent.consent_texts.text": "the words of a consent",
    "marketplace.employers.register": "anybody may register a company; it is verified before anything of it is shown",
    "fairness.csv_file.as_csv": "writes what fairness.report.report gave",
    "identity.invitations.accept": "asks for the token of the link",
    "identity.invitations.find": "asks for the token of the link",
    "messages.latest": "of the demo alone, whose page is not there in production",
    "messages.send": "a letter, whose page has asked",
    "marketplace.applications.responsiveness": "a share that is told to everybody",
    "marketplace.openings.browse": "published openings",
    "lists.overrides.protected_words": "looks at the words alone",
    "identity.passwords.problem": "looks at the password alone",
    "readiness.check": "says no more than that the service works",
    "reference_data.reference.municipalities": "a public list",
    "rights.export.as_json": "writes what rights.export.export gave",
    "reference_data.taxonomy.suggest": "a public vocabulary",
}
