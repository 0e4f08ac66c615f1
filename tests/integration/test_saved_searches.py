"""Searches that people keep, and the letters of what is new in them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from matching_service.errors import Conflict, Invalid, NotFound
from matching_service.services.browsing import digests, saved_searches
from matching_service.services.browsing.saved_searches import SavedSearchRecord
from matching_service.services.identity import accounts
from matching_service.services.identity.actors import Actor
from models import Message, User
from models.base import now
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")
IN_NIS = "municipality=nis"


@pytest.fixture
def account(app, session):
    def make(name):
        new = accounts.NewAccount(f"{name}@example.test", "lozinka za probu", name)
        with app.app_context():
            accounts.create_user(session, new, ("beneficiary",))
        user = session.scalar(select(User).where(User.email == f"{name}@example.test"))
        return Actor(user.id, name, frozenset({"beneficiary"}))

    return make


def told(session):
    """What the letters written since the last call tell of: account -> names of searches with titles of openings."""
    rows = session.scalars(select(Message).where(Message.kind == "new_openings").order_by(Message.id)).all()
    news = [
        (row.user_id, {each["name"]: [one["title"] for one in each["openings"]] for each in row.details["searches"]})
        for row in rows
    ]
    for row in rows:
        session.delete(row)
    session.flush()
    return news


def work(session, engine, moment):
    while digests.send(session, engine, moment):
        pass


def test_each_opening_is_told_of_once_in_one_letter_to_an_account(session, engine, account):
    ana, mila = account("ana"), account("mila")
    old = factories.opening(session, engine, title="Stari oglas")
    saved_searches.save(session, ana, SavedSearchRecord("Niš", IN_NIS))
    saved_searches.save(session, ana, SavedSearchRecord("Prakse", "kind=internship", "weekly"))
    saved_searches.save(session, mila, SavedSearchRecord("Bor", "municipality=bor"))
    saved_searches.save(session, mila, SavedSearchRecord("Sve", "", "off"))
    factories.opening(session, engine, title="Praksa u Nišu", kind="internship")
    work(session, engine, now())
    assert told(session) == []  # nothing was due yet
    work(session, engine, now() + timedelta(days=1))
    assert told(session) == [(ana.user_id, {"Niš": ["Praksa u Nišu"]})]
    work(session, engine, now() + timedelta(days=1, hours=1))
    assert told(session) == []
    factories.opening(session, engine, title="Praksa u Vranju", kind="internship", municipality="vranje")
    # the week that the worker was down: once, and of what was told before no more
    work(session, engine, now() + timedelta(days=9))
    assert told(session) == [(ana.user_id, {"Prakse": ["Praksa u Vranju"]})]
    work(session, engine, now() + timedelta(days=30))
    assert told(session) == []
    assert old.id


def test_nobody_is_written_to_who_has_stopped_it_or_whose_account_is_closed(session, engine, account):
    ana, mila = account("ana"), account("mila")
    for actor in (ana, mila):
        saved_searches.save(session, actor, SavedSearchRecord("Niš", IN_NIS))
    factories.opening(session, engine)
    assert saved_searches.stop_letters(session, ana.user_id) == 1
    assert saved_searches.stop_letters(session, ana.user_id) == 0
    session.get(User, mila.user_id).active = False
    session.flush()
    work(session, engine, now() + timedelta(days=10))
    assert told(session) == []
    assert [each.record.rhythm for each in saved_searches.mine(session, ana)] == ["off"]


def test_an_account_keeps_its_own_searches_written_one_way_and_not_too_many(session, account):
    ana, mila = account("ana"), account("mila")
    kept = saved_searches.save(session, ana, SavedSearchRecord("  Moja ", "kind=vacancy&kind=internship&x=1&text=a"))
    assert kept.record == SavedSearchRecord("Moja", "text=a&kind=vacancy&kind=internship", "daily")
    assert saved_searches.change(session, ana, kept.id, "weekly").record.rhythm == "weekly"
    for refused, problem in ((SavedSearchRecord(" "), "name"), (SavedSearchRecord("x", "", "hourly"), "rhythm")):
        with pytest.raises(Invalid, match=problem):
            saved_searches.save(session, ana, refused)
    for change in (lambda: saved_searches.change(session, mila, kept.id, "off"), lambda: remove(session, mila, kept)):
        with pytest.raises(NotFound):
            change()
    assert remove(session, ana, kept).name == "Moja"
    for _ in range(saved_searches.MOST):
        saved_searches.save(session, ana, SavedSearchRecord("Moja"))
    with pytest.raises(Conflict, match="too_many_searches"):
        saved_searches.save(session, ana, SavedSearchRecord("Moja"))


def remove(session, actor, kept):
    return saved_searches.remove(session, actor, kept.id)
