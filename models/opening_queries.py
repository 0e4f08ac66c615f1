"""The history of openings."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from models.openings import OpeningStep


def steps(session: Session, opening_id: int) -> Sequence[OpeningStep]:
    """The latest first."""
    statement = select(OpeningStep).where(OpeningStep.opening_id == opening_id).order_by(OpeningStep.id.desc())
    return session.scalars(statement).all()
