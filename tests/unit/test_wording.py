"""Wording that asks for what the law protects, in four languages and two scripts; and what only looks like it."""

import pytest

from employer_portal import wording_words
from matching_service.services.marketplace import wording
from matching_service.services.marketplace.openings import OpeningRecord


def grounds(text):
    return {concern.ground for concern in wording.concerns(OpeningRecord(text, description="Rad u smeni."))}


ASKED = {
    "Isključivo žene": {"sex"},
    "Радник у магацину, само мушкарци": {"sex"},
    "Muškarac do 40 god.": {"sex", "age"},
    "Potrebna devojka za rad u kafiću": {"sex"},
    "do 35 godina": {"age"},
    "Kandidati starosti od 25 do 40 godina": {"age"},
    "Не старији од 45 година": {"age"},
    "mlađa osoba": {"age"},
    "Тражимо млађу женску особу пријатног изгледа": {"sex", "age", "looks"},
    "ljepšeg izgleda": {"looks"},
    "Neudata, bez dece": {"family"},
    "bez planova: ne planira trudnoću": {"pregnancy"},
    "samo Srbi": {"ethnicity"},
    "pravoslavne veroispovesti": {"religion"},
    "engleski kao maternji jezik": {"language"},
    "Prijave: CV sa fotografijom": {"photo"},
    "bez zdravstvenih problema": {"health"},
    "vetëm femra deri në 35 vjeç": {"sex", "age"},
    "vajzë e bukur, e pamartuar": {"looks", "family"},
    "nur Frauen bis 35 Jahre, Lichtbild": {"sex", "age", "photo"},
    "kinderlos, Muttersprachler": {"family", "language"},
    "only women under 30 years, unmarried": {"sex", "age", "family"},
    "good looking girls only": {"sex", "looks"},
}
NOT_ASKED = """
    Tražimo radnicu/radnika u proizvodnji
    Prodavačica
    Medicinska sestra - vaspitačica
    B kategorija
    Rad sa decom do 3 godine
    Čuvanje dece starosti od 3 do 6 godina
    Iskustvo do 5 godina
    Preko 20 godina iskustva, firma postoji 30 godina
    Radno vreme do 35 sati
    Stariji od 18 godina
    Mlađi saradnik u računovodstvu
    Mlad i dinamičan tim
    Nega starijih osoba
    Frizer za žene i muškarce
    Muško - ženski frizer
    Osobe oba pola, bez obzira na starosnu dob
    Zamena za trudnicu na porodiljskom odsustvu
    Engleski na nivou maternjeg jezika
    Atraktivna plata, lep izgled prodavnice
    Fotografisanje proizvoda
    Verkäuferin (m/w/d) mit 20 Jahren Erfahrung
    We do not discriminate on the basis of age, gender, marital status
    Young and professional team
    Punëtore në prodhim
"""


@pytest.mark.parametrize("text", ASKED)
def test_wording_is_found_with_its_ground(text):
    assert grounds(text) == ASKED[text]


def test_what_asks_for_nobody_in_particular_is_left_alone():
    lines = filter(None, map(str.strip, NOT_ASKED.splitlines()))
    assert {line: grounds(line) for line in lines if grounds(line)} == {}


def test_a_concern_tells_the_words_the_field_and_the_law():
    record = OpeningRecord("Kuvar", description="Tražimo kuvara.\nMuškarac do 40 godina.", offers="Smeštaj")
    sex, age = wording.concerns(record)
    assert (sex.field, sex.evidence, age.evidence) == ("description", "Muškarac", "do 40 godina")
    assert [law.name for law in age.laws] == ["Zakon o zabrani diskriminacije", "Zakon o radu"]


def test_every_ground_has_words_and_a_law():
    assert set(wording.GROUNDS) == set(wording_words.GROUNDS) == set(wording_words.REASONS)
    assert set(wording.FIELDS) == set(wording_words.FIELDS)
