"""People: profiles, consents, what the law protects, rights; and the audit trail and statistics of them."""

from datetime import date

from matching_service.services.consent import consents, declared_consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.fairness import report as fairness
from matching_service.services.intake import intake
from matching_service.services.intake.comparison import Confirmed
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord
from matching_service.services.protection import case_notes, protected, retention, sealed_rows
from matching_service.services.protection.protected import ProtectedRecord
from matching_service.services.rights import erasure, export, requests
from matching_service.services.trail import audit_trail
from matching_service.services.trail.audit_trail import AuditQuestion
from models import protected as protected_tables
from tests.permission_tables.expected import NOTHING, PERSON
from tests.permission_tables.uses import Does

ANA = PersonRecord("Ana", "Simić")


FUNCTIONS: dict[str, Does | tuple[Does, ...]] = {
    "trail.audit_trail.search": Does(
        "audit.read", NOTHING, lambda use, on: audit_trail.search(*use.plain, AuditQuestion())
    ),
    "trail.audit_trail.actions": Does("audit.read", NOTHING, lambda use, on: audit_trail.actions(*use.plain)),
    "trail.audit_trail.export": Does("audit.read", NOTHING, lambda use, on: list(audit_trail.export(*use.plain))),
    "protection.case_notes.of_person": Does(
        "notes.read", PERSON, lambda use, on: case_notes.of_person(*use.plain, on.person, "support")
    ),
    "protection.case_notes.add": Does(
        "notes.write", PERSON, lambda use, on: case_notes.add(*use.plain, on.person, "Razgovor.")
    ),
    "consent.consents.give": Does(
        "consents.record", PERSON, lambda use, on: consents.give(*use.with_engine, on.person, Agreement("ranked"))
    ),
    "consent.consents.withdraw": Does(
        "consents.record", PERSON, lambda use, on: consents.withdraw(*use.with_engine, on.person, "statistics")
    ),
    "consent.consents.of_person": Does(
        "consents.read", PERSON, lambda use, on: consents.of_person(*use.plain, on.person)
    ),
    "consent.declared_consents.declare": Does(
        "consents.declare",
        NOTHING,
        lambda use, on: declared_consents.declare(*use.with_engine, [on.person], [Agreement("ranked")], "spisak"),
    ),
    "consent.declared_consents.people_of_source": Does(
        "consents.declare", NOTHING, lambda use, on: declared_consents.people_of_source(*use.plain, "spisak")
    ),
    "fairness.report.report": Does(
        "fairness.read",
        NOTHING,
        lambda use, on: fairness.report(*use.with_engine, fairness.Question.latest(date.today()), "x" * 32),
    ),
    "profiles.people.create": Does("people.create", NOTHING, lambda use, on: people.create(*use.with_engine, ANA)),
    "intake.intake.read_text": (
        Does("people.create", NOTHING, lambda use, on: intake.read_text(*use.with_engine, "Ana Jović")),
        Does("people.update", PERSON, lambda use, on: intake.read_text(*use.with_engine, "Ana Jović", on.person)),
    ),
    "intake.intake.read_file": (
        Does("people.create", NOTHING, lambda use, on: intake.read_file(*use.with_engine, b"Ana")),
        Does("people.update", PERSON, lambda use, on: intake.read_file(*use.with_engine, b"Ana", on.person)),
    ),
    "intake.intake.take_over": (
        Does("people.create", NOTHING, lambda use, on: intake.take_over(*use.with_engine, Confirmed("Ana", "Simić"))),
        Does("people.update", PERSON, lambda use, on: intake.take_over(*use.with_engine, Confirmed(), on.person)),
    ),
    "profiles.people.update": Does(
        "people.update", PERSON, lambda use, on: people.update(*use.with_engine, on.person, ANA)
    ),
    "profiles.people.get": Does("people.read", PERSON, lambda use, on: people.get(*use.plain, on.person)),
    "profiles.people.search": Does("people.search", NOTHING, lambda use, on: people.search(*use.plain)),
    "profiles.people.put_imported": Does(
        "people.import", NOTHING, lambda use, on: people.put_imported(*use.with_engine, "spisak", "1", ANA)
    ),
    "protection.protected.read": Does(
        "protected.read", PERSON, lambda use, on: protected.read(*use.plain, on.person, "support")
    ),
    "protection.protected.write": Does(
        "protected.write", PERSON, lambda use, on: protected.write(*use.plain, on.person, ProtectedRecord(sex="female"))
    ),
    "protection.protected.put_imported": Does(
        "people.import", NOTHING, lambda use, on: protected.put_imported(*use.plain, on.person, ProtectedRecord())
    ),
    "protection.protected.of_consenting": Does(
        "protected.statistics", NOTHING, lambda use, on: protected.of_consenting(*use.plain)
    ),
    "protection.retention.count": Does(
        "retention.run", NOTHING, lambda use, on: retention.count(*use.plain, "messages", 30)
    ),
    "protection.retention.sweep": Does(
        "retention.run", NOTHING, lambda use, on: retention.sweep(*use.with_engine, "messages", 30)
    ),
    "protection.retention.leaving": Does("retention.warnings", NOTHING, lambda use, on: retention.leaving(*use.plain)),
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
    "rights.requests.open_erasure": Does(
        "rights.requests", PERSON, lambda use, on: requests.open_erasure(*use.plain, on.person)
    ),
    "rights.requests.of_person": Does(
        "rights.requests", PERSON, lambda use, on: requests.of_person(*use.plain, on.person)
    ),
    "protection.sealed_rows.reseal_some": Does(
        "protected.rotate",
        NOTHING,
        lambda use, on: sealed_rows.reseal_some(*use.plain, protected_tables.ProtectedData),
    ),
}
