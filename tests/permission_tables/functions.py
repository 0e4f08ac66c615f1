"""The public functions of the services: what they ask the table, or why they ask nothing."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from matching_service.services import (
    account_admin,
    applications,
    audit_trail,
    case_notes,
    consents,
    declared_consents,
    employers,
    invitations,
    list_records,
    list_replay,
    match_all,
    openings,
    organisations,
    overrides,
    people,
    protected,
    ranking,
    retention,
    reviews,
    sealed_rows,
    service_tokens,
    shortlists,
    trainings,
    what_if,
    why,
)
from matching_service.services.accounts import NewAccount
from matching_service.services.actors import Actor
from matching_service.services.audit_trail import AuditQuestion
from matching_service.services.consents import Agreement
from matching_service.services.employers import EmployerRecord
from matching_service.services.engine import Engine
from matching_service.services.fairness import report as fairness
from matching_service.services.openings import OpeningRecord
from matching_service.services.people import PersonRecord
from matching_service.services.profile_changes import ProfileChange
from matching_service.services.protected import ProtectedRecord
from matching_service.services.rights import erasure, export, requests
from models import protected as protected_tables
from tests import factories
from tests.permission_tables.expected import COMPANY, INVITED, KEPT, NOTHING, OPENING, PERSON
from tests.permission_tables.world import Things

PIB, EMAIL = factories.pib(), "novi@example.test"
ANA, WELDER = PersonRecord("Ana", "Simić"), OpeningRecord("Zavarivač")
COMPANY_RECORD = EmployerRecord(PIB, "Pekara Zora")


@dataclass(frozen=True, slots=True)
class Use:
    """Who calls, and with what."""

    session: Session
    actor: Actor
    engine: Engine

    @property
    def with_engine(self) -> tuple[Session, Actor, Engine]:
        return self.session, self.actor, self.engine

    @property
    def plain(self) -> tuple[Session, Actor]:
        return self.session, self.actor


@dataclass(frozen=True, slots=True)
class Does:
    """A call asks for `action`, to a thing of this kind."""

    action: str
    kind: str
    call: Callable[[Use, Things], object]


def _act(action: str) -> Does:
    return Does(
        f"openings.{action}", OPENING, lambda use, on: openings.act(*use.with_engine, on.opening, action, "Razlog")
    )


FUNCTIONS: dict[str, Does | tuple[Does, ...]] = {
    "account_admin.make": Does(
        "accounts.make",
        NOTHING,
        lambda use, on: account_admin.make(*use.plain, NewAccount(EMAIL, "lozinka za probu", "Mila"), "counsellor"),
    ),
    "account_admin.search": Does("accounts.search", NOTHING, lambda use, on: account_admin.search(*use.plain)),
    "account_admin.deactivate": Does(
        "accounts.change", KEPT, lambda use, on: account_admin.deactivate(*use.plain, on.account)
    ),
    "account_admin.reactivate": Does(
        "accounts.change", KEPT, lambda use, on: account_admin.reactivate(*use.plain, on.account)
    ),
    "account_admin.drop_second_factor": Does(
        "accounts.change", KEPT, lambda use, on: account_admin.drop_second_factor(*use.plain, on.account)
    ),
    "account_admin.colleagues": Does(
        "accounts.colleagues", NOTHING, lambda use, on: account_admin.colleagues(*use.plain)
    ),
    "account_admin.remove_colleague": Does(
        "accounts.colleagues", COMPANY, lambda use, on: account_admin.remove_colleague(*use.plain, on.colleague)
    ),
    "applications.apply": Does(
        "applications.send", PERSON, lambda use, on: applications.apply(*use.plain, on.person, on.published)
    ),
    "applications.withdraw": Does(
        "applications.withdraw", PERSON, lambda use, on: applications.withdraw(*use.plain, on.application)
    ),
    "applications.of_person": Does(
        "applications.read", PERSON, lambda use, on: applications.of_person(*use.plain, on.person)
    ),
    "applications.recent": Does("applications.recent", NOTHING, lambda use, on: applications.recent(*use.plain)),
    "applications.sent_for": Does(
        "applications.of_opening", NOTHING, lambda use, on: applications.sent_for(*use.plain, on.published)
    ),
    "applications.counts_for_openings": Does(
        "applications.count", OPENING, lambda use, on: applications.counts_for_openings(*use.plain, (on.opening,))
    ),
    "audit_trail.search": Does("audit.read", NOTHING, lambda use, on: audit_trail.search(*use.plain, AuditQuestion())),
    "audit_trail.actions": Does("audit.read", NOTHING, lambda use, on: audit_trail.actions(*use.plain)),
    "audit_trail.export": Does("audit.read", NOTHING, lambda use, on: list(audit_trail.export(*use.plain))),
    "case_notes.of_person": Does(
        "notes.read", PERSON, lambda use, on: case_notes.of_person(*use.plain, on.person, "support")
    ),
    "case_notes.add": Does("notes.write", PERSON, lambda use, on: case_notes.add(*use.plain, on.person, "Razgovor.")),
    "consents.give": Does(
        "consents.record", PERSON, lambda use, on: consents.give(*use.with_engine, on.person, Agreement("ranked"))
    ),
    "consents.withdraw": Does(
        "consents.record", PERSON, lambda use, on: consents.withdraw(*use.with_engine, on.person, "statistics")
    ),
    "consents.of_person": Does("consents.read", PERSON, lambda use, on: consents.of_person(*use.plain, on.person)),
    "declared_consents.declare": Does(
        "consents.declare",
        NOTHING,
        lambda use, on: declared_consents.declare(*use.with_engine, [on.person], [Agreement("ranked")], "spisak"),
    ),
    "declared_consents.people_of_source": Does(
        "consents.declare", NOTHING, lambda use, on: declared_consents.people_of_source(*use.plain, "spisak")
    ),
    "employers.create": Does("employers.create", NOTHING, lambda use, on: employers.create(*use.plain, COMPANY_RECORD)),
    "employers.update": Does(
        "employers.update", COMPANY, lambda use, on: employers.update(*use.with_engine, on.company, COMPANY_RECORD)
    ),
    "employers.get": Does("employers.read", COMPANY, lambda use, on: employers.get(*use.plain, on.company)),
    "employers.search": Does("employers.search", NOTHING, lambda use, on: employers.search(*use.plain)),
    "employers.verify": Does("employers.verify", COMPANY, lambda use, on: employers.verify(*use.plain, on.company)),
    "fairness.report.report": Does(
        "fairness.read",
        NOTHING,
        lambda use, on: fairness.report(*use.with_engine, fairness.Question.latest(date.today()), "x" * 32),
    ),
    "invitations.invite_staff": Does(
        "invitations.staff", NOTHING, lambda use, on: invitations.invite_staff(*use.plain, EMAIL, "counsellor")
    ),
    "invitations.invite_person": Does(
        "invitations.person", PERSON, lambda use, on: invitations.invite_person(*use.plain, on.person, EMAIL)
    ),
    "invitations.invite_colleague": Does(
        "invitations.colleague", NOTHING, lambda use, on: invitations.invite_colleague(*use.plain, EMAIL)
    ),
    "invitations.open_ones": Does("invitations.list", NOTHING, lambda use, on: invitations.open_ones(*use.plain)),
    "invitations.revoke": (
        Does("invitations.list", INVITED, lambda use, on: invitations.revoke(*use.plain, on.invitation)),
    ),
    "list_records.search": Does("lists.read", NOTHING, lambda use, on: list_records.search(*use.plain)),
    "list_records.detail": Does("lists.read", KEPT, lambda use, on: list_records.detail(*use.plain, on.list)),
    "list_replay.replay": Does("lists.replay", KEPT, lambda use, on: list_replay.replay(*use.with_engine, on.list)),
    "match_all.everything": Does(
        "ranking.everything", NOTHING, lambda use, on: match_all.everything(*use.with_engine, top=3)
    ),
    "openings.create": Does(
        "openings.create",
        COMPANY,
        lambda use, on: openings.create(*use.with_engine, WELDER, on.company),
    ),
    "openings.update": Does(
        "openings.update", OPENING, lambda use, on: openings.update(*use.with_engine, on.opening, WELDER)
    ),
    "openings.get": Does("openings.read", OPENING, lambda use, on: openings.get(*use.plain, on.opening)),
    "openings.search": Does("openings.search", NOTHING, lambda use, on: openings.search(*use.plain)),
    "openings.act": tuple(map(_act, ("submit", "approve", "return", "pause", "resume", "fill", "close", "expire"))),
    "openings.put_imported": Does(
        "openings.import", NOTHING, lambda use, on: openings.put_imported(*use.with_engine, "spisak", "1", WELDER)
    ),
    "organisations.listed": Does("organisations.list", NOTHING, lambda use, on: organisations.listed(*use.plain)),
    "organisations.create": Does(
        "organisations.create", NOTHING, lambda use, on: organisations.create(*use.plain, "Udruženje")
    ),
    "organisations.rename": Does(
        "organisations.rename", KEPT, lambda use, on: organisations.rename(*use.plain, on.organisation, "Udruženje")
    ),
    "organisations.get": Does(
        "organisations.rename", NOTHING, lambda use, on: organisations.get(*use.plain, on.organisation)
    ),
    "organisations.others_than_home": Does(
        "people.share", PERSON, lambda use, on: organisations.others_than_home(*use.plain, on.person)
    ),
    "organisations.shares_of": Does(
        "people.share", PERSON, lambda use, on: organisations.shares_of(*use.plain, on.person)
    ),
    "organisations.share": Does(
        "people.share",
        PERSON,
        lambda use, on: organisations.share(*use.with_engine, on.person, on.organisation, "Razlog"),
    ),
    "organisations.unshare": Does(
        "people.share", PERSON, lambda use, on: organisations.unshare(*use.with_engine, on.person, on.shared_with)
    ),
    "overrides.take_back": Does(
        "overrides.decide", PERSON, lambda use, on: overrides.take_back(*use.plain, on.published, on.person)
    ),
    "shortlists.take_back": Does(
        "shortlist.propose", PERSON, lambda use, on: shortlists.take_back(*use.plain, on.published, on.person)
    ),
    "overrides.decide": Does(
        "overrides.decide",
        PERSON,
        lambda use, on: overrides.decide(*use.plain, on.published, on.person, place=1, reason="met_in_person"),
    ),
    "overrides.history": Does(
        "overrides.read", PERSON, lambda use, on: overrides.history(*use.plain, on.published, on.person)
    ),
    "people.create": Does("people.create", NOTHING, lambda use, on: people.create(*use.with_engine, ANA)),
    "people.update": Does("people.update", PERSON, lambda use, on: people.update(*use.with_engine, on.person, ANA)),
    "people.get": Does("people.read", PERSON, lambda use, on: people.get(*use.plain, on.person)),
    "people.search": Does("people.search", NOTHING, lambda use, on: people.search(*use.plain)),
    "people.put_imported": Does(
        "people.import", NOTHING, lambda use, on: people.put_imported(*use.with_engine, "spisak", "1", ANA)
    ),
    "protected.read": Does("protected.read", PERSON, lambda use, on: protected.read(*use.plain, on.person, "support")),
    "protected.write": Does(
        "protected.write", PERSON, lambda use, on: protected.write(*use.plain, on.person, ProtectedRecord(sex="female"))
    ),
    "protected.put_imported": Does(
        "people.import", NOTHING, lambda use, on: protected.put_imported(*use.plain, on.person, ProtectedRecord())
    ),
    "protected.of_consenting": Does(
        "protected.statistics", NOTHING, lambda use, on: protected.of_consenting(*use.plain)
    ),
    "ranking.rank_people": Does(
        "ranking.people", NOTHING, lambda use, on: ranking.rank_people(*use.with_engine, on.published)
    ),
    "ranking.rank_openings": Does(
        "ranking.openings", PERSON, lambda use, on: ranking.rank_openings(*use.with_engine, on.person)
    ),
    "ranking.rank_people_for_record": Does(
        "ranking.people", NOTHING, lambda use, on: ranking.rank_people_for_record(*use.with_engine, WELDER)
    ),
    "ranking.rank_openings_for_record": Does(
        "ranking.unstored", NOTHING, lambda use, on: ranking.rank_openings_for_record(*use.with_engine, ANA)
    ),
    "retention.count": Does("retention.run", NOTHING, lambda use, on: retention.count(*use.plain, "messages", 30)),
    "retention.sweep": Does(
        "retention.run", NOTHING, lambda use, on: retention.sweep(*use.with_engine, "messages", 30)
    ),
    "retention.leaving": Does("retention.warnings", NOTHING, lambda use, on: retention.leaving(*use.plain)),
    "reviews.ask": Does("reviews.ask", PERSON, lambda use, on: reviews.ask(*use.plain, on.person, on.published)),
    "reviews.answer": Does("reviews.answer", PERSON, lambda use, on: reviews.answer(*use.plain, on.review, "Zato.")),
    "reviews.get": Does("reviews.answer", PERSON, lambda use, on: reviews.get(*use.plain, on.review)),
    "reviews.waiting": Does("reviews.answer", NOTHING, lambda use, on: reviews.waiting(*use.plain)),
    "reviews.of_pair": Does("why.read", PERSON, lambda use, on: reviews.of_pair(*use.plain, on.person, on.published)),
    "rights.erasure.preview": Does("rights.erase", PERSON, lambda use, on: erasure.preview(*use.plain, on.person)),
    "rights.erasure.erase": Does("rights.erase", PERSON, lambda use, on: erasure.erase(*use.with_engine, on.person)),
    "rights.export.export": Does("rights.export", PERSON, lambda use, on: export.export(*use.plain, on.person)),
    "rights.requests.ask_correction": Does(
        "rights.ask", PERSON, lambda use, on: requests.ask_correction(*use.plain, on.person, "profile", "Reči.")
    ),
    "rights.requests.ask_erasure": Does(
        "rights.ask", PERSON, lambda use, on: requests.ask_erasure(*use.plain, on.person)
    ),
    "rights.requests.withdraw": Does("rights.ask", PERSON, lambda use, on: requests.withdraw(*use.plain, on.request)),
    "rights.requests.answer": Does(
        "rights.answer", PERSON, lambda use, on: requests.answer(*use.plain, on.request, True, "Ispravljeno.")
    ),
    "rights.requests.waiting": Does("rights.answer", NOTHING, lambda use, on: requests.waiting(*use.plain)),
    "rights.requests.get": Does("rights.requests", PERSON, lambda use, on: requests.get(*use.plain, on.request)),
    "rights.requests.of_person": Does(
        "rights.requests", PERSON, lambda use, on: requests.of_person(*use.plain, on.person)
    ),
    "sealed_rows.reseal_some": Does(
        "protected.rotate",
        NOTHING,
        lambda use, on: sealed_rows.reseal_some(*use.plain, protected_tables.ProtectedData),
    ),
    "service_tokens.make": Does("tokens.make", NOTHING, lambda use, on: service_tokens.make(*use.plain, "Uvoz", 30)),
    "service_tokens.of_actor": Does("tokens.list", NOTHING, lambda use, on: service_tokens.of_actor(*use.plain)),
    "service_tokens.revoke": Does("tokens.revoke", KEPT, lambda use, on: service_tokens.revoke(*use.plain, on.token)),
    "shortlists.propose": Does(
        "shortlist.propose", PERSON, lambda use, on: shortlists.propose(*use.plain, on.published, on.person)
    ),
    "shortlists.proposed": Does(
        "shortlist.propose", NOTHING, lambda use, on: shortlists.proposed(*use.plain, on.published)
    ),
    "shortlists.for_company": Does(
        "shortlist.read", OPENING, lambda use, on: shortlists.for_company(*use.with_engine, on.opening)
    ),
    "trainings.outlook": Does(
        "ranking.trainings", PERSON, lambda use, on: trainings.outlook(*use.with_engine, on.person)
    ),
    "what_if.what_if": Does(
        "ranking.gaps",
        PERSON,
        lambda use, on: what_if.what_if(*use.with_engine, on.person, on.published, ProfileChange(licences=("B",))),
    ),
    "what_if.gaps": Does(
        "ranking.gaps", PERSON, lambda use, on: what_if.gaps(*use.with_engine, on.person, on.published)
    ),
    "why.of_person": Does("why.read", PERSON, lambda use, on: why.of_person(*use.plain, on.person)),
    "why.of_opening": Does(
        "why.read", PERSON, lambda use, on: why.of_opening(*use.with_engine, on.person, on.published)
    ),
}

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
