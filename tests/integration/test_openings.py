from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from matching_service.errors import Conflict, Forbidden, Invalid, NotFound
from matching_service.services.browsing.browse import browse
from matching_service.services.browsing.wanted import Wanted
from matching_service.services.identity.actors import ANONYMOUS, OPERATOR, Actor
from matching_service.services.marketplace import employers, openings
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.marketplace.openings import TRANSITIONS, OpeningRecord, SkillDemand
from matching_service.services.profiles.people import LanguageRecord, OccupationReading
from models import Opening
from tests import factories

pytestmark = pytest.mark.usefixtures("reference_data")

COUNSELLOR = factories.staff()
COORDINATOR = factories.staff("coordinator")
NO_COMPANY = Actor(4, "Bez firme", frozenset({"employer"}))
BENEFICIARY = Actor(3, "Ana", frozenset({"beneficiary"}), person_id=1)

FULL = OpeningRecord(
    title="Praksa u pekari",
    kind="internship",
    description="Tražimo praktikanta. Pečenje hleba.",
    occupation=OccupationReading("baker", "employer", 1.0),
    skills=(SkillDemand("forklift-operation", required=False, weight=0.5),),
    education_min=3,
    languages=(LanguageRecord("sr", "B2"),),
    licences=("B",),
    municipality="nis",
    place="Medijana",
    places=3,
    hours_per_week=20,
    working_time="part_time",
    starts_on=date(2030, 9, 1),
    ends_on=date(2030, 12, 1),
    apply_by=date(2030, 8, 1),
    pay_from=Decimal("20000.00"),
    pay_to=Decimal("25000.50"),
    pay_period="month",
    offers="topli obrok",
    mentor="Mira Pekić",
    learning_goals="mešenje testa",
)


@pytest.fixture
def company(session):
    """A verified company; there is another one."""
    factories.employer(session, name="Druga firma")
    return factories.employer(session, name="Pekara Mira")


@pytest.fixture
def owner(company):
    return Actor(7, "Mira", frozenset({"employer"}), employer_id=company.id)


@pytest.fixture
def stranger(company):
    return Actor(8, "Neko", frozenset({"employer"}), employer_id=company.id - 1)


@pytest.fixture
def others(session, engine):
    """Openings that no test means, one in each state."""
    for state in ("draft", "pending_approval", "paused", "filled", "closed", "expired"):
        factories.opening(session, engine, title=f"Drugi oglas: {state}", state=state)


def let_the_last_day_pass(session, opening):
    session.get(Opening, opening.id).apply_by = date.today() - timedelta(1)
    session.flush()


def without_readings(record):
    return [skill for skill in record.skills if skill.source != "text"]


def test_an_opening_comes_out_as_it_went_in(session, engine, owner, others):
    stored = openings.create(session, owner, engine, FULL)
    detail = openings.get(session, owner, stored.id)
    for name in OpeningRecord.__slots__:
        if name != "skills":
            assert getattr(detail.record, name) == getattr(FULL, name), name
    assert without_readings(detail.record) == list(FULL.skills)
    assert (detail.state, detail.employer_name, detail.published_at) == ("draft", "Pekara Mira", None)


def test_title_and_description_are_read(session, engine, owner):
    record = OpeningRecord("Varilac", description="Potrebno MIG/MAG zavarivanje.")
    read = openings.create(session, owner, engine, record).record
    assert (read.occupation.code, read.occupation.source) == ("welder", "text")
    assert [(skill.code, skill.source) for skill in read.skills] == [("mig-mag-welding", "text")]


def test_a_demand_that_was_read_and_rejected_stays_rejected(session, engine, owner):
    text = "Potrebno MIG/MAG zavarivanje."
    stored = openings.create(session, owner, engine, OpeningRecord("Bravar", description=text))
    (read,) = stored.record.skills
    rejected = (SkillDemand(read.code, read.required, read.weight, read.source, rejected=True),)
    for _ in range(2):
        changed = OpeningRecord("Bravar", description=text, skills=rejected)
        stored = openings.update(session, owner, engine, stored.id, changed)
    assert [(skill.code, skill.rejected) for skill in stored.record.skills] == [("mig-mag-welding", True)]


def test_all_problems_are_told_with_their_paths(session, engine, company):
    record = OpeningRecord(
        title="",
        kind="job",
        occupation=OccupationReading("wizard", "employer"),
        skills=(SkillDemand("flying", weight=0), SkillDemand("sewing", source="rumour"), SkillDemand("sewing")),
        education_min=9,
        languages=(LanguageRecord("sr", "B3"), LanguageRecord("sr")),
        licences=("B", "Z"),
        municipality="atlantis",
        places=0,
        hours_per_week=90,
        working_time="never",
        starts_on=date(2030, 2, 1),
        ends_on=date(2030, 1, 1),
        pay_from=Decimal(5),
        pay_to=Decimal(4),
        pay_currency="din",
        pay_period="day",
        mentor="x" * 201,
    )
    with pytest.raises(Invalid) as caught:
        openings.create(session, COUNSELLOR, engine, record, company.id)
    assert caught.value.problems == {
        "title": "required",
        "kind": "not_allowed",
        "occupation/code": "unknown",
        "skills/0/code": "unknown",
        "skills/0/weight": "out_of_range",
        "skills/1/source": "not_allowed",
        "skills/2/code": "duplicate",
        "education_min": "out_of_range",
        "languages/0/level": "not_allowed",
        "languages/1/language": "duplicate",
        "licences/1": "not_allowed",
        "municipality": "unknown",
        "places": "out_of_range",
        "hours_per_week": "out_of_range",
        "working_time": "not_allowed",
        "ends_on": "ends_before_start",
        "pay_to": "less_than_pay_from",
        "pay_currency": "not_allowed",
        "pay_period": "not_allowed",
        "mentor": "too_long",
    }


def test_an_employer_creates_for_its_own_company_only(session, engine, owner, stranger, company):
    assert openings.create(session, owner, engine, FULL).employer_id == company.id
    with pytest.raises(Forbidden):
        openings.create(session, stranger, engine, FULL, employer_id=company.id)
    for actor in (BENEFICIARY, ANONYMOUS):
        with pytest.raises(Forbidden):
            openings.create(session, actor, engine, FULL)


@pytest.mark.parametrize(("employer_id", "problem"), [(None, "required"), (77_777, "unknown")])
def test_staff_name_the_employer(session, engine, employer_id, problem):
    with pytest.raises(Invalid, match=f"employer_id: {problem}"):
        openings.create(session, COUNSELLOR, engine, FULL, employer_id)


def test_from_draft_to_filled(session, engine, owner, company):
    opening = openings.create(session, owner, engine, FULL)
    assert opening.actions == ("submit", "close")
    opening = openings.act(session, owner, engine, opening.id, "submit")
    assert (opening.state, opening.actions) == ("pending_approval", ("close",))
    opening = openings.act(session, COORDINATOR, engine, opening.id, "approve")
    assert opening.state == "published"
    assert opening.published_at is not None
    for action, state in (("pause", "paused"), ("resume", "published"), ("fill", "filled")):
        resumed_at = opening.published_at
        opening = openings.act(session, owner, engine, opening.id, action)
        assert (opening.state, opening.published_at) == (state, resumed_at)
    assert opening.actions == ()


def test_a_return_says_why(session, engine, company):
    opening = factories.opening(session, engine, company.id, state="pending_approval")
    with pytest.raises(Invalid, match="reason: required"):
        openings.act(session, COORDINATOR, engine, opening.id, "return", " ")
    returned = openings.act(session, COORDINATOR, engine, opening.id, "return", "Dopišite platu.")
    assert (returned.state, returned.state_reason) == ("draft", "Dopišite platu.")
    assert openings.act(session, COORDINATOR, engine, opening.id, "submit").state_reason == ""


def test_an_opening_of_a_company_that_nobody_verified_is_not_approved(session, engine):
    unverified = factories.employer(session, verified=False)
    opening = factories.opening(session, engine, unverified.id, state="pending_approval")
    with pytest.raises(Conflict, match="employer_not_verified") as caught:
        openings.act(session, COORDINATOR, engine, opening.id, "approve")
    assert caught.value.allowed == ("approve", "return", "close")
    employers.verify(session, COORDINATOR, unverified.id)
    assert openings.act(session, COORDINATOR, engine, opening.id, "approve").state == "published"


def test_an_opening_past_its_last_day_is_not_published(session, engine, company):
    opening = factories.opening(session, engine, company.id, state="paused")
    let_the_last_day_pass(session, opening)
    with pytest.raises(Conflict, match="deadline_passed"):
        openings.act(session, COORDINATOR, engine, opening.id, "resume")


@pytest.mark.parametrize("action", TRANSITIONS)
def test_an_action_from_a_wrong_state_names_those_that_are_right(session, engine, company, action):
    closed = factories.opening(session, engine, company.id, state="closed")
    with pytest.raises(Conflict, match="wrong_state") as caught:
        openings.act(session, COORDINATOR, engine, closed.id, action, "razlog")
    assert caught.value.allowed == ()


def test_only_a_coordinator_approves(session, engine, owner, stranger, company):
    opening = factories.opening(session, engine, company.id, state="pending_approval")
    for actor in (owner, COUNSELLOR):
        with pytest.raises(Forbidden):
            openings.act(session, actor, engine, opening.id, "approve")
    for actor in (stranger, BENEFICIARY, ANONYMOUS):
        with pytest.raises(NotFound):
            openings.act(session, actor, engine, opening.id, "approve")


def test_an_unknown_action_is_told(session, engine, company):
    opening = factories.opening(session, engine, company.id)
    with pytest.raises(Invalid, match="action: not_allowed"):
        openings.act(session, COORDINATOR, engine, opening.id, "explode")


@pytest.mark.parametrize(("state", "afterwards"), [("draft", "draft"), ("published", "pending_approval"),
                                                   ("paused", "pending_approval"),
                                                   ("pending_approval", "pending_approval")])  # fmt: skip
def test_what_its_employer_changes_is_approved_again(session, engine, owner, company, state, afterwards):
    opening = factories.opening(session, engine, company.id, state=state)
    assert openings.update(session, owner, engine, opening.id, opening.record).state == state
    assert openings.update(session, owner, engine, opening.id, FULL).state == afterwards


def test_what_staff_change_stays_published(session, engine, company):
    opening = factories.opening(session, engine, company.id)
    changed = openings.update(session, COUNSELLOR, engine, opening.id, FULL)
    assert (changed.state, changed.record.title) == ("published", FULL.title)


@pytest.mark.parametrize("state", ["filled", "closed", "expired"])
def test_what_has_ended_is_not_changed(session, engine, company, state):
    opening = factories.opening(session, engine, company.id, state=state)
    with pytest.raises(Conflict, match="opening_ended"):
        openings.update(session, COUNSELLOR, engine, opening.id, FULL)


def test_fewer_places_than_are_taken_is_a_problem(session, engine, company):
    opening = factories.opening(session, engine, company.id, places=3)
    session.get(Opening, opening.id).places_taken = 2
    session.flush()
    with pytest.raises(Invalid, match="places: fewer_than_taken"):
        openings.update(session, COUNSELLOR, engine, opening.id, OpeningRecord("Pekar", places=1))


def test_only_the_own_employer_and_staff_change_a_published_opening(session, engine, stranger, company):
    opening = factories.opening(session, engine, company.id)
    for actor in (stranger, BENEFICIARY, ANONYMOUS):
        with pytest.raises(Forbidden):
            openings.update(session, actor, engine, opening.id, FULL)


def test_anyone_sees_what_is_published_and_others_do_not_learn_of_the_rest(session, engine, owner, stranger, company):
    published = factories.opening(session, engine, company.id)
    draft = factories.opening(session, engine, company.id, state="draft")
    for actor in (ANONYMOUS, BENEFICIARY, stranger):
        assert openings.get(session, actor, published.id).actions == ()
        with pytest.raises(NotFound):
            openings.get(session, actor, draft.id)
    for actor in (owner, COUNSELLOR):
        assert openings.get(session, actor, draft.id).state == "draft"
    with pytest.raises(NotFound):
        openings.get(session, OPERATOR, 10**12)


def test_browsing_shows_open_openings_newest_first(session, engine, company, others):
    old, new = (factories.opening(session, engine, company.id, title=title) for title in ("Pekar", "Kuvar"))
    let_the_last_day_pass(session, factories.opening(session, engine, company.id, title="Rok je prošao"))
    full = factories.opening(session, engine, company.id, title="Nema mesta", places=1)
    session.get(Opening, full.id).places_taken = 1
    session.flush()
    last_day = factories.opening(session, engine, company.id, title="Danas", apply_by=date.today())
    page = browse(session, engine).page
    assert [item.id for item in page.items] == [last_day.id, new.id, old.id]
    assert page.total == 3


@pytest.mark.parametrize(
    ("wanted", "titles"),
    [
        ({"municipality": ("vranje",)}, ["Praksa: šivenje", "Krojačica"]),
        ({"field": ("textile",), "kind": ("internship",)}, ["Praksa: šivenje"]),
        ({"text": "ПЕКАР нис"}, ["Pekar"]),
        ({"text": "sivac"}, ["Praksa: šivenje", "Krojačica"]),
        ({"text": "pekara mira"}, ["Pekar", "Praksa: šivenje", "Krojačica"]),
        ({"municipality": ("atlantis",)}, []),
    ],
)
def test_browsing_with_filters(session, engine, company, others, wanted, titles):
    browsable_openings(session, engine, company)
    assert [item.title for item in browse(session, engine, Wanted(**wanted)).page.items] == titles


def browsable_openings(session, engine, company):
    for title, municipality, kind, occupation in (
        ("Pekar", "nis", "vacancy", "baker"),
        ("Krojačica", "vranje", "vacancy", "seamstress"),
        ("Praksa: šivenje", "vranje", "internship", "seamstress"),
    ):
        reading = OccupationReading(occupation, "employer")
        factories.opening(
            session, engine, company.id, title=title, municipality=municipality, kind=kind, occupation=reading
        )


def test_a_company_with_a_new_name_is_found_by_it(session, engine, company):
    opening = factories.opening(session, engine, company.id)
    employers.update(session, COUNSELLOR, engine, company.id, EmployerRecord(company.record.pib, "Žito i so"))
    assert [item.id for item in browse(session, engine, Wanted("zito")).page.items] == [opening.id]
    assert openings.search(session, COUNSELLOR, text="mira").total == 0


def test_each_filter_is_counted_as_if_it_were_off(session, engine, company, others):
    browsable_openings(session, engine, company)
    shown = browse(session, engine, Wanted(municipality=("vranje",), kind=("vacancy",)))
    assert counts(shown.facets["municipality"]) == {"nis": 1, "vranje": 1}
    assert counts(shown.facets["kind"]) == {"internship": 1, "vacancy": 1}
    assert counts(shown.facets["field"]) == {"textile": 1}
    assert counts(browse(session, engine).facets["field"]) == {"textile": 2, "food": 1}


def counts(facet):
    return {item.value: item.count for item in facet}


def test_browsing_page_by_page_shows_each_opening_once(session, engine, company, others):
    stored = [factories.opening(session, engine, company.id).id for _ in range(5)]
    seen, cursor = [], None
    for _ in range(3):
        page = browse(session, engine, limit=2, cursor=cursor).page
        seen += [item.id for item in page.items]
        cursor = page.next_cursor
    assert cursor is None
    assert seen == stored[::-1]


@pytest.mark.parametrize("cursor", ["x", "WyIyMDI2LTAxLTAxIiwgMV0", "WyJ4IiwgMV0",
                                    "WyIwMDAxLTAxLTAxVDAwOjAwOjAwKzIzOjAwIiwgMV0"])  # fmt: skip
def test_a_cursor_that_is_none_is_told(session, engine, cursor):
    with pytest.raises(Invalid, match="cursor: unknown"):
        browse(session, engine, cursor=cursor)


def test_lists_take_the_same_number_of_statements_however_long_they_are(session, engine, count_statements):
    def statements_of_both_lists():
        session.expunge_all()
        with count_statements() as for_browse:
            browse(session, engine)
        session.expunge_all()
        with count_statements() as for_search:
            openings.search(session, COUNSELLOR)
        return len(for_browse), len(for_search)

    factories.opening(session, engine)
    with_one = statements_of_both_lists()
    for municipality in ("nis", "bor", "vranje"):
        factories.opening(session, engine, municipality=municipality)
    assert statements_of_both_lists() == with_one == (2, 2)


def test_staff_search_everything_latest_change_first(session, engine, company, others):
    changed = openings.search(session, COUNSELLOR, state="draft").items[0].id
    openings.update(session, COUNSELLOR, engine, changed, FULL)
    page = openings.search(session, COUNSELLOR)
    assert page.total == 6
    assert page.items[0].id == changed
    assert [item.title for item in openings.search(session, COUNSELLOR, text="oglas: closed").items] == [
        "Drugi oglas: closed"
    ]


def test_an_employer_searches_its_own(session, engine, owner, stranger, company, others):
    own = factories.opening(session, engine, company.id, state="draft")
    assert [item.id for item in openings.search(session, owner).items] == [own.id]
    assert openings.search(session, stranger).total == 0
    with pytest.raises(Forbidden):
        openings.search(session, stranger, employer_id=company.id)
    for actor in (NO_COMPANY, BENEFICIARY, ANONYMOUS):
        with pytest.raises(Forbidden):
            openings.search(session, actor)


def test_an_account_without_a_company_creates_nothing(session, engine, company):
    for employer_id in (None, company.id):
        with pytest.raises(Forbidden):
            openings.create(session, NO_COMPANY, engine, OpeningRecord("Pekar"), employer_id)


def test_importing_the_same_twice_changes_nothing(session, engine, others):
    first = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", FULL)
    again = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", FULL)
    assert (first.created, first.changed) == (True, True)
    assert (again.id, again.created, again.changed) == (first.id, False, False)
    assert openings.get(session, ANONYMOUS, first.id).state == "published"


def test_importing_a_changed_line_updates_the_opening(session, engine):
    first = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", FULL)
    again = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", "7", OpeningRecord("Pekar"))
    assert (again.id, again.created, again.changed) == (first.id, False, True)
    assert openings.get(session, ANONYMOUS, first.id).record.title == "Pekar"
    assert len(session.scalars(select(Opening)).all()) == 1


@pytest.mark.parametrize(("verified", "state"), [(False, "pending_approval"), (True, "published")])
def test_an_opening_that_another_company_gets_waits_where_nobody_has_verified_it(session, engine, verified, state):
    known = factories.employer(session).id
    for key, before in (("7", None), ("8", known)):
        first = openings.put_imported(session, OPERATOR, engine, "oglasi.csv", key, FULL, before)
        other = factories.employer(session, verified=verified).id
        openings.put_imported(session, OPERATOR, engine, "oglasi.csv", key, FULL, other)
        seen = openings.get(session, OPERATOR, first.id)
        assert (seen.state, seen.employer_id) == (state, other)


def test_what_is_overdue_expires(session, engine, company):
    overdue = factories.opening(session, engine, company.id, state="paused")
    draft = factories.opening(session, engine, company.id, state="draft")
    for opening in (overdue, draft):
        let_the_last_day_pass(session, opening)
    published = factories.opening(session, engine, company.id, apply_by=date.today())
    assert openings.expire_overdue(session, engine) == 1
    states = {id: openings.get(session, OPERATOR, id).state for id in (overdue.id, draft.id, published.id)}
    assert states == {overdue.id: "expired", draft.id: "draft", published.id: "published"}
    assert openings.expire_overdue(session, engine) == 0


def test_what_an_employer_states_is_the_employers_word(session, engine, owner, company):
    sewing = SkillDemand("sewing", source="counsellor", confidence=0.5)
    forged = OpeningRecord(
        "Radnik",
        occupation=OccupationReading("baker", "certificate", 1.0),
        skills=(SkillDemand("sewing", source="self"),),
    )
    created = openings.create(session, owner, engine, forged).record
    assert created.occupation == OccupationReading("baker", "employer", 1.0)
    assert without_readings(created) == [SkillDemand("sewing", source="employer")]

    stored = factories.opening(session, engine, company.id, title="Radnik", skills=(sewing,))
    unchanged = replace(stored.record, skills=(SkillDemand("sewing"),))
    kept = openings.update(session, owner, engine, stored.id, unchanged)
    assert (kept.state, without_readings(kept.record)) == ("published", [sewing])
    changed = replace(stored.record, skills=(replace(sewing, weight=0.3),))
    kept = openings.update(session, owner, engine, stored.id, changed)
    assert without_readings(kept.record) == [SkillDemand("sewing", weight=0.3, source="employer")]
