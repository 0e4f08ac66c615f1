"""A placement begins with an accepted application, and goes when the acceptance is taken back."""

from sqlalchemy.orm import Session

from matching_service.errors import Conflict
from models import Application, Opening, Placement, placement_queries


def make(session: Session, application: Application) -> Placement:
    """The placement of an application that was just accepted, with what the opening says of it."""
    opening = application.opening
    row = Placement(
        application_id=application.id,
        person_id=application.person_id,
        employer_id=opening.employer_id,
        kind="internship" if opening.kind == "internship" else "employment",
        title=opening.title,
        **_terms(opening),
    )
    session.add(row)
    session.flush()
    return row


def _terms(opening: Opening) -> dict[str, object]:
    return {
        "starts_on": opening.starts_on,
        "ends_on": opening.ends_on,
        "hours_per_week": opening.hours_per_week,
        "mentor": opening.mentor,
        "duties": opening.learning_goals or opening.description,
        "allowance": opening.pay_from,
        "allowance_currency": opening.pay_currency,
        "allowance_period": opening.pay_period,
    }


def take_back(session: Session, application: Application) -> None:
    """Raises Conflict: agreement_signed, once somebody has signed or it has begun."""
    row = placement_queries.of_application_to_change(session, application.id)
    if row is None:
        return
    signed = any(one.version == row.version for one in row.signatures)
    if signed or row.state != "prepared":
        raise Conflict("agreement_signed")
    session.delete(row)
    session.flush()
