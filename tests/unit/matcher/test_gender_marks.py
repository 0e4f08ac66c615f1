import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.gender_marks import without_gender_marks
from matching_service.matcher.linking import ConceptReader
from tests.unit.matcher import trades


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("kuvar/ica", "kuvar"),
        ("kuvar/kuvarica", "kuvar"),
        ("Kuvar / Kuvarica", "Kuvar"),
        ("кувар/кувaрица", "кувар"),
        ("službenik/ca", "službenik"),
        ("службеник/ца, хигијеничар/ка", "службеник, хигијеничар"),
        ("продавац(-чица) (м/ж)", "продавац"),
        ("prodavac(-čica)", "prodavac"),
        ("prodavac/prodavačica", "prodavac"),
        ("konobar(ica)", "konobar"),
        ("radnik-ca u proizvodnji", "radnik u proizvodnji"),
        ("Radnik/radnica na pakovanju", "Radnik na pakovanju"),
        ("Higijeničar/ka - Pomoćni radnik", "Higijeničar - Pomoćni radnik"),
        ("Sobar/ica – čistač/ica", "Sobar – čistač"),
        ("Pomoćni/a radnik/ica u kuhinji", "Pomoćni radnik u kuhinji"),
        ("pomoćni radnik/pomoćna radnica", "pomoćni radnik"),
        ("stjuard/stjuardesa", "stjuard"),
        ("Operater u proizvodnji (m/ž)", "Operater u proizvodnji"),
        ("Operater m/ž", "Operater"),
        ("Kellner (m/w/d)", "Kellner"),
        ("Chef de rang (m./w.)", "Chef de rang"),
        ("Driver (m/f)", "Driver"),
        ("Ingenieur/in", "Ingenieur"),
        ("Verkäufer/-in", "Verkäufer"),
        ("VerkäuferIn", "Verkäufer"),
        ("Verkäufer*in", "Verkäufer"),
        ("Verkäufer:innen", "Verkäufer"),
        ("Verkäufer/Verkäuferin", "Verkäufer"),
        ("Koch/Köchin", "Koch"),
        ("Hotelkaufmann/-frau", "Hotelkaufmann"),
        ("Former/in und Gießer/in (Metall)", "Former und Gießer (Metall)"),
        ("Leiter Verkauf/Leiterin Verkauf", "Leiter Verkauf"),
        ("tehnik/tehnica za jamomerstvo", "tehnik za jamomerstvo"),
    ],
)
def test_titles_for_both_sexes_are_read_as_their_first_form(written, meant):
    assert without_gender_marks(written) == meant


@pytest.mark.parametrize(
    "title",
    [
        "stolar/tesar",
        "šivač/krojač",
        "Medicinska sestra/tehničar",
        "Vozač / Perač",
        "zavarivač MIG/MAG",
        "CAD/CAM programer",
        "C/C++ Developer",
        "Kultur-/Kunstagent",
        "check-in agent",
        "radnik na visini (h/m)",
        "vozač C/E kategorije",
        "laboratorijski/hemijski tehničar",
        "Servicetechniker für Haustechnik/Gebäudetechnik",
        "SAP / ERP konsultant",
        "rad 24/7",
    ],
)
def test_other_slashes_and_hyphens_stay(title):
    assert without_gender_marks(title) == title


@given(st.text(max_size=60))
def test_nothing_is_added(text):
    assert len(without_gender_marks(text)) <= len(text)


@pytest.mark.parametrize("title", ["zavarivač/ica", "Zavarivač/zavarivačica", "заваривач (м/ж)", "Zavarivač m/ž"])
def test_a_title_for_both_sexes_is_read_as_surely_as_one_and_quoted_as_written(title):
    occupations = ConceptReader(trades.TAXONOMY.occupations.values())
    read = occupations.best(title)
    assert (read.code, read.evidence) == ("welder", title)
    assert read.confidence == occupations.best("zavarivač").confidence
