"""What comes next in a placement for whoever looks at it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from employer_portal.i18n import gettext as _
from employer_portal.placement_words import MOMENTS, SIDES
from matching_service.services.placements.attendance import Attendance
from matching_service.services.placements.certificates import CertificateDetail
from matching_service.services.placements.evaluations import Moment
from matching_service.services.placements.outcomes import OutcomeDetail
from matching_service.services.placements.placement_record import PlacementDetail


@dataclass(frozen=True, slots=True)
class NextStep:
    """`anchor`: where on the page it is done, empty: nothing is to be done by the reader. `due_on`: None: at once."""

    text: str
    anchor: str = ""
    due_on: date | None = None


def next_steps(
    place: PlacementDetail,
    attendance: Attendance,
    moments: tuple[Moment, ...],
    certificates: tuple[CertificateDetail, ...],
    outcomes: tuple[OutcomeDetail, ...],
) -> tuple[NextStep, ...]:
    """The nearest first; empty: there is nothing more to do."""
    found = [*_agreement(place), *_course(place), *_hours(place, attendance), *_evaluations(place, moments)]
    found += [*_certificate(place, certificates), *_outcome(outcomes)]
    return tuple(found)


def _agreement(place: PlacementDetail) -> Iterator[NextStep]:
    if place.state != "prepared" or place.kind != "internship":
        return
    if place.missing:
        yield NextStep(_("Something is still missing in the agreement."), "agreement")
    elif place.is_staff or set(place.sides) & set(place.unsigned):
        yield NextStep(_("Read the agreement and sign it."), "agreement")
    if place.signatures and place.unsigned:
        sides = ", ".join(_(SIDES[side]) for side in place.unsigned)
        yield NextStep(_("These have not signed yet: %(sides)s.") % {"sides": sides})


def _course(place: PlacementDetail) -> Iterator[NextStep]:
    if {"begin", "begin_job"} & set(place.actions):
        yield NextStep(_("When it has begun, note the first day."), "steps", place.terms.starts_on)
    elif place.state == "agreed":
        yield NextStep(
            _("You begin on the first day. If something changes, tell the company."), "", place.terms.starts_on
        )
    ends_on = place.terms.ends_on
    if "finish" in place.actions and ends_on and ends_on <= date.today():
        yield NextStep(_("The last day has passed. Note that it is finished."), "steps", ends_on)


def _hours(place: PlacementDetail, attendance: Attendance) -> Iterator[NextStep]:
    past = [week for week in attendance.weeks if not week.hours and (date.today() - week.monday).days >= 7]
    if past and "company" in place.sides:
        yield NextStep(_("Hours are missing for some weeks: enter them."), "hours")


def _evaluations(place: PlacementDetail, moments: tuple[Moment, ...]) -> Iterator[NextStep]:
    for moment in moments:
        if moment.may_give:
            yield NextStep(_(MOMENTS[moment.name]), "evaluations", moment.due_on)


def _certificate(place: PlacementDetail, certificates: tuple[CertificateDetail, ...]) -> Iterator[NextStep]:
    valid = any(one.revoked_at is None for one in certificates)
    if place.is_staff and place.kind == "internship" and place.state == "finished" and not valid:
        yield NextStep(_("Issue the certificate."), "certificate")


def _outcome(outcomes: tuple[OutcomeDetail, ...]) -> Iterator[NextStep]:
    waits = next((one for one in outcomes if one.state is None), None)
    if waits:
        yield NextStep(_("Ask what has become of the person."), "outcomes", waits.due_on)
