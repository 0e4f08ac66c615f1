"""The portal's languages: gettext catalogues, chosen by a cookie.

Texts in templates and code are written in English. A language is a folder of `translations/` with a
`messages.po`; adding the folder adds the language.
"""

from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO

from babel import Locale, UnknownLocaleError
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, g, request

DEFAULT = "sr"
SOURCE = "en"
COOKIE = "language"


@dataclass(frozen=True, slots=True)
class Language:
    """`tag` is what HTML's lang attribute says; `locale` formats numbers and dates (Babel knows no Romani)."""

    code: str
    name: str
    tag: str
    locale: Locale
    translations: NullTranslations


@cache
def languages() -> dict[str, Language]:
    """All languages by code, the default first, the language of the source texts last."""
    folders = (entry for entry in files("employer_portal").joinpath("translations").iterdir() if entry.is_dir())
    found = {
        folder.name: _language(folder.name, _read(folder.joinpath("messages.po")))
        for folder in folders
        if folder.joinpath("messages.po").is_file()
    }
    default = found.pop(DEFAULT)
    return {DEFAULT: default, **dict(sorted(found.items())), SOURCE: _language(SOURCE, NullTranslations())}


def _read(catalogue: Traversable) -> GNUTranslations:
    compiled = BytesIO()
    with catalogue.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _language(code: str, translations: NullTranslations) -> Language:
    name = translations.pgettext("name of this language", "English")
    # "sr" alone means Cyrillic in CLDR, and so to screen readers
    tag = "sr-Latn" if code == "sr" else code
    return Language(code, name, tag, _locale(code), translations)


def _locale(code: str) -> Locale:
    try:
        return Locale.parse("sr_Latn" if code == "sr" else code)
    except UnknownLocaleError:
        return Locale.parse("sr_Latn")


def current() -> Language:
    """The language this visitor chose, Serbian until then."""
    if "language" not in g:
        known = languages()
        g.language = known.get(request.cookies.get(COOKIE, DEFAULT), known[DEFAULT])
    return g.language


def mark(message: str) -> str:
    """Mark a text for the catalogues where it cannot be translated yet, such as the label of a field."""
    return message


def gettext(message: str) -> str:
    return current().translations.gettext(message)


def ngettext(singular: str, plural: str, number: int) -> str:
    return current().translations.ngettext(singular, plural, number)


def pgettext(context: str, message: str) -> str:
    return current().translations.pgettext(context, message)


def npgettext(context: str, singular: str, plural: str, number: int) -> str:
    return current().translations.npgettext(context, singular, plural, number)


def init_app(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    app.context_processor(lambda: {"language": current(), "languages": languages()})
