"""CVs read over the API: a proposal comes back, and nothing is stored."""

from base64 import b64encode

CV = "Ana Jović\nNiš\nJMBG: 0101990735012\n\nRadno iskustvo\nZavarivač, Metal Jug d.o.o., 01/2019 - 12/2021\n"


def test_a_cv_is_read_and_nothing_of_it_stored(counsellor, new_profile):
    for body in ({"text": CV}, {"content": b64encode(CV.encode()).decode()}):
        found = counsellor.post("profile-readings", body)
        assert found.status_code == 200
        [job] = found.json["experiences"]
        assert (job["value"]["title"], job["value"]["years"], job["value"]["ended_year"]) == ("Zavarivač", 3.0, 2021)
        assert (job["value"]["occupation"]["code"], job["is_sure"]) == ("welder", True)
        assert job["passage"].startswith("Zavarivač, Metal Jug")
        assert found.json["left_out"] == ["personal_number"]
        assert "0101990735012" not in found.text
    assert counsellor.get("profiles").json["total"] == 0

    known = new_profile({"given_name": "Ana", "family_name": "Jović", "experiences": [{"title": "zavarivač"}]})
    beside = counsellor.post(f"profiles/{known}/readings", {"text": CV}).json
    assert beside["experiences"][0]["is_there"]
    assert not beside["municipality"]["is_there"]


def test_what_cannot_be_read_is_refused_by_the_field_that_was_sent(counsellor):
    for body, pointer in (
        ({"content": b64encode(b"%PDF-1.4 x").decode()}, "#/content"),
        ({"content": "AAAAA"}, "#/content"),
        ({}, "#"),
        ({"text": "a", "content": "AAAA"}, "#"),
    ):
        refused = counsellor.post("profile-readings", body)
        assert refused.status_code == 422
        assert refused.json["errors"][0]["pointer"] == pointer
