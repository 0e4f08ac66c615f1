"""The links under the header: where each role can go."""

from dataclasses import dataclass

from flask import Flask, request, url_for

from employer_portal.i18n import gettext, mark
from matching_service.request_context import current_actor
from matching_service.services.identity.actors import Actor

BROWSE = ("public.placements", mark("All openings"))
LINKS = {
    "coordinator": (
        ("coordinator.waiting", mark("Waiting for approval")),
        ("counsellor.home", mark("Today")),
        ("casework.own_people", mark("My people")),
        ("counsellor.people_list", mark("People")),
        ("counsellor.openings_list", mark("Openings")),
        ("pools.listed", mark("Lists of people")),
        ("cohorts.listed", mark("Cohorts")),
        ("placements.listed", mark("Internships and jobs")),
        ("outcomes.page", mark("Outcomes")),
        ("lists.shown", mark("Lists")),
        ("fairness.page", mark("Fairness")),
        ("audit.trail", mark("Audit trail")),
        ("accounts.listed", mark("Accounts")),
        ("organisations.listed", mark("Organisations")),
    ),
    "auditor": (
        ("audit.trail", mark("Audit trail")),
        ("lists.shown", mark("Lists")),
        ("outcomes.page", mark("Outcomes")),
        ("fairness.page", mark("Fairness")),
    ),
    "counsellor": (
        ("counsellor.home", mark("Today")),
        ("casework.own_people", mark("My people")),
        ("counsellor.people_list", mark("People")),
        ("counsellor.openings_list", mark("Openings")),
        ("pools.listed", mark("Lists of people")),
        ("cohorts.listed", mark("Cohorts")),
        ("placements.listed", mark("Internships and jobs")),
    ),
    "employer": (
        ("company.dashboard", mark("My openings")),
        ("inbox.listed", mark("Waiting for an answer")),
        ("company.choose_kind", mark("Post an opening")),
        ("placements.listed", mark("Internships and jobs")),
        ("company.profile", mark("My company")),
    ),
    "beneficiary": (
        ("graduate.for_me", mark("For me")),
        ("my_applications.listed", mark("My applications")),
        ("saved_searches.mine", mark("My searches")),
        ("placements.listed", mark("Internships and jobs")),
        ("graduate.my_profile", mark("My profile")),
        ("my_reasons.mine", mark("Why")),
        ("my_data.mine", mark("My data")),
        ("my_consents.mine", mark("My consents")),
        BROWSE,
    ),
}
ANYBODY = (BROWSE, ("registration.register", mark("For companies")))


@dataclass(frozen=True, slots=True)
class Link:
    url: str
    label: str
    is_here: bool


def links(actor: Actor) -> list[Link]:
    listed = next((LINKS[role] for role in LINKS if actor.is_a(role)), ANYBODY)
    return [Link(url_for(endpoint), gettext(label), request.endpoint == endpoint) for endpoint, label in listed]


def init_app(app: Flask) -> None:
    """Templates know who is looking and where they can go."""

    @app.context_processor
    def for_templates():
        return {"actor": current_actor, "links": lambda: links(current_actor())}
