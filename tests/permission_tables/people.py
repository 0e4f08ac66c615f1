"""People: profiles, consents, what the law protects, rights; and the audit trail and statistics of them."""

from datetime import date

from matching_service.services import (
    audit_trail,
    case_notes,
    consents,
    declared_consents,
    people,
    protected,
    retention,
    sealed_rows,
)
from matching_service.services.audit_trail import AuditQuestion
from matching_service.services.consents import Agreement
from matching_service.services.fairness import report as fairness
from matching_service.services.people import PersonRecord
from matching_service.services.protected import ProtectedRecord
from matching_service.services.rights import erasure, export, requests
from models import protected as protected_tables
from tests.permission_tables.expected import NOTHING, PERSON
from tests.permission_tables.uses import Does

ANA = PersonRecord("Ana", "Simić")


FUNCTIONS: dict[str, Does | tuple[Does, ...]] = {
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
    "fairness.report.report": Does(
        "fairness.read",
        NOTHING,
        lambda use, on: fairness.report(*use.with_engine, fairness.Question.latest(date.today()), "x" * 32),
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
    "retention.count": Does("retention.run", NOTHING, lambda use, on: retention.count(*use.plain, "messages", 30)),
    "retention.sweep": Does(
        "retention.run", NOTHING, lambda use, on: retention.sweep(*use.with_engine, "messages", 30)
    ),
    "retention.leaving": Does("retention.warnings", NOTHING, lambda use, on: retention.leaving(*use.plain)),
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
}
