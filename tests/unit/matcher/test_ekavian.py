import csv
from importlib.resources import files

import pytest

from matching_service.matcher.ekavian import ekavian
from matching_service.matcher.text import fold, located_tokens, stems, tokens

PAIRS = """
    mlijeko/mleko mljekar/mlekar mljekara/mlekara njegovateljica/negovateljica njegovanje/negovanje njegu/negu
    cvjećar/cvećar cvjećarka/cvećarka dijete/dete djeca/deca djece/dece vrijeme/vreme bijel/bel bjelilo/belilo
    lijek/lek lijekova/lekova ljekar/lekar liječenje/lečenje snijeg/sneg rječnik/rečnik vještina/veština
    mjesto/mesto mjesečno/mesečno namještaj/nameštaj smještaj/smeštaj smjena/smena usmjerenje/usmerenje
    primjena/primena procjena/procena provjera/provera savjetnik/savetnik obezbjeđenje/obezbeđenje
    čovjek/čovek vrijednost/vrednost cijena/cena cjenovnik/cenovnik cijevi/cevi cjevar/cevar tijesto/testo
    pijesak/pesak pjeskarenje/peskarenje sječa/seča sjekač/sekač mjerenje/merenje mješalica/mešalica
    svjedočanstvo/svedočanstvo uvjerenje/uverenje odjeća/odeća odjel/odel odjeljenje/odeljenje nedjelja/nedelja
    ponedjeljak/ponedeljak prijevoz/prevoz prijenos/prenos lijepljenje/lepljenje ljepilo/lepilo sijeno/seno
    snabdijevanje/snabdevanje osvjetljenje/osvetljenje zavjesa/zavesa željezničar/železničar vježba/vežba
    njemački/nemački prije/pre poslije/posle ovdje/ovde grijanje/grejanje ljestve/lestve žlijeb/žleb zdjela/zdela
""".split()


@pytest.mark.parametrize("pair", PAIRS)
def test_both_ways_of_speaking_give_the_same_word(pair):
    ijekavian, spoken = pair.split("/")
    assert tokens(ijekavian) == tokens(spoken)
    assert stems(ijekavian.upper()) == stems(spoken)
    assert [token.text for token in located_tokens(ijekavian)] == tokens(spoken)


@pytest.mark.parametrize(
    "word",
    """
    objekt projekt subjekt klijent pacijent orijentir dijeta dijetetičar hijerarhija higijena konobarije premijer
    prijem prijemni prijava odjek objedinjen sjedinjen razvijen savijen građevina rođen vođenje vođa žena radnje
    gradnje zemlje polje polja bolje njegov njega radnici prijatelj spremljen opremljen potopljen preseljenje
    pošaljete dobijeno pijem svoje koje linije funkcije kolonije Sovjetski predjelo pljeskavica
    podjetje spremljevalec priseljevanje objednávka mjeshtër vjetër pjesë tjerrëse Projekt Objektschutz Injektion
    """.split(),
)
def test_other_words_with_je_stay(word):
    assert tokens(word) == [fold(word)]


def test_no_word_of_other_languages_changes():
    columns = [f"{language}{kind}" for language in ("en", "de", "sq") for kind in ("", "_synonyms")]
    for name in ("occupations", "skills"):
        with (files("data") / "taxonomy" / f"{name}.csv").open(encoding="utf-8") as file:
            labels = [row[column] for row in csv.DictReader(file) for column in columns]
        assert len(labels) > 3000
        assert [label for label in labels if ekavian(fold(label)) != fold(label)] == []


def test_words_are_found_inside_a_text_and_stay_in_their_places():
    text = "Prije: njega djece; liječenje. Njegovateljica/medicinska sestra"
    assert tokens(text) == "pre njega dece lecenje negovateljica medicinska sestra".split()
    assert [text[token.start : token.end] for token in located_tokens(text)][3] == "liječenje"
    assert ekavian("c++ njegu,mlijeko") == "c++ negu,mleko"
