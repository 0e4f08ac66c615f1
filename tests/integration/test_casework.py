"""Whose people are whose, what is to be done for them and when, and lists of them that grow old."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select, update

from matching_service.errors import Conflict, Invalid, NotFound
from matching_service.services.casework import caseload, follow_ups, pools, responsibility, today
from matching_service.services.consent import consents
from matching_service.services.consent.consents import Agreement
from matching_service.services.identity import accounts, invitations, organisations
from matching_service.services.identity.actors import OPERATOR, Actor
from matching_service.services.lists import list_records, list_replay, overrides, reviews, shortlists
from matching_service.services.marketplace import application_steps, applications
from matching_service.services.matching import ranking
from matching_service.services.profiles import people
from matching_service.services.profiles.people import PersonRecord
from matching_service.services.protection import case_notes
from matching_service.services.rights import erasure, export, requests
from models import Application, FollowUp, Invitation, Person, PoolMember, Responsibility, RightsRequest, base
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

DAY = date.today()
TOMORROW = DAY + timedelta(1)


@pytest.fixture
def staff(app, session):
    """`staff("Mila")` works for the programme and has an account."""

    def store(name, role="counsellor", organisation_id=factories.HOME):
        account = accounts.NewAccount(f"{name.lower()}@example.test", "lozinka za probu", name=name)
        with app.app_context():
            user_id = accounts.create_user(session, account, (role,), organisation_id=organisation_id)
        session.commit()
        return Actor(user_id, name, frozenset({role}), organisation_id=organisation_id)

    return store


@pytest.fixture
def mila(staff):
    return staff("Mila")


def made_by(session, engine, actor, **record):
    record = {"given_name": "Ana", "family_name": "Jović", "municipality": "nis"} | record
    return people.create(session, actor, engine, PersonRecord(**record)).id


# ---- who works with whom


def test_whoever_makes_a_profile_works_with_the_person_until_it_is_handed_over(session, engine, mila, staff):
    goran, stranger = staff("Goran"), staff("Vesna", organisation_id=organisations.create(session, OPERATOR, "Drugi"))
    ana = made_by(session, engine, mila)
    assert responsibility.of_person(session, goran, ana).name == "Mila"
    planned = follow_ups.add(session, mila, ana, "Pozvati", DAY)
    with pytest.raises(Invalid, match="user_id: unknown"):
        responsibility.assign(session, mila, ana, stranger.user_id)
    responsibility.assign(session, mila, ana, goran.user_id)
    assert responsibility.of_person(session, mila, ana).name == "Goran"
    assert follow_ups.get(session, mila, planned.id).assigned_to == "Goran"
    coordinator = staff("Jelena", "coordinator")
    made_by(session, engine, OPERATOR)
    loads = responsibility.loads(session, coordinator)
    by_name = {one.name: (one.people, one.open, one.overdue) for one in loads.counsellors}
    assert by_name == {"Goran": (1, 1, 0), "Jelena": (0, 0, 0), "Mila": (0, 0, 0)}
    assert loads.without == 1


# ---- follow-ups


def test_a_follow_up_is_put_off_done_and_taken_back_and_says_who_did_it(session, engine, mila, staff):
    goran, ana = staff("Goran"), made_by(session, engine, mila)
    made = follow_ups.add(session, mila, ana, " Pozvati zbog lekarskog ", DAY, goran.user_id)
    assert (made.text, made.assigned_to, made.overdue) == ("Pozvati zbog lekarskog", "Goran", False)
    assert follow_ups.postpone(session, mila, made.id, TOMORROW).due_on == TOMORROW
    assert follow_ups.undo(session, mila, made.id).due_on == DAY
    with pytest.raises(Conflict, match="nothing_to_undo"):
        follow_ups.undo(session, mila, made.id)
    assert follow_ups.done(session, goran, made.id).done_by == "Goran"
    with pytest.raises(Conflict, match="already_done"):
        follow_ups.postpone(session, mila, made.id, TOMORROW)
    again = follow_ups.undo(session, mila, made.id)
    assert not again.is_done
    assert [(step.action, step.due_on, step.by) for step in again.steps] == [
        ("made", DAY, "Mila"),
        ("postponed", TOMORROW, "Mila"),
        ("undone", DAY, "Mila"),
        ("done", DAY, "Goran"),
        ("undone", DAY, "Mila"),
    ]


def test_what_cannot_be_planned_is_refused_by_field(session, engine, mila):
    ana = made_by(session, engine, mila)
    with pytest.raises(Invalid) as refused:
        follow_ups.add(session, mila, ana, " ", None, 999_999)
    assert refused.value.problems == {"text": "required", "due_on": "required", "assigned_to": "unknown"}
    with pytest.raises(Invalid, match="due_on: out_of_range"):
        follow_ups.add(session, mila, ana, "x", date(9999, 12, 31))


def test_follow_ups_come_by_day_page_by_page_and_done_ones_last(session, engine, mila, staff):
    goran, ana = staff("Goran"), made_by(session, engine, mila)
    ids = [follow_ups.add(session, mila, ana, str(n), DAY + timedelta(n % 3)).id for n in range(6)]
    follow_ups.done(session, mila, ids[0])
    follow_ups.add(session, goran, ana, "tuđe", DAY)
    expected = [ids[n] for n in (3, 1, 4, 2, 5, 0)]
    found, cursor = [], None
    while True:
        page = follow_ups.search(session, mila, open_only=False, limit=2, cursor=cursor)
        found += [one.id for one in page.items]
        if (cursor := page.next_cursor) is None:
            break
    assert (found, page.total) == (expected, 6)
    assert follow_ups.search(session, mila, whose="everybody").total == 6
    assert [one.text for one in follow_ups.search(session, goran, due_by=DAY).items] == ["tuđe"]


# ---- pools


def test_a_pool_says_what_has_changed_since_somebody_looked_it_through(session, engine, mila):
    ana, mira, vida = (made_by(session, engine, mila, given_name=name) for name in ("Ana", "Mira", "Vida"))
    for person in (ana, mira, vida):
        factories.agree(session, engine, person, "profiled", "ranked")
    pool = pools.make(session, mila, "  kuvari   Vranje 2026 ", "Za hotel.")
    assert pool.name == "kuvari Vranje 2026"
    with pytest.raises(Invalid, match="name: taken"):
        pools.make(session, mila, "KUVARI Vranje 2026")
    assert pools.add(session, mila, pool.id, [ana, mira]) == 2
    assert pools.add_found(session, mila, pool.id, "jović") == 1
    assert not pools.get(session, mila, pool.id).is_stale
    people.update(session, mila, engine, ana, PersonRecord("Ana", "Jović", about="Kuvala."))
    consents.withdraw(session, mila, engine, mira, "ranked")
    opening = factories.opening(session, engine, kind="internship")
    factories.agree_to_be_seen(session, engine, vida, opening.id)
    sent = applications.apply(session, mila, vida, opening.id)
    for step in ("offer", "accept"):
        application_steps.act(session, mila, engine, sent.id, step)
    (agreement,) = [item for item in today.items(session, mila).items if item.kind == "agreement"]
    assert (agreement.person_id, agreement.group) == (vida, "today")
    today.postpone(session, mila, "agreement", agreement.id, vida, TOMORROW)
    assert "agreement" not in {item.kind for item in today.items(session, mila).items}
    told = pools.get(session, mila, pool.id)
    assert (told.people, told.changed, told.no_consent, told.placed, told.is_stale) == (3, 1, 1, 1, True)
    flags = {one.name: (one.changed, one.no_consent, one.placed) for one in pools.members(session, mila, pool.id)}
    assert flags["Ana Jović"] == (True, False, False)
    assert flags["Mira Jović"][1:] == (True, False)
    assert flags["Vida Jović"][1:] == (False, True)
    assert pools.checked(session, mila, pool.id).changed == 0
    pools.remove(session, mila, pool.id, ana)
    with pytest.raises(NotFound):
        pools.remove(session, mila, pool.id, ana)
    pools.close(session, mila, pool.id)
    with pytest.raises(Conflict, match="pool_closed"):
        pools.add(session, mila, pool.id, [ana])
    pools.reopen(session, mila, pool.id)
    assert [one.name for one in pools.of_person(session, mila, vida)] == ["kuvari Vranje 2026"]


def test_whoever_loses_reach_loses_the_person_in_pools_and_lists_at_once(session, engine, mila, staff):
    other = organisations.create(session, OPERATOR, "Romski centar")
    vesna = staff("Vesna", organisation_id=other)
    ana = made_by(session, engine, mila)
    factories.agree(session, engine, ana, "profiled", "ranked")
    organisations.share(session, mila, engine, ana, other, "Traži posao.")
    pool = pools.make(session, vesna, "Naši")
    pools.add(session, vesna, pool.id, [ana])
    follow_ups.add(session, vesna, ana, "Pozvati", DAY)
    assert [one.person_id for one in today.items(session, vesna).items if one.kind == "follow_up"] == [ana]
    organisations.unshare(session, mila, engine, ana, other)
    assert pools.members(session, vesna, pool.id) == ()
    assert pools.people_in(session, vesna, pool.id) == frozenset()
    assert pools.get(session, vesna, pool.id).people == 0
    assert follow_ups.search(session, vesna).items == ()
    assert today.items(session, vesna).items == ()
    with pytest.raises(NotFound):
        pools.add(session, vesna, pool.id, [ana])
    with pytest.raises(NotFound):
        pools.get(session, mila, pool.id)


# ---- today


def test_today_puts_what_is_overdue_first_and_tells_of_every_source(app, session, engine, mila, count_statements):
    ana = made_by(session, engine, mila, phone="062 111")
    factories.agree(session, engine, ana, "profiled", "ranked")
    follow_ups.add(session, mila, ana, "Doneti potvrdu", DAY)
    mira = made_by(session, engine, mila, given_name="Mira")
    opening = factories.opening(session, engine)
    factories.agree_to_be_seen(session, engine, ana, opening.id)
    sent = applications.apply(session, mila, ana, opening.id)
    late = update(Application).where(Application.id == sent.id)
    session.execute(late.values(answer_by=DAY - timedelta(2)))
    consents.give(session, mila, engine, ana, Agreement("statistics", ends_on=DAY + timedelta(10)))
    own = Actor(None, "Ana", frozenset({"beneficiary"}), person_id=ana)
    reviews.ask(session, own, ana, opening.id, "Zašto?")
    requests.ask_erasure(session, own, ana)
    session.execute(update(RightsRequest).values(asked_at=base.now() - timedelta(31)))
    with app.app_context():
        invitations.invite_person(session, mila, mira, "mira@example.test")
    session.execute(
        update(Invitation).values(created_at=base.now() - timedelta(4), expires_at=base.now() + timedelta(3))
    )
    session.commit()
    found = today.items(session, mila)
    assert [(item.kind, item.group) for item in found.items] == [
        ("application", "overdue"),
        ("request", "overdue"),
        ("follow_up", "today"),
        ("invitation", "week"),
        ("review", "week"),
        ("consent_ending", "later"),
        ("consent_to_ask", "later"),
    ]
    first = next(item for item in found.items if item.kind == "application")
    assert (first.person_name, first.phone, first.text) == ("Ana Jović", "062 111", "Zavarivač")
    with count_statements() as few:
        today.items(session, mila)
    for number in range(8):
        person = made_by(session, engine, mila, given_name=f"Osoba {number}")
        follow_ups.add(session, mila, person, "Pozvati", DAY)
    session.commit()
    with count_statements() as many:
        assert len(today.items(session, mila).items) == 7 + 16
    assert len(many) == len(few) <= 14


def test_somebody_elses_people_are_in_everybodys_list_only(session, engine, mila, staff):
    goran = staff("Goran")
    ana, nobodys = made_by(session, engine, mila), made_by(session, engine, OPERATOR)
    assert {item.person_id for item in today.items(session, mila).items} == {ana, nobodys}
    assert {item.person_id for item in today.items(session, goran).items} == {nobodys}
    assert {item.person_id for item in today.items(session, goran, "everybody").items} == {ana, nobodys}


def test_what_is_put_off_comes_back_on_its_day_or_when_it_is_taken_back(session, engine, mila, staff):
    ana = made_by(session, engine, mila)
    (item,) = today.items(session, mila).items
    assert item.kind == "consent_to_ask"
    today.postpone(session, mila, item.kind, item.id, ana, TOMORROW)
    assert today.items(session, mila).items == ()
    assert len(today.items(session, staff("Goran"), "everybody").items) == 1
    today.bring_back(session, mila, item.kind, item.id)
    assert today.items(session, mila).items == (item,)
    for kind, until in (("follow_up", TOMORROW), (item.kind, DAY)):
        with pytest.raises(Invalid):
            today.postpone(session, mila, kind, item.id, ana, until)


def test_people_nobody_has_looked_at_for_long_are_called_quiet(session, engine, mila):
    ana, mira = made_by(session, engine, mila), made_by(session, engine, mila, given_name="Mira")
    long_ago = base.now() - timedelta(70)
    session.execute(update(Responsibility).values(since=long_ago))
    session.execute(update(Person).values(updated_at=long_ago, created_at=long_ago))
    follow_ups.add(session, mila, mira, "Pozvati", TOMORROW)
    session.commit()
    assert [item.person_id for item in today.items(session, mila).items if item.kind == "quiet"] == [ana]


# ---- caseload


def test_the_caseload_says_how_far_each_has_come_and_when_somebody_last_talked(session, engine, mila):
    welder = {"about": "Radila kao zavarivač."}
    asked = made_by(session, engine, mila, given_name="Bez")
    bare, ready, proposed, applied = (
        made_by(session, engine, mila, given_name=name, **told)
        for name, told in (("Gola", {}), ("Spremna", welder), ("Predložena", welder), ("Prijavljena", welder))
    )
    made_by(session, engine, OPERATOR, given_name="Ničija")
    for person in (bare, ready, proposed, applied):
        factories.agree(session, engine, person, "profiled", "ranked")
    opening = factories.opening(session, engine)
    shortlists.propose(session, mila, opening.id, proposed)
    factories.agree_to_be_seen(session, engine, applied, opening.id)
    applications.apply(session, mila, applied, opening.id)
    caseload.log_contact(session, mila, ready, "Telefonom: traži posao.", "Pozvati ponovo", TOMORROW)
    found = caseload.of_counsellor(session, mila, mila.user_id)
    assert found.counts == {
        "consent": 1, "profile": 1, "ready": 1, "proposed": 1, "applied": 1, "interview": 0, "placed": 0,
    }  # fmt: skip
    first = found.lines[0]
    assert (first.person_id, first.stage, first.next_due) == (ready, "ready", TOMORROW)
    assert first.last_contact.date() == base.now().date()
    assert [note.text for note in case_notes.of_person(session, mila, ready, "support")] == ["Telefonom: traži posao."]
    only = caseload.of_counsellor(session, mila, mila.user_id, stage="consent", sort="name")
    assert ([line.person_id for line in only.lines], only.total) == ([asked], 5)
    assert [line.name for line in caseload.of_counsellor(session, mila, None).lines] == ["Ničija Jović"]
    longest = caseload.of_counsellor(session, mila, mila.user_id, sort="contact").lines
    assert longest[-1].person_id == ready


# ---- rights of people


def test_casework_is_in_the_copy_and_goes_with_the_person(session, engine, mila):
    ana = made_by(session, engine, mila)
    planned = follow_ups.add(session, mila, ana, "Pozvati", DAY)
    pool = pools.make(session, mila, "Kuvarice")
    pools.add(session, mila, pool.id, [ana])
    today.postpone(session, mila, "quiet", ana, ana, TOMORROW)
    copied = {part.table: len(part.rows) for part in export.export(session, mila, ana).sections}
    told = {
        name: copied[name] for name in ("responsibility", "follow_up", "follow_up_step", "pool_member", "postponed")
    }
    assert told == dict.fromkeys(told, 1)
    erasure.erase(session, OPERATOR, engine, ana)
    session.commit()
    assert session.scalar(select(FollowUp.id).where(FollowUp.id == planned.id)) is None
    assert session.scalars(select(PoolMember.person_id)).all() == []
    assert pools.get(session, mila, pool.id).people == 0


# ---- lists narrowed to some


def test_a_list_of_some_people_keeps_fit_and_place_by_fit_and_can_be_made_again(session, engine, mila, staff):
    words = ("Radila kao zavarivač pet godina.", "Radila kao pekar.", "Radila kao zavarivač.", "Šila.")
    ids = [
        factories.person(session, engine, given_name=f"Osoba {number}", about=about).id
        for number, about in enumerate(words)
    ]
    strict = factories.opening(session, engine, licences=("C",), description="Zavarivanje.")
    without = factories.person(session, engine, given_name="Bez", licences=("B",), licences_complete=True).id
    whole = ranking.rank_people(session, mila, engine, strict.id)
    chosen = {whole.matches[1].id, whole.matches[3].id, without}
    some = ranking.rank_people(session, mila, engine, strict.id, only=chosen, with_ineligible=True)
    assert [(one.rank, one.computed_rank, one.id) for one in some.matches] == [
        (1, 2, whole.matches[1].id),
        (2, 4, whole.matches[3].id),
    ]
    assert [replace(one, rank=0) for one in some.matches] == [replace(whole.matches[at], rank=0) for at in (1, 3)]
    assert ([one.id for one in some.ineligible], some.eligible, some.excluded) == ([without], 2, 1)
    overrides.decide(session, mila, strict.id, whole.matches[3].id, place=1, reason="met_in_person")
    again = ranking.rank_people(session, mila, engine, strict.id, only=chosen)
    assert [one.id for one in again.matches] == [whole.matches[3].id, whole.matches[1].id]
    openings = [factories.opening(session, engine, title=title).id for title in ("Pekar", "Zavarivač")]
    for_person = ranking.rank_openings(session, mila, engine, ids[0])
    two = ranking.rank_openings(session, mila, engine, ids[0], only=openings)
    by_id = {one.id: one for one in for_person.matches}
    assert {one.id for one in two.matches} == set(openings)
    assert all(one.score == by_id[one.id].score and one.parts == by_id[one.id].parts for one in two.matches)
    assert ranking.rank_people(session, mila, engine, strict.id, only=[]).matches == ()
    coordinator = staff("Jelena", "coordinator")
    shown = list_records.search(session, coordinator).items
    assert len(shown) == 6
    assert all(list_replay.replay(session, coordinator, engine, one.id).same for one in shown)
