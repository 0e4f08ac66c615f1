"""What people say of their work in their own words: sentence by sentence, with the taxonomy as it is shipped.

What is expected is written as it is told: the occupation, what the words make of it (work, wish, mention), how long,
until when, and whether it is given up.
"""

from datetime import date

import cyrtranslit
import pytest

TODAY = date(2026, 11, 22)

NEGATION = [
    ("ne mogu više da radim kao zidar", ["bricklayer work, given up"]),
    ("Не могу више да радим као зидар.", ["bricklayer work, given up"]),
    ("Zbog leđa ne mogu više da radim kao zidar", ["bricklayer work, given up"]),
    ("Više ne mogu da radim kao zidar", ["bricklayer work, given up"]),
    ("Kao zidar više ne mogu da radim", ["bricklayer work, given up"]),
    ("ne bih više da radim kao čistačica", ["office-cleaner work, given up"]),
    ("Ich kann nicht mehr als Maurer arbeiten", ["bricklayer work, given up"]),
    ("Als Maurer kann ich nicht mehr arbeiten", ["bricklayer work, given up"]),
    ("Nuk mund të punoj më si murator", ["bricklayer work, given up"]),
    ("I can no longer work as a bricklayer", ["bricklayer work, given up"]),
    ("Radio sam kao zidar, ali ne mogu više", ["bricklayer work, given up"]),
    ("Radio sam kao zidar 12 godina, ali ne mogu više taj posao", ["bricklayer work, 12 years, given up"]),
    ("Radila sam kao čistačica i sobarica, ali više ne bih to da radim",
     ["chambermaid work, given up", "office-cleaner work, given up"]),
    ("Radio sam kao zidar. Ne mogu više da čekam na posao.", ["bricklayer work"]),
    ("Radio sam kao zidar, ali ne mogu više bez posla", ["bricklayer work"]),
    ("nisam nikad bio kuvar", []),
    ("Nikad nisam bila kuvarica, radila sam kao konobarica", ["waiter work"]),
    ("Nisam radio kao kuvar i konobar", []),
    ("ne bih da radim kao čistačica", ["office-cleaner mention, given up"]),
    ("Ne želim da radim kao čistačica, nego kao kuvarica",
     ["cook mention", "office-cleaner mention, given up"]),
    ("Kao kuvar nisam nikad radio", []),
    ("Kuvar nisam", []),
    ("keine Erfahrung als Koch", []),
    ("Ich habe nie als Koch gearbeitet, sondern als Maurer", ["bricklayer work"]),
    ("Als Koch habe ich keine Erfahrung", []),
    ("nuk kam punuar si kuzhinier, por si murator", ["bricklayer work"]),
    ("I have never worked as a cook", []),
    ("ne samo kuvar nego i pekar", ["baker mention", "cook mention"]),
    ("nisam samo kuvar", ["cook mention"]),
    ("nicht nur Koch, auch Kellner", ["cook mention", "waiter mention"]),
    ("ne kuvar, nego konobar", ["waiter mention"]),
    ("ni kuvar ni konobar", []),
    ("ne pijem, ne pušim, radio kao zidar", ["bricklayer work"]),
    ("Ne pijem i radim kao zidar", ["bricklayer work"]),
    ("Nemam iskustva radio sam samo kao zidar", ["bricklayer work"]),
    ("Nije mi problem da radim kao čistačica", ["office-cleaner mention"]),
    ("ništa mi nije teško, mogu da radim kao sobarica", ["chambermaid mention"]),
    ("Ne stidim se posla, bila sam čistačica", ["office-cleaner work"]),
    ("Nisam imao posla pa sam radio kao taksista", ["taxi-driver work"]),
    ("bez iskustva kao konobar, radio kao pekar", ["baker work"]),
    ("Moler sam, ali krečenje ne dolazi u obzir", ["house-painter mention, given up"]),
    ("Radila sam kao pomoćna radnica u kuhinji, ali se u kuhinju ne bih vraćala", ["kitchen-helper work, given up"]),
    ("Radila sam kao pomoćna radnica u kuhinji, ne bih se vraćala u Nemačku", ["kitchen-helper work"]),
    ("Radio sam kao magacioner, ne mogu da radim noću u magacinu", ["warehouse-keeper work"]),
    ("Bila sam knjigovođa i neću da se vraćam u knjigovodstvo", ["bookkeeper work, given up"]),
    ("Radio sam kao traktorista, ali traktor više ne smem da vozim", ["tractor-driver work, given up"]),
    ("Šivačica sa 5 godina staža, doktor mi je zabranio rad kao šivačica",
     ["sewing-machine-operator work, 5 years, given up"]),
    ("Ne mogu da radim kao kuvar, ali mogu kao pomoćni kuvar", ["assistant-cook mention", "cook mention, given up"]),
    ("Molim bez ponuda za čuvanje dece", ["babysitter mention, given up"]),
    ("Otac mi je zidar, a ja sam pekar", ["baker mention"]),
    ("Više ne radim kao prodavačica, radnja se zatvorila", ["shop-assistant work"]),
]  # fmt: skip

NO_REFUSAL = [
    ("Ne mogu da nađem posao kuvarice", ["cook mention"]),
    ("Ne mogu da se zaposlim kao kuvar", ["cook mention"]),
    ("Nisam mogao da nađem posao kao zidar", ["bricklayer mention"]),
    ("Neću dobiti posao kao kuvar jer nemam diplomu", ["cook mention"]),
    ("Kann keine Arbeit als Koch finden", ["cook mention"]),
    ("Nuk mund të gjej punë si kuzhinier", ["cook mention"]),
    ("I can not find work as a cook", ["cook mention"]),
    ("Ne bih odbila posao konobarice", ["waiter mention"]),
    ("Ne bih imala ništa protiv da radim kao konobarica", ["waiter mention"]),
    ("Ne želim da prestanem da radim kao medicinska sestra", ["general-nurse mention"]),
    ("Ne mogu da čekam da počnem kao kuvar", ["cook mention"]),
    ("Ne bih menjao posao kuvara ni za šta", ["cook mention"]),
    ("Ich will nicht aufhören als Koch zu arbeiten", ["cook mention"]),
    ("I can not wait to work as a cook", ["cook mention"]),
    ("Zbog dece nisam mogla da radim kao medicinska sestra, sada mogu", ["general-nurse mention"]),
    ("Zbog dece nisam mogla da radim kao kuvarica, ali opet mogu da radim", ["cook mention"]),
    ("Ne znam da li mogu da radim kao kuvar", ["cook mention"]),
    ("Nisam sigurna da mogu da radim kao kuvarica", ["cook mention"]),
    ("Ne bih se dvoumila da radim kao kuvarica", ["cook mention"]),
    ("Ich finde keine Arbeit als Koch", ["cook mention"]),
    ("Ne mogu da platim kurs za kuvara", []),
    ("Ne mogu da se vozim autobusom do grada", []),
    ("Nikad nisam kasnio na posao kao vozač autobusa", ["bus-driver mention"]),
    ("Nisam zadovoljan platom kao kuvar", ["cook mention"]),
    ("Nisam dugo radila kao kuvarica, samo 2 godine, ali bih opet", ["cook work, 2 years"]),
    ("Ne radim kao taksista od 2019", ["taxi-driver work, until 2019"]),
    ("Dua të punoj si berber", ["barber mention"]),
    ("Kćerka je kuvarica", []),
    ("Moja ćerka radi kao kuvarica", []),
    ("Snaja je frizerka", []),
    ("Zet je kuvar, a ja sam zidar", ["bricklayer mention"]),
    ("Muž mi je bio zidar i moler", []),
    ("muž mi je vozio taksi", []),
    ("Doktor je rekao da ne dižem teško", []),
    ("Lekar rekao da mogu da radim", []),
]  # fmt: skip

# As surely as the sentences above are no refusals, these are.
REFUSAL = [
    ("Ich habe 5 Jahre als Koch gearbeitet, kann aber nicht mehr als Koch arbeiten wegen dem Rücken.",
     ["cook work, 5 years, given up"]),
    ("Ne želim da se zaposlim kao čistačica", ["office-cleaner mention, given up"]),
    ("Neću više da radim kao kuvarica i da čekam platu", ["cook work, given up"]),
    ("Ne mogu više da radim kao zidar, sada tražim lakši posao", ["bricklayer work, given up"]),
    ("Ne mogu više da radim kao zidar, sada mogu samo lakše poslove", ["bricklayer work, given up"]),
    ("I do not want to work as a waiter", ["waiter mention, given up"]),
    ("lekar mi je zabranio da radim kao zidar", ["bricklayer mention, given up"]),
]  # fmt: skip

INFORMAL = [
    ("čuvala sam bolesnu babu 4 godine", ["home-carer work, 4 years"]),
    ("Чувала сам болесну бабу 4 године", ["home-carer work, 4 years"]),
    ("cuvala bolesnu majku, pa svekrvu", ["home-carer work"]),
    ("Bolesnu babu sam čuvala četiri godine", ["home-carer work, 4 years"]),
    ("Negovao nepokretnog oca sedam godina", ["home-carer work, 7 years"]),
    ("njegovala sam staru gospođu u Zaječaru", ["home-carer work"]),
    ("pomagao stricu na građevini tri leta", ["construction-labourer work, 1 year"]),
    ("Nosio malter i ciglu za majstore", ["construction-labourer work"]),
    ("šila po kući za komšiluk", ["tailor work"]),
    ("radio na crno kao konobar", ["waiter work"]),
    ("brao maline svake sezone", ["berry-picker work"]),
    ("берем јабуке сваке јесени", ["fruit-picker work"]),
    ("išla sam u berbu malina dve sezone", ["berry-picker work, 0.7 years"]),
    ("skupljao sekundarne sirovine", ["secondary-materials-collector work"]),
    ("skupljamo staro gvožđe i karton", ["secondary-materials-collector work"]),
    ("prodavao na pijaci voće i povrće od 2015. do 2019.", ["market-stall-seller work, 4 years, until 2019"]),
    ("vozio taksi u Nišu 3 god.", ["taxi-driver work, 3 years"]),
    ("čistila po kućama u Nemačkoj pola godine", ["domestic-worker work, 0.5 years"]),
    ("spremala stanove", ["domestic-worker work"]),
    ("išao u nadnicu", []),
    ("nadničio po njivama", ["seasonal-farm-worker work"]),
    ("Radio za nadnicu na građevini", ["construction-labourer work"]),
    ("čuvala decu po kućama pet godina", ["babysitter work, 5 years"]),
    ("čuvao ovce i krave", ["shepherd work"]),
    ("krečio stanove sa ocem", ["house-painter work"]),
    ("sekao i cepao drva po selu", ["firewood-cutter work"]),
    ("šišala komšinice kod kuće", ["womens-hairdresser work"]),
    ("pravila torte i kolače po porudžbini", ["pastry-cook work"]),
    ("popravljao automobile u garaži", ["car-mechanic work"]),
    ("svirao harmoniku po svadbama 15 godina", ["musician work, 15 years"]),
    ("vozio kombi i selio nameštaj", ["delivery-van-driver work", "removals-worker work"]),
    ("kopao kanale", ["civil-works-labourer work"]),
    ("prala sudove u restoranu", ["kitchen-helper work"]),
    ("nikad nisam čuvala bolesne", []),
    ("ne mogu više da čuvam stare", ["home-carer work, given up"]),
    ("Ich habe meine kranke Oma gepflegt, 3 Jahre", ["home-carer work, 3 years"]),
    ("Habe in Häusern geputzt", ["domestic-worker work"]),
    ("Jam kujdesur për gjyshen e sëmurë 2 vjet", ["home-carer work, 2 years"]),
    ("mblidhja hekur të vjetër", ["secondary-materials-collector work"]),
    ("baba mi je bolestan, čuvam se prehlade", []),
    ("babin sin je brao slike", []),
]  # fmt: skip

DURATIONS = [
    ("radio kao zidar 10+ god", ["bricklayer work, 10 years"]),
    ("Radila sam kao kuvarica preko deset godina", ["cook work, 10 years"]),
    ("kuvar od 2015. do 2019.", ["cook work, 4 years, until 2019"]),
    ("2015-2019 kuvar", ["cook work, 4 years, until 2019"]),
    ("Kuvar (2015–2019), konobar (2010-2012)", ["cook work, 4 years, until 2019", "waiter work, 2 years, until 2012"]),
    ("von 2010 bis 2014 als Maurer gearbeitet", ["bricklayer work, 4 years, until 2014"]),
    ("radim kao pekar od 2018. godine", ["baker work, 8 years"]),
    ("poslednje tri godine radim kao taksista", ["taxi-driver work, 3 years"]),
    ("godinu i po dana radila kao sobarica", ["chambermaid work, 1.5 years"]),
    ("godinu dana konobar", ["waiter work, 1 year"]),
    ("šest meseci sam bio zidar", ["bricklayer work, 0.5 years"]),
    ("dve i po godine pekar", ["baker work, 2.5 years"]),
    ("5 Jahre als Koch gearbeitet", ["cook work, 5 years"]),
    ("5 vjet si kuzhinier", ["cook work, 5 years"]),
    ("par godina radio kao konobar", ["waiter work, 2 years"]),
    ("godinama sam radila kao krojačica", ["tailor work"]),
    ("radio pre 10 godina kao zidar", ["bricklayer work, until 2016"]),
    ("radila 4 godine kao kuvarica i 2 godine kao konobarica", ["cook work, 4 years", "waiter work, 2 years"]),
    ("Radila sam kao kuvarica, 4 godine", ["cook work, 4 years"]),
    ("kuvar i pekar 10 godina", ["baker work, 10 years", "cook work, 10 years"]),
    ("Radio sam u Beču 5 godina, kao zidar", ["bricklayer work, 5 years"]),
    ("iskustvo od 5 godina kao konobar", ["waiter work, 5 years"]),
    ("imam 8 godina iskustva kao zidar", ["bricklayer work, 8 years"]),
    ("imam 45 godina, radio sam kao zidar", ["bricklayer work"]),
    ("Zidar, 45 godina star", ["bricklayer mention"]),
    ("Имам 52 године и радила сам као куварица", ["cook work"]),
    ("Ich bin 45 Jahre alt und habe als Maurer gearbeitet", ["bricklayer work"]),
    ("čuvala sam dete od 3 godine", ["babysitter work"]),
    ("od svoje 16. godine radim kao zidar", ["bricklayer work"]),
    ("zidar po struci, nezaposlen 7 godina", ["bricklayer mention"]),
    ("Majka sam dvoje dece od 5 i 7 godina, radila kao sobarica", ["chambermaid work"]),
    ("Završila trogodišnju školu za frizera", ["womens-hairdresser mention"]),
    ("želim da radim kao kuvar", ["cook mention"]),
    ("Kuvar 20 godina, a poslednje 2 godine taksista", ["cook work, 20 years", "taxi-driver work, 2 years"]),
]  # fmt: skip


def as_told(work) -> str:
    years = {None: [], 1: ["1 year"]}.get(work.years, [f"{work.years:g} years" if work.years else ""])
    ended = [f"until {work.ended_year}"] if work.ended_year else []
    return ", ".join([f"{work.link.code} {work.kind}", *years, *ended, *(["given up"] if work.given_up else [])])


@pytest.mark.parametrize(("text", "expected"), NEGATION + NO_REFUSAL + REFUSAL + INFORMAL + DURATIONS)
def test_what_people_say_of_their_work_is_read_as_they_mean_it(reader, text, expected):
    assert sorted(as_told(work) for work in reader.work_in(text, TODAY)) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [text for text, _ in NEGATION + NO_REFUSAL + REFUSAL + INFORMAL + DURATIONS if text.isascii() or "č" in text],
)
def test_both_scripts_tell_the_same(reader, text):
    cyrillic = cyrtranslit.to_cyrillic(text, "sr")
    read = [[as_told(work) for work in reader.work_in(written, TODAY)] for written in (text, cyrillic)]
    assert read[0] == read[1]


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("Ne želim da radim u školi", "cook"),
        ("Ne mogu da plaćam put do grada", "bus-driver"),
        ("Ne mogu da ostavim decu samu kod kuće", "home-carer"),
        ("Ne želim da se vraćam posle razvoda", "waiter"),
        ("Neću odustati od kuvanja", "cook"),
        ("Ne mogu bez kuvanja", "cook"),
    ],
)
def test_a_refusal_of_something_else_leaves_the_known_trade(reader, text, known):
    assert not [told for told in reader.work_in(text, TODAY, [known]) if told.given_up]


@pytest.mark.parametrize(
    ("text", "known", "evidence"),
    [
        ("u kuhinju se ne bih vraćala zbog astme i leđa", "kitchen-helper", "kuhinju"),
        ("Zbog astme ne mogu da se vratim u kuhinju", "kitchen-helper", "kuhinju"),
        ("Ne mogu da radim u magacinu zbog astme", "warehouse-keeper", "magacinu"),
    ],
)
def test_the_evidence_of_a_refusal_by_a_word_is_that_word_without_the_reason(reader, text, known, evidence):
    (told,) = reader.work_in(text, TODAY, [known])
    assert (told.link.code, told.given_up, told.link.evidence) == (known, True, evidence)


def test_without_a_day_what_counts_from_it_stays_unknown(reader):
    (work,) = reader.work_in("radim kao pekar od 2018. godine")
    assert (work.kind, work.years) == ("work", None)
    (work,) = reader.work_in("radio kao pekar od 2012. do 2018. godine")
    assert (work.years, work.ended_year) == (6, 2018)


def test_evidence_is_the_piece_of_text_as_it_was_written(reader):
    (work,) = reader.work_in("Dve godine sam brala, kad treba, crvene MALINE u Arilju. Brala crvene MALINE.", TODAY)
    assert work.link.evidence == "Brala crvene MALINE"


@pytest.mark.parametrize("text", ["", " ", "...", "😀 ne", "ne " * 3000, "od " * 3000, "5 " * 3000, "i po " * 2000])
def test_any_text_can_be_read(reader, text):
    assert reader.work_in(text, TODAY) == ()


@pytest.mark.parametrize(
    ("description", "missing"),
    [
        ("Ne tražimo pomoćnog kuvara. Rad u sali.", "pomoćni kuvar"),
        ("Nije potrebno poznavanje engleskog jezika.", "english-language"),
        ("Rad na kasi. Vozačka dozvola nije neophodna, nije potrebno ni rukovanje viljuškarom.", "forklift-operation"),
    ],
)
def test_what_an_opening_says_it_does_not_need_is_no_demand(reader, description, missing):
    read = reader.opening("Konobar", description)
    assert missing not in [link.code for link in read.skills]
    assert read.occupation.code == "waiter"


def test_what_is_not_required_but_desired_is_a_demand_still(reader):
    read = reader.opening("Konobar", "Engleski jezik nije neophodan, ali je prednost.")
    assert any("english" in link.code for link in read.skills)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("nemam iskustva u šivenju na mašini", False),
        ("ne znam da kuvam domaća jela", False),
        ("nije mi poznat rad na viljuškaru", False),
        ("keine Erfahrung mit Gabelstapler fahren", False),
        ("bez problema vozim viljuškar", True),
        ("nije mi problem rad na viljuškaru", True),
        ("ne pušim, imam iskustva u šivenju na mašini", True),
    ],
)
def test_a_skill_that_is_denied_is_not_read(reader, text, found):
    assert bool(reader.skills_in([text], correct_typos=True)) is found


@pytest.mark.parametrize(
    ("title", "code"),
    [
        ("čišćenje kancelarija", "office-cleaner"),
        ("čuvanje babe", "home-carer"),
        ("branje malina", "berry-picker"),
        ("ispomoć u kuhinji", "kitchen-helper"),
        ("radnik na građevini", "construction-labourer"),
        ("nadničar", None),
        ("Ispomoć", None),
    ],
)
def test_a_title_told_by_a_verb_is_read_and_one_that_could_be_anything_is_not(reader, title, code):
    read = reader.occupation(title)
    assert (read and read.code) == code


def test_a_typing_error_inside_a_skill_of_several_words_is_read(reader):
    (skill,) = reader.skills_in(["Umem pravljnje torti"], correct_typos=True)
    assert skill.code == "cake-making"
