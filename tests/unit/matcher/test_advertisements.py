import pytest
from hypothesis import given
from hypothesis import strategies as st

from matching_service.matcher.advertisements import (
    APPLY,
    COMPANY,
    DENIED,
    DUTIES,
    HEADLINE,
    OFFER,
    PLAIN,
    REQUIREMENTS,
    WELCOME,
    passages,
)
from matching_service.matcher.text import tokens


def kind_of(text, words):
    """The kind of the passage in which `words` stand."""
    (found,) = [passage.kind for passage in passages(text) if words in passage.text]
    return found


@pytest.mark.parametrize(
    ("text", "sought"),
    [
        ("Firma iz Niša traži zidara za rad u Beču", "zidara"),
        ("Potrebna su nam dva zidara", "dva zidara"),
        ("Raspisuje konkurs za kuvara u Leskovcu", "kuvara"),
        ("Hotel u Vranju zapošljava KUVARA", "KUVARA"),
        ("Ljubazni i vredni FITNES INSTRUKTORI dobrodošli su u naš klub na obali mora", "FITNES INSTRUKTORI"),
        ("U Leskovcu kuvar 2 izvršioca odmah", "kuvar"),
        ("Wir suchen Maurer in Wien", "Maurer"),
        ("Elektriker (m/w/d) ab sofort", "Elektriker"),
        ("The hotel is looking for a waiter", "a waiter"),
        ("Тражимо зидара", "зидара"),
    ],
)
def test_who_is_sought_stands_in_a_headline(text, sought):
    assert kind_of(text, sought) == HEADLINE


FLAT = (
    "Naša firma je lider u gradnji Tražimo zidara Opis posla zidanje opekom i malterisanje Uslovi iskustvo na "
    "gradilištu poželjno i rad na skeli Nudimo platu i obuku za varioca CV slati poštom do petka"
)


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("lider", COMPANY),
        ("zidara", HEADLINE),
        ("malterisanje", DUTIES),
        ("gradilištu", REQUIREMENTS),
        ("skeli", WELCOME),
        ("varioca", OFFER),
        ("poštom", APPLY),
    ],
)
def test_an_advertisement_without_any_full_stop_is_cut_by_what_announces_its_passages(words, kind):
    assert kind_of(FLAT, words) == kind


def test_before_any_announcement_a_text_is_plain():
    assert [passage.kind for passage in passages("Zidanje opekom i malterisanje")] == [PLAIN]


def test_what_stands_before_prednost_is_welcome():
    text = "Uslovi: vozačka dozvola. Rad na skeli je prednost. Zidanje opekom."
    assert kind_of(text, "skeli") == WELCOME
    assert kind_of(text, "vozačka") == REQUIREMENTS


def test_a_sentence_of_the_company_about_itself_ends_with_its_full_stop():
    assert kind_of("Naša firma je lider. Zidanje opekom.", "Zidanje") == PLAIN


def test_a_line_of_business_is_about_the_company():
    assert kind_of("Kuvanje toplih jela\nDelatnost: hotelijerstvo", "hotelijerstvo") == COMPANY


def test_after_what_is_offered_comes_the_work_again_where_somebody_is_sought():
    text = "Nudimo smeštaj tražimo zidara koji zna da malteriše fasade i da postavlja skele oko zgrade"
    assert kind_of(text, "skele") == DUTIES


def test_an_advertisement_all_in_capitals_has_no_headlines_by_capitals():
    assert HEADLINE not in {passage.kind for passage in passages("ZIDANJE OPEKOM, PLATA REDOVNA, RAD U TIMU")}


@pytest.mark.parametrize(
    ("text", "denied"),
    [
        ("Nije potrebno znanje engleskog jezika", "engleskog jezika"),
        ("Није потребно знање енглеског језика", "енглеског језика"),
        ("Nije potrebno znanje ENGLESKOG jezika", "ENGLESKOG jezika"),
        ("Nisu potrebne kvalifikacije: znanje engleskog jezika, rad na kasi. Pakovanje robe.", "rad na kasi"),
        ("Radimo i subotom. Ne tražimo vozače viljuškara.", "vozače viljuškara"),
        ("Ne zapošljavamo vozače kamiona. Posao je pakovanje robe.", "vozače kamiona"),
        ("Nisu nam potrebni zidari.", "zidari"),
        ("Zidari nam nisu potrebni.", "Zidari"),
        ("Keine Erfahrung als Koch erforderlich", "Koch"),
        ("Wir suchen keine Maurer", "Maurer"),
        ("Wir suchen keine Maurer (m/w/d)", "Maurer"),
        ("Keine besonderen Voraussetzungen: Englisch, Kasse", "Kasse"),
    ],
)
def test_what_an_advertisement_denies_is_not_asked_for(text, denied):
    assert kind_of(text, denied) == DENIED


@pytest.mark.parametrize(
    ("text", "asked", "kind"),
    [
        ("Nisu potrebne kvalifikacije: znanje engleskog jezika. Pakovanje robe.", "Pakovanje robe", PLAIN),
        ("Ne zapošljavamo vozače. Tražimo zidara.", "zidara", HEADLINE),
        ("Iskustvo nije potrebno opis posla zidanje opekom", "zidanje opekom", DUTIES),
        ("Iskustvo nije potrebno uslovi zidanje opekom", "zidanje opekom", REQUIREMENTS),
        ("Zidanje opekom uslovi iskustvo nije potrebno", "Zidanje opekom", PLAIN),
        ("Mogu i početnici, ne smeta. Potrebno je znanje rada na kasi.", "rada na kasi", REQUIREMENTS),
        ("Ne kërkojmë zidar", "zidar", HEADLINE),
    ],
)
def test_a_denial_takes_nothing_else_away(text, asked, kind):
    assert kind_of(text, asked) == kind


@given(
    st.lists(
        st.sampled_from([*FLAT.split(), "Potrebni", "ne", "nije", ":", "prednost", ".", "\n", "KUVARI", "m/w/d", "😀"]),
        max_size=30,
    )
)
def test_every_word_is_in_one_passage_in_its_order(words):
    text = " ".join(words)
    assert [token for passage in passages(text) for token in tokens(passage.text)] == tokens(text)


@pytest.mark.parametrize("text", ["", "  ", "...", "😀"])
def test_a_text_without_words_has_no_passages(text):
    assert passages(text) == []
