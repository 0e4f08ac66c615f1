"""A counsellor's day by the pages: whom to call, plan, write down, lists of people, two side by side."""

import re
from datetime import date

from matching_service.services.marketplace.openings import SkillDemand
from models import Pool
from tests import factories

DAY = date.today()


def day(value):
    return f"{value.day}. {value.month}. {value.year}."


def test_what_is_planned_stands_in_the_list_of_today_until_it_is_done_and_again_when_that_is_undone(counsellor, world):
    person = f"/people/{world.person}"
    refused = counsellor.post(f"{person}/follow-ups", data={"text": "", "due_on": "juče"})
    assert refused.status_code == 422
    assert "Napišite šta treba uraditi." in refused.text
    counsellor.post(f"{person}/follow-ups", data={"text": "Doneti diplomu", "due_on": day(DAY)})
    home = counsellor.get("/counsellor").text
    assert "Doneti diplomu" in home.split('id="today"')[1].split("</section>")[0]
    (address,) = re.findall(r'action="(/follow-ups/\d+)/done"', home)
    moved = counsellor.post(f"{address}/done", data={"whose": "mine"})
    after = counsellor.get(moved.location).text
    assert "Doneti diplomu" not in after
    (undo,) = re.findall(r'action="(/follow-ups/\d+/undo)"', after)
    counsellor.post(undo)
    assert "Doneti diplomu" in counsellor.get("/counsellor").text
    counsellor.post(f"{address}/postpone", data={"days": "30", "back": "person"})
    assert 'id="today"' not in counsellor.get("/counsellor").text
    assert counsellor.post(f"{address}/undo").status_code == 302
    quiet = counsellor.post(f"/today/quiet/{world.person}/postpone", data={"person_id": world.person, "days": "7"})
    assert f'action="/today/quiet/{world.person}/back"' in counsellor.get(quiet.location).text
    assert counsellor.get("/counsellor?undo=nonsense-12").status_code == 200


def test_a_talk_is_kept_sealed_and_the_next_step_planned(counsellor, world):
    person = f"/people/{world.person}"
    said = {"way": "telephone", "said": "Traži posao bliže kući.", "next_step": "Pozvati", "next_on": ""}
    assert "Napišite dan." in counsellor.post(f"{person}/contacts", data=said).text
    assert counsellor.post(f"{person}/contacts", data=said | {"next_on": day(DAY)}).status_code == 302
    assert "bliže kući" not in counsellor.get(person).text
    assert "Telefonom: Traži posao bliže kući." in counsellor.get(f"{person}/protected?purpose=support").text
    nobodys = counsellor.get("/caseload?of=nobody").text
    assert "Ana Jović" in nobodys
    colleague = re.search(r'<option value="(\d+)">Nalog counsellor', counsellor.get(person).text).group(1)
    counsellor.post(f"{person}/responsible", data={"user_id": colleague})
    assert "Ana Jović" not in counsellor.get("/caseload?of=nobody").text
    mine = counsellor.get("/caseload?sort=contact&stage=ready").text
    assert "Ana Jović" in mine
    assert day(DAY) in mine
    assert counsellor.get("/caseload?sort=height").status_code in (400, 422)


def test_a_list_of_people_is_filled_from_search_and_ranked_list_and_two_are_compared(
    counsellor, client_of, world, session, engine, count_statements
):
    counsellor.post("/pools", data={"name": "Zavarivači, Niš", "note": "Za Metal Jug."})
    pool = session.query(Pool.id).scalar()
    assert counsellor.post("/pools", data={"name": "zavarivači, niš"}).status_code == 422
    asks = (SkillDemand("mig-mag-welding"), SkillDemand("sewing"))
    opening = factories.opening(session, engine, title="Zavarivač", skills=asks, licences=("C",)).id
    session.commit()
    ranked = f"/openings/{opening}/people"
    chosen = {"person": [world.person, world.other_person], "pool": pool}
    assert counsellor.post(f"{ranked}/chosen", data=chosen | {"what": "add"}).status_code == 302
    counsellor.post("/people/found/pools", data={"pool": pool, "text": "jović"})
    page = counsellor.get(f"/pools/{pool}").text
    assert "Ana Jović" in page
    assert "Petar Nikolić" in page
    counsellor.post(f"/pools/{pool}/people/{world.other_person}/remove")
    narrowed = counsellor.get(f"{ranked}?pool={pool}").text
    assert f'id="person-{world.person}"' in narrowed
    assert f'id="person-{world.other_person}"' not in narrowed
    moved = counsellor.post(f"{ranked}/chosen", data=chosen | {"what": "compare"})
    with count_statements() as first:
        side_by_side = counsellor.get(moved.location).text
    assert len(first) <= 45  # two profiles, an opening, and one list however long it is
    score = re.search(r"Ana Jović.*?<strong>([\d,]+)</strong>", side_by_side, re.DOTALL).group(1)
    assert f"<th>{score}</th>" in counsellor.get(ranked).text
    assert "Petar Nikolić" in side_by_side
    assert "ne ispunjava uslov" in side_by_side
    rows = dict(re.findall(r'<th scope="row">([^<]+)</th>(.*?)</tr>', side_by_side, re.DOTALL))
    assert "ima" in rows["MIG/MAG zavarivanje"].split("</td>")[0]
    assert "nije poznato" in rows["šivenje na mašini"].split("</td>")[0]
    assert client_of("coordinator").get("/lists").text.count("/lists/") > 1
    assert counsellor.post(f"{ranked}/chosen", data={"what": "compare", "person": world.person}).location == ranked
    two = counsellor.get(f"/people/{world.person}/openings/compare?opening={world.published}&opening={world.draft}")
    assert "Pekar u pekari" in two.text
    assert len(two.data) < 150_000
