from matching_service.matcher.taxonomy import Concept, Label, Taxonomy

WELDER = Concept(
    7,
    "welder",
    (
        Label("sr", "synonym", "varilac"),
        Label("sr", "preferred", "zavarivač"),
        Label("sr", "feminine", "zavarivačica"),
        Label("en", "preferred", "welder"),
        Label("de", "synonym", "Schweißer"),
    ),
    isco="7212",
)
SEWING = Concept(3, "sewing", (Label("en", "preferred", "sewing"),))
TAXONOMY = Taxonomy.build([WELDER], [SEWING], [("welder", "sewing", False)], revision=4)


def test_a_concept_is_called_by_its_preferred_label():
    assert WELDER.label() == "zavarivač"
    assert WELDER.label("en") == "welder"


def test_without_a_label_in_the_language_the_serbian_one_stands_in():
    assert WELDER.label("de") == WELDER.label("sq") == "zavarivač"


def test_without_a_serbian_label_the_english_one_stands_in_and_then_the_code():
    assert SEWING.label("sr") == "sewing"
    assert Concept(1, "nameless", ()).label() == "nameless"


def test_concepts_are_found_by_their_ids():
    assert TAXONOMY.occupation_by_id(7) is WELDER
    assert TAXONOMY.skill_by_id(3) is SEWING


def test_labels_are_found_by_code_and_an_unknown_code_is_its_own_label():
    assert TAXONOMY.occupation_label("welder", "en") == "welder"
    assert TAXONOMY.skill_label("sewing") == "sewing"
    assert TAXONOMY.occupation_label("gone") == TAXONOMY.skill_label("gone") == "gone"


def test_essential_and_optional_skills_are_kept_apart_in_the_order_of_their_codes():
    skills = [Concept(number, code, ()) for number, code in enumerate("cab")]
    built = Taxonomy.build([WELDER], skills, [("welder", "c", True), ("welder", "a", True), ("welder", "b", False)])
    assert built.essential == {"welder": ("a", "c")}
    assert built.optional == {"welder": ("b",)}
