from dataclasses import replace

import pytest
from sqlalchemy import select

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.browsing.browse import browse
from matching_service.services.identity import accounts
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.identity.actors import ANONYMOUS, OPERATOR, Actor
from matching_service.services.marketplace import employers, openings
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.matching import ranking
from models import User, base
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

COUNSELLOR = factories.staff()
COORDINATOR = factories.staff("coordinator")

PEKARA = EmployerRecord(
    pib="101134702",  # a number with the right check digit
    name="Pekara Đokić",
    municipality="vranje",
    address="Kralja Petra 1",
    activity="hleb i peciva",
    contact_name="Mira Đokić",
    contact_email="mira@example.test",
    contact_phone="017 123 456",
)
MIRA = NewAccount("mira@example.test", "lozinka za mene", "Mira Đokić")


@pytest.fixture
def others(session):
    for name in ("Žitopek", "Agro plus", "Čistoća"):
        factories.employer(session, name=name)


@pytest.fixture
def in_app(app):
    """Passwords need the application."""
    with app.app_context():
        yield


def test_a_company_registers_itself_and_is_not_verified(in_app, session, others):
    company = employers.register(session, PEKARA, MIRA)
    assert (company.record, company.verified_at) == (PEKARA, None)
    actor = accounts.actor_for_user(session.scalar(select(User)))
    assert (actor.roles, actor.employer_id) == ({"employer"}, company.id)
    assert employers.get(session, actor, company.id) == company


def test_spaces_between_the_digits_of_a_pib_do_not_matter(in_app, session):
    record = EmployerRecord(pib=" 101 134 702 ", name="Pekara")
    assert employers.register(session, record, MIRA).record.pib == "101134702"


def test_all_problems_of_a_registration_are_told_at_once(in_app, session, others):
    employers.register(session, PEKARA, MIRA)
    again = EmployerRecord(pib=PEKARA.pib, name=" ", municipality="atlantis", address="x" * 301)
    with pytest.raises(Invalid) as caught:
        employers.register(session, again, NewAccount("MIRA@example.test", "short", ""))
    assert caught.value.problems == {
        "pib": "taken",
        "name": "required",
        "municipality": "unknown",
        "address": "too_long",
        "account/password": "too_short",
        "account/name": "required",
    }


@pytest.mark.parametrize("pib", ["101134703", "12345678", "", "pekara", "1011347020"])
def test_a_pib_with_a_wrong_check_digit_or_form_is_told(session, pib):
    with pytest.raises(Invalid) as caught:
        employers.create(session, COUNSELLOR, EmployerRecord(pib=pib, name="Pekara"))
    assert caught.value.problems["pib"] == "not_a_pib"


def test_staff_add_companies(session):
    assert employers.create(session, COUNSELLOR, PEKARA).record == PEKARA
    for actor in (ANONYMOUS, Actor(3, "Mira", frozenset({"employer"}), employer_id=1)):
        with pytest.raises(Forbidden):
            employers.create(session, actor, PEKARA)


def test_a_company_corrects_itself_but_not_its_pib(session, engine, others):
    company = employers.create(session, COUNSELLOR, PEKARA)
    actor = Actor(3, "Mira", frozenset({"employer"}), employer_id=company.id)
    changed = EmployerRecord(pib=PEKARA.pib, name="Pekara i poslastičarnica", municipality="bor")
    assert employers.update(session, actor, engine, company.id, changed).record == changed
    with pytest.raises(Conflict, match="pib_is_fixed"):
        employers.update(session, actor, engine, company.id, EmployerRecord(pib=factories.pib(), name="Pekara"))


def test_a_company_sees_itself_only(session, engine, others):
    company = employers.create(session, COUNSELLOR, PEKARA)
    stranger = Actor(3, "Neko", frozenset({"employer"}), employer_id=company.id - 1)
    for out_of_reach in (
        lambda: employers.get(session, stranger, company.id),
        lambda: employers.update(session, stranger, engine, company.id, PEKARA),
    ):
        with pytest.raises(NotFound):
            out_of_reach()
    for forbidden in (
        lambda: employers.search(session, stranger),
        lambda: employers.get(session, ANONYMOUS, company.id),
    ):
        with pytest.raises(Forbidden):
            forbidden()
    with pytest.raises(NotFound):
        employers.get(session, COUNSELLOR, 10**12)


@pytest.fixture
def pekara(session):
    """A verified company."""
    return factories.employer(session, pib=PEKARA.pib, name=PEKARA.name)


def of(company):
    return Actor(3, "Mira", frozenset({"employer"}), employer_id=company.id)


RENAMED = replace(PEKARA, name="Pekara Sunce")


def test_a_company_under_another_name_is_shown_again_only_after_both_were_looked_at(session, engine, pekara):
    states = ("published", "paused", "draft", "closed")
    ids = [factories.opening(session, engine, pekara.id, state=state).id for state in states]
    strangers = factories.opening(session, engine)
    seen = employers.update(session, of(pekara), engine, pekara.id, RENAMED)
    assert (seen.record.name, seen.verified_at) == ("Pekara Sunce", None)
    now = [openings.get(session, OPERATOR, opening_id).state for opening_id in ids]
    assert now == ["pending_approval", "pending_approval", "draft", "closed"]
    assert [item.id for item in browse(session, engine).page.items] == [strangers.id]
    with pytest.raises(Conflict, match="employer_not_verified"):
        openings.act(session, COORDINATOR, engine, ids[0], "approve")
    employers.verify(session, COORDINATOR, pekara.id)
    assert openings.act(session, COORDINATOR, engine, ids[0], "approve").state == "published"


def test_nobody_is_matched_with_what_a_renamed_company_had_published(session, engine, pekara):
    ana = factories.person(session, engine, about="Zavarivač.").id
    factories.opening(session, engine, pekara.id)
    assert len(ranking.rank_openings(session, OPERATOR, engine, ana).matches) == 1
    employers.update(session, of(pekara), engine, pekara.id, RENAMED)
    assert ranking.rank_openings(session, OPERATOR, engine, ana).matches == ()


@pytest.mark.parametrize("record", [PEKARA, replace(PEKARA, address="Nova 2", name=" Pekara  Đokić ")])
def test_another_address_or_space_is_no_other_name(session, engine, pekara, record):
    opening = factories.opening(session, engine, pekara.id).id
    assert employers.update(session, of(pekara), engine, pekara.id, record).verified_at == pekara.verified_at
    assert openings.get(session, OPERATOR, opening).state == "published"


def test_a_name_that_staff_correct_stays_verified(session, engine, pekara):
    opening = factories.opening(session, engine, pekara.id).id
    assert employers.update(session, COUNSELLOR, engine, pekara.id, RENAMED).verified_at == pekara.verified_at
    assert openings.get(session, OPERATOR, opening).state == "published"


def test_only_a_coordinator_verifies_and_once_is_enough(session):
    company = employers.create(session, COUNSELLOR, PEKARA)
    with pytest.raises(Forbidden):
        employers.verify(session, COUNSELLOR, company.id)
    verified = employers.verify(session, COORDINATOR, company.id)
    assert verified.verified_at is not None
    assert employers.verify(session, COORDINATOR, company.id) == verified


def test_a_company_that_renamed_itself_meanwhile_is_not_verified_unseen(session, engine):
    company = factories.employer(session, name="Pekara", verified=False)
    employers.update(session, of(company), engine, company.id, replace(company.record, name="Kazino"))
    with pytest.raises(Conflict, match="renamed_since"):
        employers.verify(session, COORDINATOR, company.id, "Pekara")
    assert employers.get(session, COORDINATOR, company.id).verified_at is None
    assert employers.verify(session, COORDINATOR, company.id, " Kazino").verified_at is not None
    assert employers.verify(session, COORDINATOR, company.id, "Pekara").record.name == "Kazino"


def test_companies_wait_to_be_verified_in_the_order_they_came(session, count_statements):
    factories.employer(session)
    made = [factories.employer(session, name=name, verified=False).id for name in ("Žitopek", "Agro", "Beton")]
    session.expunge_all()
    with count_statements() as statements:
        page = employers.waiting(session, COORDINATOR, limit=2)
    assert ([item.id for item in page.items], page.total, len(statements)) == (made[:2], 3, 2)
    rest = employers.waiting(session, COORDINATOR, limit=2, cursor=page.next_cursor)
    assert ([item.id for item in rest.items], rest.next_cursor) == (made[2:], None)


def test_a_registration_waits_once_its_address_is_confirmed(in_app, session):
    company = employers.register(session, PEKARA, MIRA)
    assert employers.waiting(session, COORDINATOR).total == 0
    session.scalar(select(User)).confirmed_at = base.now()
    session.flush()
    assert [item.id for item in employers.waiting(session, COORDINATOR).items] == [company.id]


def test_search_by_name_or_pib_in_the_order_of_names(session, others, count_statements):
    company = employers.create(session, COUNSELLOR, PEKARA)
    session.expunge_all()
    with count_statements() as statements:
        page = employers.search(session, COUNSELLOR)
    assert [item.record.name for item in page.items] == ["Agro plus", "Čistoća", "Pekara Đokić", "Žitopek"]
    assert (page.total, len(statements)) == (4, 2)
    for text in ("ЂОКИЋ", "101134702", "pekara djokic"):
        assert [item.id for item in employers.search(session, COUNSELLOR, text=text).items] == [company.id]


def test_search_page_by_page(session, others):
    first = employers.search(session, COUNSELLOR, limit=2)
    second = employers.search(session, COUNSELLOR, limit=2, cursor=first.next_cursor)
    assert [item.record.name for item in (*first.items, *second.items)] == ["Agro plus", "Čistoća", "Žitopek"]
    assert second.next_cursor is None
