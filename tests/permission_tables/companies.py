"""Companies, their openings, applications and shortlists."""

from datetime import date

from matching_service.services.browsing import public_openings, saved_searches
from matching_service.services.browsing.saved_searches import SavedSearchRecord
from matching_service.services.lists import shortlists
from matching_service.services.marketplace import (
    application_batches,
    application_inbox,
    application_steps,
    applications,
    employers,
    openings,
    postings,
)
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.matching import drafts, reach
from tests import factories
from tests.permission_tables.expected import COMPANY, NOTHING, OPENING, PERSON, SENT
from tests.permission_tables.uses import Does

WELDER = OpeningRecord("Zavarivač")
COMPANY_RECORD = EmployerRecord(factories.pib(), "Pekara Zora")


def _act(action: str) -> Does:
    return Does(
        f"openings.{action}", OPENING, lambda use, on: openings.act(*use.with_engine, on.opening, action, "Razlog")
    )


def _step(action: str) -> Does:
    return Does(
        f"applications.{action}", SENT, lambda use, on: application_steps.act(*use.with_engine, on.application, action)
    )


FUNCTIONS: dict[str, Does | tuple[Does, ...]] = {
    "browsing.public_openings.show": Does(
        "openings.read", OPENING, lambda use, on: public_openings.show(*use.plain, on.opening)
    ),
    "browsing.saved_searches.mine": Does("searches.keep", NOTHING, lambda use, on: saved_searches.mine(*use.plain)),
    "browsing.saved_searches.save": Does(
        "searches.keep", NOTHING, lambda use, on: saved_searches.save(*use.plain, SavedSearchRecord("Pekar"))
    ),
    "browsing.saved_searches.change": Does(
        "searches.keep", NOTHING, lambda use, on: saved_searches.change(*use.plain, on.search, "off")
    ),
    "browsing.saved_searches.remove": Does(
        "searches.keep", NOTHING, lambda use, on: saved_searches.remove(*use.plain, on.search)
    ),
    "marketplace.applications.apply": Does(
        "applications.send", PERSON, lambda use, on: applications.apply(*use.plain, on.person, on.published)
    ),
    "marketplace.applications.prepare": Does(
        "applications.send", PERSON, lambda use, on: applications.prepare(*use.plain, on.person, on.published)
    ),
    "marketplace.applications.edit": Does(
        "applications.send", SENT, lambda use, on: applications.edit(*use.plain, on.application, "Mogu odmah.")
    ),
    "marketplace.applications.mine": Does(
        "applications.follow", NOTHING, lambda use, on: applications.mine(*use.plain)
    ),
    "marketplace.applications.own_for": Does(
        "applications.follow", NOTHING, lambda use, on: applications.own_for(*use.plain, on.published)
    ),
    "marketplace.application_inbox.read": Does(
        "applications.waiting", NOTHING, lambda use, on: application_inbox.read(*use.plain)
    ),
    "marketplace.application_batches.reject_rest": Does(
        "shortlist.read", OPENING, lambda use, on: application_batches.reject_rest(*use.with_engine, on.opening)
    ),
    "marketplace.application_batches.undo_all": Does(
        "applications.undo", SENT, lambda use, on: application_batches.undo_all(*use.with_engine, [on.application])
    ),
    "marketplace.applications.of_opening": Does(
        "shortlist.read", OPENING, lambda use, on: applications.of_opening(*use.plain, on.opening)
    ),
    "marketplace.applications.get": Does(
        "applications.follow", SENT, lambda use, on: applications.get(*use.plain, on.application)
    ),
    "marketplace.application_steps.act": tuple(
        _step(action)
        for action in (
            "submit",
            "review",
            "shortlist",
            "interview",
            "offer",
            "reject",
            "accept",
            "withdraw",
            "expire",
            "place_elsewhere",
            "cancel",
        )
    ),
    "marketplace.application_steps.undo": Does(
        "applications.undo", SENT, lambda use, on: application_steps.undo(*use.with_engine, on.application)
    ),
    "marketplace.applications.of_person": Does(
        "applications.read", PERSON, lambda use, on: applications.of_person(*use.plain, on.person)
    ),
    "marketplace.applications.recent": Does(
        "applications.recent", NOTHING, lambda use, on: applications.recent(*use.plain)
    ),
    "marketplace.applications.sent_for": Does(
        "applications.of_opening", NOTHING, lambda use, on: applications.sent_for(*use.plain, on.published)
    ),
    "marketplace.applications.counts_for_openings": Does(
        "applications.count", OPENING, lambda use, on: applications.counts_for_openings(*use.plain, (on.opening,))
    ),
    "marketplace.employers.create": Does(
        "employers.create", NOTHING, lambda use, on: employers.create(*use.plain, COMPANY_RECORD)
    ),
    "marketplace.employers.update": Does(
        "employers.update", COMPANY, lambda use, on: employers.update(*use.with_engine, on.company, COMPANY_RECORD)
    ),
    "marketplace.employers.get": Does("employers.read", COMPANY, lambda use, on: employers.get(*use.plain, on.company)),
    "marketplace.employers.search": Does("employers.search", NOTHING, lambda use, on: employers.search(*use.plain)),
    "marketplace.employers.waiting": Does("employers.verify", NOTHING, lambda use, on: employers.waiting(*use.plain)),
    "marketplace.employers.verify": Does(
        "employers.verify", COMPANY, lambda use, on: employers.verify(*use.plain, on.company)
    ),
    "marketplace.openings.create": Does(
        "openings.create",
        COMPANY,
        lambda use, on: openings.create(*use.with_engine, WELDER, on.company),
    ),
    "marketplace.openings.update": Does(
        "openings.update", OPENING, lambda use, on: openings.update(*use.with_engine, on.opening, WELDER)
    ),
    "marketplace.openings.get": Does("openings.read", OPENING, lambda use, on: openings.get(*use.plain, on.opening)),
    "marketplace.openings.search": Does("openings.search", NOTHING, lambda use, on: openings.search(*use.plain)),
    "marketplace.openings.act": tuple(
        map(_act, ("submit", "approve", "return", "pause", "resume", "fill", "close", "expire"))
    ),
    "marketplace.openings.put_imported": Does(
        "openings.import", NOTHING, lambda use, on: openings.put_imported(*use.with_engine, "spisak", "1", WELDER)
    ),
    "marketplace.postings.copy": Does(
        "openings.create", OPENING, lambda use, on: postings.copy(*use.with_engine, on.opening)
    ),
    "marketplace.postings.extend": Does(
        "openings.extend", OPENING, lambda use, on: postings.extend(*use.with_engine, on.opening, date.today())
    ),
    "marketplace.postings.undo": Does(
        "openings.undo", OPENING, lambda use, on: postings.undo(*use.with_engine, on.opening)
    ),
    "marketplace.postings.history": Does(
        "openings.undo", OPENING, lambda use, on: postings.history(*use.plain, on.opening)
    ),
    "matching.drafts.read": Does(
        "openings.create", NOTHING, lambda use, on: drafts.read(*use.with_engine, WELDER, "secret")
    ),
    "matching.reach.of_record": Does(
        "openings.reach", NOTHING, lambda use, on: reach.of_record(*use.with_engine, WELDER, "secret")
    ),
    "matching.reach.of_openings": Does(
        "openings.reach", OPENING, lambda use, on: reach.of_openings(*use.with_engine, (on.opening,), "secret")
    ),
    "lists.shortlists.take_back": Does(
        "shortlist.propose", PERSON, lambda use, on: shortlists.take_back(*use.plain, on.published, on.person)
    ),
    "lists.shortlists.propose": Does(
        "shortlist.propose", PERSON, lambda use, on: shortlists.propose(*use.plain, on.published, on.person)
    ),
    "lists.shortlists.propose_several": Does(
        "shortlist.propose", PERSON, lambda use, on: shortlists.propose_several(*use.plain, on.published, [on.person])
    ),
    "lists.shortlists.take_back_several": Does(
        "shortlist.propose", PERSON, lambda use, on: shortlists.take_back_several(*use.plain, on.published, [on.person])
    ),
    "lists.shortlists.proposed": Does(
        "shortlist.propose", NOTHING, lambda use, on: shortlists.proposed(*use.plain, on.published)
    ),
    "lists.shortlists.for_company": Does(
        "shortlist.read", OPENING, lambda use, on: shortlists.for_company(*use.with_engine, on.opening)
    ),
}
