"""Thirty welders of Niš and Vranje and an opening that ranks them all."""

from datetime import date

import pytest

from matching_service.services.fairness import lot
from matching_service.services.identity.actors import OPERATOR
from matching_service.services.profiles.people import ExperienceRecord
from matching_service.services.protection import protected
from matching_service.services.protection.protected import ProtectedRecord
from tests import factories

KNOWN = (
    ProtectedRecord("female", date(1990, 5, 1), "Romkinja", disability=False, returnee=True),
    ProtectedRecord("male", date(1980, 5, 1), "Srbin", disability=False, returnee=False),
    ProtectedRecord("male", None, None, disability=None, returnee=False),
)


@pytest.fixture
def nobody_left_out(monkeypatch):
    """So that numbers can be counted by hand."""
    monkeypatch.setattr(lot, "LEFT_OUT", 0.0)


@pytest.fixture
def town(session, engine, reference_data, nobody_left_out):
    """The ids of the people, in their order in the list: those with more years before the others."""
    people = []
    for number in range(30):
        record = {"municipality": ("nis", "vranje")[number % 2], "mobility_km": 200}
        work = ExperienceRecord("varilac", years=30 - number)
        agreed = ("profiled", "ranked", *(["statistics"] if number < 24 else []))
        people.append(factories.person(session, engine, agreed=agreed, experiences=(work,), **record).id)
        protected.write(session, OPERATOR, people[-1], KNOWN[number % 3])
    session.commit()
    return people


@pytest.fixture
def opening(session, engine, town):
    opening = factories.opening(session, engine, title="Zavarivač").id
    session.commit()
    return opening
