"""Words that tell of the person are never features; words of trades that look like them are."""

import pytest

from matching_service.matcher.protected import is_protected
from matching_service.matcher.text import tokens

OF_THE_PERSON = """
žrtva žrtve žrtvom nasilje nasilja zlostavljana silovana Gewalt Opfer vergewaltigt violence victim abused viktimë dhunë
zavisnost zavisnosti zavisnosću zavisnik zavisnica ovisnost alkoholičar alkoholizam narkoman droga drogu kockar
süchtig Drogensucht addict addiction varësi
zatvor zatvora zatvoru zatvorom zatvorenik robija robiji robijao osuđivan osuđivana osuđenik logor Gefängnis Häftling
vorbestraft prison jail convict burg burgim
gluv gluva gluvonem nagluv nagluva slep_i slepog slepima slabovid šizofrenija dijaliza dijalizi epilepsija paraliza
autizam autističan invalid invaliditet karcinom hepatitis tuberkuloza gehörlos taub schwerhörig Epilepsie Schizophrenie
Dialyse deaf blind epilepsy schizophrenia shurdh verbër
crkva crkvu hodža hodže džamija džamiju pop popa baptista adventista Kirche Moschee church mosque xhamia kisha
stranka stranku stranački sindikat sindikata sindikatu Gewerkschaft Partei
kosovar Kosovarka Bugarin Bugarka arlijski gurbetski kalderaški Makedonac Mađar Mađarica Hrvatica Crnogorac Rom
Romkinja Aškalija Egipćanin Albanac shqiptar Kosovare Flüchtling izbeglica povratnik beskućnik
""".replace("_", "").split()

OF_TRADES = """
popravka popravljam popis poplava popločavanje slepljivanje šlepanje šleper sindikalni zavarivanje zavisni
zavisne zavijanje zatvaranje zatvoreni zatvorenom zatvarač robot roba logistika strankama stranaka strategija
glodalica hotel Lager Burger Burgenland prisutnost priprema partija particije sucht Helfer
kockarnica alkoholnih drogerija drogist kožara nasip nasipanje osuda gewährleisten Gewerbe Kirschen xham bugarski
hrvatski makedonski parketar dijagnostika epilacija autić automehaničar autogeno tumačenje karton hepatološki
unija churn convection blinds logorovanje
""".split()


@pytest.mark.parametrize("word", OF_THE_PERSON)
def test_words_of_the_person_are_protected(word):
    assert all(is_protected(token) for token in tokens(word))


@pytest.mark.parametrize("word", OF_TRADES)
def test_words_of_trades_are_not(word):
    assert not any(is_protected(token) for token in tokens(word))


def test_words_of_the_person_are_never_features(reader):
    telling = reader.encoder.words_.telling
    assert [word for word in OF_THE_PERSON if list(telling(word))] == []


def test_work_with_the_blind_is_read_as_without_them(reader):
    assert list(reader.encoder.words_.telling("rad sa slepima")) == list(reader.encoder.words_.telling("rad sa"))
