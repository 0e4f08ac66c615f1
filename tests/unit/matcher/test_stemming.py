import csv
from importlib.resources import files

import pytest

from matching_service.matcher.stemming import stem
from matching_service.matcher.text import stems, tokens

ONE_WORD = """
kuvar kuvara kuvaru kuvarom kuvari kuvare kuvarima kuvarica kuvarice kuvaricu kuvarici kuvaricom kuvaricama кувар
zavarivač zavarivača zavarivaču zavarivačem zavarivači zavarivače zavarivačima zavarivačica zavarivačice
vozač vozača vozaču vozačem vozači vozače vozačima vozačica vozačice
radnik radnika radniku radnikom radnici radnike radnicima radnica radnice radnicu radnicama
službenik službenika službenici službenica službenicu
pomoćnik pomoćnika pomoćnica pomoćnice pomoćnici
higijeničar higijeničara higijeničarka higijeničarke higijeničarku
prodavac prodavca prodavcu prodavcem prodavci prodavce prodavaca prodavcima prodavačica prodavačice prodavačicu
negovatelj negovatelja negovateljem negovatelji negovateljica negovateljicu negovateljice njegovateljica
šnajder šnajdera šnajderka šnajderke šnajderku
sestra sestre sestri sestru sestrom sestrama
medicinska medicinske medicinskoj medicinsku medicinski medicinskog medicinskom medicinskih medicinskim
tehnički tehnička tehničko tehničke tehničkog tehničkom tehničkih tehničkim
devojka devojke devojku devojkom devojkama
pekar pekara pekaru pekarom pekari pekarka pekarke pekarku
mesar mesara mesari mesarka
krojač krojača krojačica krojačice
šivač šivača šivačica šivačice šivačicu
spremačica spremačice spremačicu spremačici
čistač čistača čistačica čistačice
varenje varenja varenju varenjem
mašina mašine mašini mašinu mašinom mašinama
knjigovođa knjigovođe knjigovođu knjigovotkinja knjigovotkinje
mašinovođa mašinovođe mašinovotkinja
zidar zidara zidari zidarka
stolar stolara stolari stolarka
tesar tesara tesari
bravar bravara bravari bravarka
limar limara limarka
automehaničar automehaničara automehaničari automehaničarka
električar električara električarka
vodoinstalater vodoinstalatera vodoinstalateri vodoinstalaterka
moler molera moleri molerka
keramičar keramičara keramičari keramičarka
konobar konobara konobari konobarica konobarice
frizer frizera frizerka frizerke
kozmetičar kozmetičara kozmetičarka kozmetičarke
sobar sobara sobarica sobarice sobaricu
magacioner magacionera magacioneri magacionerka
komisioner komisionera komisionerka
inženjer inženjera inženjeri inženjerka
tehničar tehničara tehničarka tehničarke
operater operatera operateri operaterka
direktor direktora direktorka direktorke
profesor profesora profesorka profesorke
lekar lekara lekari lekarka ljekar
kasir kasira kasirka kasirke
vaspitač vaspitača vaspitačica vaspitačice
učitelj učitelja učiteljica učiteljice učiteljicu
nastavnik nastavnika nastavnici nastavnica
psiholog psihologa psiholozi psihološkinja psihološkinje psiholozima
pedagog pedagoga pedagozi pedagoškinja
hirurg hirurga hirurzi hirurškinja
agronom agronoma agronomi agronomkinja
ekonomista ekonomiste ekonomisti ekonomistkinja ekonomistkinje
asistent asistenta asistentkinja asistentkinje
stručnjak stručnjaka stručnjaci stručnjakinja
rukovalac rukovaoca rukovaoci rukovaocu rukovateljka
izvršilac izvršioca izvršioci izvršiteljka
prevodilac prevodioca prevodioci prevoditeljka
trgovac trgovca trgovci trgovkinja
policajac policajca policajci policajka
kamiondžija kamiondžije kamiondžiju
viljuškarista viljuškariste viljuškaristu
viljuškar viljuškara viljuškarom viljuškari
magacin magacina magacinu magacini
kuhinja kuhinje kuhinji kuhinju kuhinjom
građevina građevine građevini građevinu
nega nege negu nezi negom njege njegu
kuća kuće kući kuću kućom
deca dece deci decu djece djecom
kombi kombija kombiju kombijem kombiji kombijima
taksi taksija taksijem
novac novca novcem novcu
konac konca koncem
Verkäufer Verkäuferin Verkäuferinnen
Altenpflegehelfer Altenpflegehelferin Altenpflegehelferinnen
Ingenieur Ingenieurin Ingenieurinnen
Assistent Assistentin Assistentinnen
driver drivers
operator operators operatorka
""".strip().split("\n")

# Words that look alike and say different things.
APART = """
kuvar/kuvanje kuvar/kum pekar/pečenje pekar/peka stolar/sto stolar/stolica stolar/stolarija bravar/bravarija
limar/limarija konobar/konoba krov/kravar krovopokrivač/kravar mesar/mesec mesar/mesto vozač/voz vozač/vozilo
sušač/suša moler/molba zidar/zid zidar/zima čuvar/čučavac kosač/kosa radnik/radnja radnik/radionica
psiholog/psihologija tehnolog/tehnologija biolog/biologija ekonom/ekonomija motorka/motor lekar/lekarna
krojač/kroj šivač/šivenje varilac/varenje negovatelj/nega učitelj/učenik kasir/kasarna frizer/friz
voda/vodič prevoz/prevodilac policajac/polica sestra/sesija sobar/soba perač/pero c++/c# b2/b1
""".split()


@pytest.mark.parametrize("forms", ONE_WORD, ids=lambda forms: forms.split()[0])
def test_cases_and_feminine_forms_share_a_stem(forms):
    assert len({stem(token) for token in tokens(forms)}) == 1


@pytest.mark.parametrize("pair", APART)
def test_different_words_keep_different_stems(pair):
    one, other = pair.split("/")
    assert stems(one) != stems(other)


def test_short_words_and_terms_with_signs_keep_their_endings():
    written = "voda rama c++ b2 c+e haccp"
    assert [stem(token) for token in tokens(written)] == written.split()


def test_an_adjective_is_not_the_feminine_of_an_occupation():
    assert stem("uredna") != stem("urednica")


def test_folding_lets_a_tanner_and_a_goatherd_meet():
    """What tells them apart is `letters.latin`; a stem cannot, as people write without diacritics."""
    assert stems("kožar") == stems("kozar")


def test_most_feminine_titles_of_the_taxonomy_share_the_stem_of_the_masculine_one():
    with (files("data") / "taxonomy" / "occupations.csv").open(encoding="utf-8") as file:
        titles = [(tokens(row["sr"]), tokens(row["sr_feminine"])) for row in csv.DictReader(file)]
    pairs = [pair for his, hers in titles if len(his) == len(hers) for pair in zip(his, hers, strict=True)]
    differ = [(his, hers) for his, hers in pairs if his != hers]
    assert len(differ) > 700
    assert sum(stem(his) == stem(hers) for his, hers in differ) / len(differ) > 0.95
