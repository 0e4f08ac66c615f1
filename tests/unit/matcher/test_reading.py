import pytest

from matching_service.matcher.documents import Demand, Text
from matching_service.matcher.linking import ACCEPT
from matching_service.matcher.opening_reading import DESCRIPTION, READ_SKILLS, TITLE
from matching_service.matcher.reading import Reader, split_title
from matching_service.matcher.taxonomy import Concept, Label, Taxonomy
from tests.unit.matcher import trades


@pytest.fixture(scope="module")
def trade_reader():
    return Reader(trades.TAXONOMY, trades.FREQUENCIES)


def codes(links):
    return [link.code for link in links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Završio sam kurs za zavarivača i vozača viljuškara", {"welder", "forklift-driver"}),
        ("Radila sam kao kuvarica u hotelu", {"cook"}),
        ("Имам десет година рада као возач камиона", {"truck-driver"}),
        ("radio sam kao zavarivc u fabrici", {"welder"}),
        ("Ich habe als Trockenbauer gearbeitet", {"drywall-fitter"}),
        ("Punoja si murator në Gjermani dhe si elektricist", {"bricklayer", "electrician"}),
        ("Želim da radim kao frizerka", {"womens-hairdresser"}),
        ("Mlad i dinamičan tim traži nove kolege", set()),
    ],
)
def test_a_persons_own_words_are_read_in_every_language(reader, text, expected):
    assert set(codes(reader.occupations_in(text))) == expected


@pytest.mark.parametrize(
    ("text", "skill"),
    [
        ("Imam iskustva u CO2 zavarivanju", "mig-mag-welding"),
        ("Habe einen Gabelstaplerschein", "forklift-certificate"),
        ("чување деце", "child-supervision"),
        ("Programiram u C#", "csharp-dotnet"),
    ],
)
def test_skills_are_read_out_of_running_text(reader, text, skill):
    assert skill in codes(reader.skills_in([text]))


def test_a_skill_named_in_several_texts_is_read_once_and_the_surest_come_first(trade_reader):
    found = trade_reader.skills_in(["HACCP", "čitanje tehničkih crteža, HACCP", ""])
    assert codes(found) == ["blueprints", "hygiene"]
    assert found[0].confidence > found[1].confidence >= ACCEPT


def test_an_opening_is_read_by_its_title_first(trade_reader):
    read = trade_reader.opening("Pekar", "Radi se uz vozača kamiona. Potreban HACCP.")
    assert read.occupation.code == "baker"
    assert codes(read.skills) == ["hygiene"]


def test_an_opening_whose_title_says_nothing_is_read_by_its_description(trade_reader):
    assert trade_reader.opening("Hitno!!!", "Potreban zavarivač u Nišu").occupation.code == "welder"
    assert trade_reader.opening("Hitno!!!", "Odlični uslovi").occupation is None


def test_an_unsure_title_is_weighed_with_what_it_names(reader):
    """No label is near the whole title, and the description names a driver of any kind."""
    text = "Raspisujemo konkurs. Vozač radi u smenama, nije vozač početnik."
    read = reader.opening("Vozač kamiona sa prikolicom u međunarodnom saobraćaju", text)
    assert read.occupation.code == "trailer-truck-driver"


def test_who_is_sought_counts_more_than_whoever_else_is_named(trade_reader):
    text = "Radi se sa zavarivačem i vozačem kamiona. Tražimo bravara. Rad uz zavarivača."
    assert trade_reader.opening("", text).occupation.code == "locksmith"


def test_an_opening_that_seeks_several_occupations_is_read_as_all_of_them(trade_reader):
    read = trade_reader.opening("", "Tražimo zavarivača. Tražimo i pekara!")
    assert {read.occupation.code, *dict(read.others)} == {"welder", "baker"}
    assert 0 < dict(read.others)[next(iter(dict(read.others)))] <= 0.5


def test_what_is_offered_is_no_demand_and_what_is_welcome_weighs_half(trade_reader):
    read = trade_reader.opening("Pekar", "Uslovi: HACCP. Poželjno brušenje metala. Nudimo kurs: engleski jezik.")
    weights = {demand.code: demand.weight for demand in read.demands}
    assert set(weights) == {"hygiene", "grinding"}
    assert not any(demand.required for demand in read.demands)
    sure = {link.code: link.confidence for link in read.skills}
    assert weights["grinding"] == pytest.approx(sure["grinding"] / 2, abs=1e-4)
    assert weights["hygiene"] == sure["hygiene"]


@pytest.mark.parametrize(
    "text",
    [
        "Nije potrebno znanje engleskog jezika.",
        "Nije potreban engleski jezik ni HACCP.",
        "Nisu potrebne kvalifikacije: engleski jezik, HACCP, rukovanje viljuškarom",
        "Ne tražimo vozače viljuškara.",
        "Ne zapošljavamo vozače kamiona. Posao je pakovanje robe.",
        "Nisu nam potrebni kuvari.",
        "Keine Erfahrung als Koch erforderlich",
        "Wir suchen keinen Koch",
    ],
)
@pytest.mark.parametrize("title", ["", "Radnik"])
def test_what_an_opening_denies_is_not_demanded(trade_reader, title, text):
    read = trade_reader.opening(title, text)
    assert (read.occupation, read.others, read.skills) == (None, (), ())
    words = " ".join(part.words for part in read.texts)
    assert not {"engleski", "engleskog", "HACCP", "vozače", "kuvari.", "kuvari", "Koch"} & set(words.split())


def test_without_a_title_the_headlines_weigh_as_much_as_one(trade_reader):
    weights = {text.words: text.weight for text in trade_reader.opening("", "Radi se uveče. Tražimo pekara").texts}
    assert weights["pekara"] == TITLE > weights["Radi se uveče"] == DESCRIPTION


def test_typing_errors_in_an_advertisement_are_not_guessed_at(trade_reader):
    assert trade_reader.opening("Hitno!!!", "Potrebna krojacicaa").occupation is None


def test_of_a_long_advertisement_only_the_surest_skills_are_taken():
    many = [Concept(n, f"skill-{n:02}", (Label("sr", "preferred", f"majstorija {n:02}"),)) for n in range(30)]
    reader = Reader(Taxonomy.build([], many, []), {})
    text = ", ".join(f"majstorija {n:02}" for n in range(30))
    assert codes(reader.opening("Oglas", text).skills) == [f"skill-{n:02}" for n in range(READ_SKILLS)]


def test_a_text_alone_becomes_an_opening_that_desires_the_skills_it_names(trade_reader):
    posting = trade_reader.posting_of_text("Pekar. Potreban HACCP i rad noću")
    assert posting.occupation == "baker"
    assert posting.demands == (Demand("hygiene", False, posting.demands[0].weight),)
    assert posting.texts[0] == Text("Pekar", TITLE)
    assert " ".join(text.words for text in posting.texts[1:]) == "Potreban HACCP i rad noću"


def test_a_text_alone_becomes_a_person_who_has_done_what_it_says(trade_reader):
    profile = trade_reader.profile_of_text("Krojačica. Radila i kao pekarka, znam HACCP")
    assert [(item.code, item.kind) for item in profile.occupations] == [
        ("seamstress", "experience"),
        ("baker", "experience"),
    ]
    assert codes(profile.skills) == ["hygiene"]


@pytest.mark.parametrize("text", ["", "   ", "...", "😀", "x" * 10_000, "radnik " * 1_500])
def test_a_text_that_says_nothing_becomes_somebody_and_something_without_occupation(trade_reader, text):
    posting, profile = trade_reader.posting_of_text(text), trade_reader.profile_of_text(text)
    assert posting.occupation is None
    assert (posting.demands, profile.occupations, profile.skills) == ((), (), ())


def test_the_same_text_is_always_read_the_same(trade_reader):
    text = "Kuvar/kuvarica. Traži se i pekar, HACCP, šivenje na mašini"
    again = Reader(trades.TAXONOMY, trades.FREQUENCIES)
    assert again.posting_of_text(text) == trade_reader.posting_of_text(text)
    assert again.profile_of_text(text) == trade_reader.profile_of_text(text)


@pytest.mark.parametrize(
    ("text", "title", "rest"),
    [
        ("Kuvar. Traži se", "Kuvar", "Traži se"),
        ("Kuvar", "Kuvar", ""),
        ("", "", ""),
        ("r" * 101 + ". kraj", "", "r" * 101 + ". kraj"),
        ("Node.js programer", "Node.js programer", ""),
    ],
)
def test_a_short_first_sentence_is_the_title(text, title, rest):
    assert split_title(text) == (title, rest)
