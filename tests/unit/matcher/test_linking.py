import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.label_index import LabelIndex
from matching_service.matcher.linking import ACCEPT, ConceptReader
from matching_service.matcher.phrasebook import Phrasebook
from matching_service.matcher.taxonomy import Concept, Label
from tests.unit.matcher import trades

BOILERPLATE = "Mlad i dinamičan tim traži nove kolege. Nudimo odlične uslove rada i stimulativnu zaradu."


@pytest.fixture(scope="module")
def occupations():
    return ConceptReader(trades.TAXONOMY.occupations.values())


@pytest.fixture(scope="module")
def skills():
    return ConceptReader(trades.TAXONOMY.skills.values())


def codes(links):
    return [link.code for link in links]


# ---- short texts: what does a title stand for?


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("kuvar", "cook"),
        ("kuvarica", "cook"),
        ("KUVARICA", "cook"),
        ("куварица", "cook"),
        ("vozac viljuskra", "forklift-driver"),
        ("vozac vilјuskara", "forklift-driver"),  # with a Cyrillic ј among Latin letters
        ("viljuskarista", "forklift-driver"),
        ("Staplerfahrer", "forklift-driver"),
        ("Gabelstaplerfahrer", "forklift-driver"),
        ("vozač kamiona", "truck-driver"),
        ("vozač autobusa", "bus-driver"),
        ("programer", "software-developer"),
        ("CNC programer", "cnc-programmer"),
        ("Trockenbau", "drywall-fitter"),
        ("Trockenbauer", "drywall-fitter"),
        ("Pflegehelfer", "elderly-nurse-aide"),
        ("murator", "bricklayer"),
        ("saldues", "welder"),
        ("kujdestare fëmijësh", "babysitter"),
        ("заваривач", "welder"),
        ("zavarivac", "welder"),
        ("zavarivčica", "welder"),
        ("frizerka", "womens-hairdresser"),
        ("krojacica", "tailor"),
        ("medicinska sestra", "general-nurse"),
        ("Konobar/Konobarica", "waiter"),
        ("kuvar 😀", "cook"),
    ],
)
def test_a_title_stands_for_its_occupation(reader, title, code):
    assert reader.occupation(title).code == code


@pytest.mark.parametrize(
    "text",
    [
        "", "   ", "...", "?!", "—", "😀😀😀", "12345", "mlad i dinamičan tim", BOILERPLATE, "x" * 10_000,
        "Imamo tri hektara višnje, pa praksu imam od kuće",  # no PA, personal assistant
    ],
)  # fmt: skip
def test_a_text_that_names_no_occupation_stands_for_none(reader, text):
    assert reader.occupation(text) is None
    assert reader.occupations_in(text) == ()


@pytest.mark.parametrize("text", ["", "...", "—", "/()/"])
def test_signs_alone_have_no_candidates(reader, text):
    assert reader.occupations.link(text) == []


TWINS = (("goats", "kozar"), ("leather", "kožar"))


def test_every_preferred_and_feminine_label_stands_for_an_occupation_of_that_name(reader):
    """Two occupations may share a name; the one that is read must have it."""
    concepts = reader.taxonomy.occupations.values()
    labels = [(label.text, code.code) for code in concepts for label in code.labels if label.kind != "synonym"]
    for text, _ in random.Random(7).sample(labels, 60):
        named = {code for name, code in labels if name.casefold() == text.casefold()}
        found = reader.occupations.link(text, limit=len(named))
        assert found[0].confidence > 0.9, text
        assert named & set(codes(found)), text


def test_of_two_trades_that_fold_alike_the_one_written_alike_is_read():
    goats, leather = (Concept(n, code, (Label("sr", "preferred", text),)) for n, (code, text) in enumerate(TWINS))
    reader = ConceptReader([goats, leather])
    assert [codes(reader.link(text))[0] for text in ("Kožar", "Кожар", "kozar")] == ["leather", "leather", "goats"]


def test_a_link_tells_the_words_it_was_read_from_and_the_label_it_was_found_by(occupations):
    (link,) = occupations.link("Vozac kamiona", limit=1)
    assert (link.evidence, link.label) == ("Vozac kamiona", "vozac kamiona")


def test_the_exact_label_is_certain_and_a_typing_error_costs_certainty(occupations):
    exact, typo = occupations.best("viljuškarista"), occupations.best("vilјuskarsta")
    assert exact.confidence > 0.95
    assert ACCEPT <= typo.confidence < exact.confidence
    assert typo.code == exact.code


@given(st.text(max_size=80))
def test_any_text_can_be_read_and_confidence_stays_between_0_and_1(text):
    concepts = ConceptReader(trades.TAXONOMY.occupations.values())
    for link in (*concepts.link(text), *concepts.find(text, correct_typos=True)):
        assert 0 <= link.confidence <= 1 + 1e-6
        assert link.code in trades.OCCUPATIONS


def test_candidates_come_best_first_and_no_more_than_asked_for(occupations):
    found = occupations.link("vozač", limit=3)
    assert len(found) <= 3
    assert [link.confidence for link in found] == sorted((link.confidence for link in found), reverse=True)


def test_a_title_with_more_words_is_read_by_the_occupation_it_names(occupations):
    assert (
        occupations.best("Traži se iskusna krojačica za rad u Vranju, puno radno vreme, dve smene").code == "seamstress"
    )


def test_equal_candidates_come_in_the_order_of_their_codes():
    twins = [Concept(n, code, (Label("sr", "preferred", "kustos"),)) for n, code in enumerate("bca")]
    assert codes(ConceptReader(twins).link("kustos")) == ["a", "b", "c"]
    assert codes(ConceptReader(reversed(twins)).link("kustos")) == ["a", "b", "c"]


def test_the_same_text_is_always_read_the_same(occupations):
    text = "Vozac viljuskara i pekarka"
    again = ConceptReader(trades.TAXONOMY.occupations.values())
    assert again.link(text) == occupations.link(text) == occupations.link(text)
    assert again.find(text, True) == occupations.find(text, True)


def test_labels_of_one_concept_vote_together():
    labels = [("fits", "pekar"), ("fits", "pekar hleba"), ("fits", "majstor pekar"), ("alone", "pekar pica")]
    together, apart = LabelIndex(labels).scores("pekar"), LabelIndex(labels, {"label": 1}).scores("pekar")
    assert together[0] - together[3] > apart[0] - apart[3]


def test_no_concepts_at_all_read_nothing():
    nothing = ConceptReader([])
    assert (nothing.link("pekar"), nothing.find("pekar"), nothing.best("pekar")) == ([], [], None)


# ---- longer texts: which labels are in it?


@pytest.mark.parametrize(
    "text",
    [
        "Tražimo vozača kamiona za međunarodni transport.",
        "Radio sam sa vozačima kamiona",
        "Возио сам се са возачем камиона",
        "VOZACU KAMIONA se nudi stalan posao",
    ],
)
def test_a_label_is_found_in_running_text_whatever_its_endings(occupations, text):
    assert codes(occupations.find(text)) == ["truck-driver"]


@pytest.mark.parametrize("text", ["pečenja hleba i peciva", "PEČENJE HLEBA", "печење хлеба", "o pecenju hleba"])
def test_a_skill_is_found_in_running_text_whatever_its_endings(skills, text):
    assert codes(skills.find(text)) == ["baking"]


def test_the_longest_label_wins(occupations):
    assert codes(occupations.find("Iskusan zavarivač cevi")) == ["pipe-welder"]
    assert codes(occupations.find("Iskusan zavarivač")) == ["welder"]


def test_every_label_is_found_once_in_order_of_appearance(occupations):
    found = occupations.find("Bila sam krojačica, pa pekarka, a onda opet krojačica.")
    assert codes(found) == ["seamstress", "baker"]
    assert [link.evidence for link in found] == ["krojačica", "pekarka"]


def test_stop_words_between_the_words_of_a_label_do_not_matter(skills):
    assert codes(skills.find("šivenje mašini")) == codes(skills.find("šivenje na mašini")) == ["sewing"]


def test_words_of_a_label_that_stand_apart_are_not_the_label(skills):
    assert skills.find("pečenje kolača i prodaja hleba") == []


def test_typing_errors_are_corrected_only_when_asked(occupations):
    assert occupations.find("radila sam kao krojacicaa") == []
    (link,) = occupations.find("radila sam kao krojaćcica", correct_typos=True)
    assert link.code == "seamstress"
    (exact,) = occupations.find("radila sam kao krojačica", correct_typos=True)
    assert link.confidence < exact.confidence


@pytest.mark.parametrize("text", ["radim u baraci", "peka", "kuvarx1", "bravura"])
def test_short_and_distant_words_are_not_corrected(occupations, text):
    assert occupations.find(text, correct_typos=True) == []


def test_a_name_that_several_concepts_share_says_less_about_each():
    shared = Phrasebook([("a", "kustos"), ("b", "kustos"), ("c", "čuvar zbirke")]).find("kustos")
    alone = Phrasebook([("a", "kustos"), ("c", "čuvar zbirke")]).find("kustos")
    assert codes(shared) == ["a", "b"]
    assert shared[0].confidence < alone[0].confidence


@pytest.mark.parametrize("text", ["", " ", "...!?", "😀" * 3_000, "x" * 10_000, "i u na za " * 1_000])
def test_texts_without_labels_have_none(occupations, text):
    assert occupations.find(text, correct_typos=True) == []


def test_a_very_long_text_is_read_to_its_end(occupations):
    assert codes(occupations.find("radnik u fabrici " * 600 + "i pekar")) == ["baker"]


@pytest.mark.parametrize("title", ["radnik", "Menadžer", "šef", "инжењер", "asistent", "Praktikant", "Mitarbeiter"])
def test_a_title_that_could_be_anything_is_no_occupation(reader, title):
    assert reader.occupation(title) is None
    assert reader.occupation(f"{title} pekar") is not None


@pytest.mark.parametrize(
    ("text", "code"),
    [("Nisam kuvar, nego pekar.", "baker"), ("kein Koch, Staplerfahrer", "forklift-driver")],
)
def test_what_the_word_before_denies_is_not_found(occupations, text, code):
    assert codes(occupations.find(text)) == [code]


def test_not_only_is_no_denial(occupations):
    assert codes(occupations.find("nije samo kuvar")) == ["cook"]


def test_a_lone_word_of_esco_is_not_found_inside_a_text_but_stands_for_itself():
    labels = (Label("en", "preferred", "plan"), Label("en", "synonym", "work plan drawing"))
    reader = ConceptReader([Concept(1, "esco:1", labels), Concept(2, "planner", (Label("sr", "preferred", "planer"),))])
    assert codes(reader.find("imam plan da radim kao planer")) == ["planner"]
    assert codes(reader.find("a good work plan drawing")) == ["esco:1"]
    assert reader.best("plan").code == "esco:1"
