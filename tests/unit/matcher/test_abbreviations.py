import pytest

from matching_service.matcher.text import located_tokens, stems, tokens


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("dipl. ing. mašinstva", "diplomirani inženjer mašinstva"),
        ("Dipl. inž. građ.", "diplomirani inženjer građ"),
        ("inž. elektrotehnike", "inženjer elektrotehnike"),
        ("maš. inž.", "mašinski inženjer"),
        ("građ. tehn.", "građevinski tehničar"),
        ("el. teh.", "elektro tehničar"),
        ("med. teh.", "medicinski tehničar"),
        ("stom. teh.", "stomatološki tehničar"),
        ("teh. podrška", "tehnički podrška"),
        ("pom. kuvar", "pomoćni kuvar"),
        ("pom. radnik", "pomoćni radnik"),
        ("vozač B kat.", "vozač B kategorija"),
        ("возач Ц кат.", "vozač C kategorija"),
        ("vozač CE kategorije", "vozač C+E kategorije"),
        ("vozač C+E kat.", "vozač C+E kategorija"),
        ("vozač C1E kat.", "vozač C1+E kategorija"),
        ("HASAP standard", "HACCP standard"),
        ("НАССР стандард", "HACCP standard"),
    ],
)
def test_abbreviations_are_written_out(written, meant):
    assert stems(written) == stems(meant)
    assert [token.text for token in located_tokens(written)] == tokens(written)


def test_the_nurse_is_written_out_in_her_gender():
    assert stems("med. sestra") == stems("medicinska sestra")


@pytest.mark.parametrize("written", ["C i E kategorije", "C, E kategorije", "C/E kat.", "Ц и Е категорије"])
def test_a_trailer_category_belongs_to_the_one_before_it(written):
    assert "c+e" in tokens(f"vozač {written}")


@pytest.mark.parametrize(
    "written",
    [
        "domaći med",
        "med i vosak",
        "el cerrador",
        "treći kat",
        "CE znak",
        "e pošta",
        "stan u C e",
        "kat. broj",
        "lab mus",
    ],
)
def test_words_that_only_look_like_abbreviations_stay(written):
    assert not {"medicinski", "elektro", "kategorija", "c+e", "laboratorijski"} & set(tokens(written))


@pytest.mark.parametrize("term", "TIG MIG MAG REL CO2 HACCP CNC PLC KV VKV PKV NKV NSS SSS VSS B C E C+E C1 IV".split())
@pytest.mark.parametrize("sentence", ["{}", "zavarivanje {} postupkom", "({})", "{}/MAG", "radnik, {}.", "{} radnik"])
def test_terms_of_the_field_stay_whole(term, sentence):
    assert term.lower() in tokens(sentence.format(term))


def test_levels_of_schooling_stay_whole_and_keep_their_fields():
    assert tokens("SSS ekonomskog smera, IV stepen, VŠS i sl.") == "sss ekonomskog smera iv stepen vss i sl".split()
    assert tokens("kv radnik") == ["kv", "radnik"]


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("kamion 3t", "kamion 3t"),
        ("do 12 t", "do 12 t"),
        ("380V i 5 kW", "380v i 5 kw"),
        ("2.5 mm", "2 5 mm"),
        ("CO2, 40h, 24/7", "co2 40h 24 7"),
        ("10 kV mreža", "10 kv mreza"),
    ],
)
def test_numbers_with_units_are_left_alone(written, words):
    assert tokens(written) == words.split()


def test_words_written_out_keep_their_places():
    text = "Radila kao Dipl. inž., B kat."
    found = [(text[token.start : token.end], token.text) for token in located_tokens(text)]
    assert found[2:] == [("Dipl", "diplomirani"), ("inž", "inzenjer"), ("B", "b"), ("kat", "kategorija")]
