"""Serbian in Cyrillic letters, made of the Latin texts."""

import re

import pytest

from employer_portal import i18n
from employer_portal.cyrillic import cyrillic
from tests.integration.portal.test_catalogue import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)s")

IN_TWO_SCRIPTS = re.compile(r"[a-zčćšžđ][\u0400-\u04ff]|[\u0400-\u04ff][a-zčćšžđ]")


@pytest.mark.parametrize(
    ("latin", "written"),
    [
        ("Prijavite se do %(day)s.", "Пријавите се до %(day)s."),
        ("Njegoš, ljubav i džemper; NJEGOŠ", "Његош, љубав и џемпер; ЊЕГОШ"),
        ("Nadživeti, injekcija, odživeti", "Надживети, инјекција, одживети"),
        ("Pišite na ana@firma.rs ili https://primer.rs/put.", "Пишите на ana@firma.rs или https://primer.rs/put."),
        ("Tabela iz programa Excel ili CSV, nivo B2", "Табела из програма Excel или CSV, ниво B2"),
        ("<b>Važno</b>&nbsp;je", "<b>Важно</b>&nbsp;је"),
    ],
)
def test_letters(latin, written):
    assert cyrillic(latin) == written


def test_placeholders_of_all_texts_stay_and_no_word_is_in_two_scripts():
    translations = i18n.languages()["sr-Cyrl"].translations
    for context, message in catalogue("sr"):
        if context is None and isinstance(message, str):
            latin, text = i18n.languages()["sr"].translations.gettext(message), translations.gettext(message)
            assert PLACEHOLDER.findall(text) == PLACEHOLDER.findall(latin)
            assert not IN_TWO_SCRIPTS.search(PLACEHOLDER.sub("", text)), text


def test_patterns_of_dates_are_no_texts():
    pattern = ("date pattern of CLDR", "d MMMM y")
    latin, written = (i18n.languages()[code].translations.pgettext(*pattern) for code in ("sr", "sr-Cyrl"))
    assert written == latin != pattern[1]
