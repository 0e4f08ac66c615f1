"""The words of the pages: everything has a translation, and every value and reason has words."""

import ast
import re
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

import employer_portal
import matching_service
from employer_portal import errors, i18n, reasons, words
from matching_service.services.validation import PROBLEMS
from models import vocabulary

PORTAL = Path(employer_portal.__file__).parent
SERVICE = Path(matching_service.__file__).parent
KEYWORDS = {
    "_": None,
    "gettext": None,
    "mark": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")


def used_messages():
    """(context, message) of everything that templates and code say."""
    with (PORTAL / "translations" / "babel.cfg").open() as config:
        methods, options = parse_mapping_cfg(config)
    found = extract_from_dir(PORTAL, methods, options, KEYWORDS)
    return {(context, message) for _file, _line, message, _comments, context in found}


def catalogue(language):
    with (PORTAL / "translations" / language / "messages.po").open("rb") as source:
        return {(message.context, message.id): message for message in read_po(source) if message.id}


TRANSLATED = [folder.name for folder in (PORTAL / "translations").iterdir() if folder.is_dir()]


@pytest.mark.parametrize("language", TRANSLATED)
def test_every_text_of_the_pages_is_translated_and_nothing_else(language):
    messages = catalogue(language)
    assert used_messages() == set(messages)
    assert [key for key, message in messages.items() if message.fuzzy or not all(_texts(message.string))] == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_translations_use_the_same_placeholders(language):
    for key, message in catalogue(language).items():
        expected = set(PLACEHOLDER.findall(" ".join(_texts(message.id))))
        for text in _texts(message.string):
            assert set(PLACEHOLDER.findall(text)) == expected, key


def _texts(value):
    return (value,) if isinstance(value, str) else value


def test_serbian_comes_first_and_each_language_bears_its_own_name():
    assert next(iter(i18n.languages())) == "sr"
    names = {code: language.name for code, language in i18n.languages().items()}
    assert names == {"sr": "Srpski", "sr-Cyrl": "Српски", "sq": "Shqip", "de": "Deutsch", "en": "English"}


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (words.FIELDS, vocabulary.FIELDS),
        (words.KINDS, vocabulary.OPENING_KINDS),
        (words.STATES, vocabulary.OPENING_STATES),
        (words.APPLICATION_STATES, vocabulary.APPLICATION_STATES),
        (words.ISCED_LEVELS, vocabulary.ISCED_LEVELS),
        (words.LANGUAGE_LEVELS, vocabulary.LANGUAGE_LEVELS),
        (words.LICENCES, vocabulary.LICENCE_CATEGORIES),
        (words.WORKING_TIMES, vocabulary.WORKING_TIMES),
        (words.SEXES, vocabulary.SEXES),
        (words.FAMILY_STATUSES, vocabulary.FAMILY_STATUSES),
        (words.PROTECTED_PURPOSES, vocabulary.PROTECTED_PURPOSES),
        (words.PAY_PERIODS, vocabulary.PAY_PERIODS),
        (words.REQUALIFICATION_KINDS, vocabulary.REQUALIFICATION_KINDS),
        (words.REQUALIFICATION_STATES, vocabulary.REQUALIFICATION_STATES),
        (words.SOURCES, vocabulary.FACT_SOURCES),
        (words.CONSENT_PURPOSES, vocabulary.CONSENT_PURPOSES),
        (words.CONSENT_WAYS, vocabulary.CONSENT_WAYS),
        (words.OVERRIDE_REASONS, vocabulary.OVERRIDE_REASONS),
        (errors.NOT_AGREED, ("ranked", "shown_to_employer")),
    ],
)
def test_every_stored_value_has_words(table, values):
    assert set(table) == set(values)


def first_arguments(folder, name):
    """The text that calls such as `Note("too_far", ...)` begin with, in all files of a folder."""
    for file in folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name and node.args:
                yield from _literals(node.args[0])


def _literals(node):
    """The text itself, or both texts of `a if condition else b`."""
    if isinstance(node, ast.IfExp):
        yield from (*_literals(node.body), *_literals(node.orelse))
    elif isinstance(node, ast.Constant):
        yield node.value


def test_every_reason_of_the_matcher_has_a_sentence():
    assert set(first_arguments(SERVICE / "matcher", "Note")) == set(reasons.SENTENCES)


def test_every_refusal_of_the_services_has_a_sentence():
    assert set(PROBLEMS) <= set(reasons.REFUSALS)


def test_every_conflict_of_the_services_has_a_sentence():
    raised = set(first_arguments(SERVICE / "services", "Conflict"))
    assert raised - {"pib_is_fixed"} == set(errors.CONFLICTS)  # no form changes a PIB
