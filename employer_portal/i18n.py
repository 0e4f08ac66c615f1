"""The portal's languages: gettext catalogues, chosen by a cookie, remembered with the account.

Texts in templates and code are written in English. Each other language has a folder of `translations/` with a
`messages.po`; Serbian in Cyrillic letters is made of the one in Latin.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from gettext import GNUTranslations, NullTranslations
from importlib.resources import files
from io import BytesIO

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask import Flask, Response, after_this_request, g, has_request_context, request, session
from flask_security import user_authenticated

from employer_portal.cyrillic import InCyrillic, cyrillic
from matching_service.request_context import current_actor, current_session, transaction
from matching_service.services.identity import accounts

DEFAULT = "sr"
SOURCE = "en"
COOKIE = "language"
# in the session: the language was chosen by somebody who is not signed in
_CHOSEN = "language_chosen"
A_YEAR = 365 * 24 * 3600

# Own names; they stand in the menu as they are, whatever language it is read in.
_NAMES = {
    "sr": "Srpski", "sr-Cyrl": "Српски", "sq": "Shqip", "rom": "Romani ćhib", "de": "Deutsch", "en": "English",
}  # fmt: skip
# Languages whose words nobody has read yet who speaks them from childhood; what they lack is said in Serbian.
AWAITING_A_READER = ("rom",)


@dataclass(frozen=True, slots=True)
class Language:
    """`tag` is what HTML's lang attribute says; `locale` formats numbers and dates (Babel knows no Romani); `content`
    is the language that labels of occupations and words of consents are asked for in."""

    code: str
    name: str
    tag: str
    content: str
    locale: Locale
    translations: NullTranslations
    awaits_a_reader: bool = False

    def in_script(self, text: str) -> str:
        """A Serbian text that is in no catalogue, in the letters of this language."""
        return cyrillic(text) if self.code == "sr-Cyrl" else text


@cache
def languages() -> dict[str, Language]:
    """All languages by code, in the order of the menu."""
    return {code: _language(code) for code in _NAMES if code in _written()}


@cache
def _written() -> dict[str, NullTranslations]:
    """The catalogues that there are; the texts of the source need none."""
    folder = files("employer_portal") / "translations"
    found = {code: _read(path) for code in _NAMES if (path := folder / code / "messages.po").is_file()}
    for code in AWAITING_A_READER:
        if code in found:
            found[code].add_fallback(found[DEFAULT])
    return found | {"sr-Cyrl": InCyrillic(found[DEFAULT]), SOURCE: NullTranslations()}


def _read(catalogue) -> GNUTranslations:
    compiled = BytesIO()
    with catalogue.open("rb") as source:
        write_mo(compiled, read_po(source))
    compiled.seek(0)
    return GNUTranslations(compiled)


def _language(code: str) -> Language:
    # "sr" alone means Cyrillic in CLDR, and so to screen readers
    tag = "sr-Latn" if code == "sr" else code
    locale = Locale.parse("sr_Latn" if code in ("sr", "rom") else code, sep="-" if "-" in code else "_")
    return Language(
        code, _NAMES[code], tag, code.partition("-")[0], locale, _written()[code], code in AWAITING_A_READER
    )


def current() -> Language:
    """The language this visitor chose, Serbian until then."""
    if "language" not in g:
        g.language = known(request.cookies.get(COOKIE)) if has_request_context() else known(DEFAULT)
    return g.language


def known(code: str | None) -> Language:
    """Serbian for what is no language of ours."""
    return languages().get(code or DEFAULT, languages()[DEFAULT])


@contextmanager
def speaking(code: str | None) -> Iterator[None]:
    """Within, texts are in this language: letters are written in that of whoever reads them."""
    before, g.language = current(), known(code)
    try:
        yield
    finally:
        g.language = before


def choose(response: Response, code: str) -> None:
    """The visitor has picked a language of the menu."""
    _remember(response, code)
    user_id = current_actor().user_id
    if user_id is None:
        session[_CHOSEN] = True
    else:
        with transaction() as database:
            accounts.choose_language(database, user_id, code)


def _remember(response: Response, code: str) -> Response:
    response.set_cookie(COOKIE, code, max_age=A_YEAR, samesite="Lax", httponly=True, secure=request.is_secure)
    return response


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


def _keep_language(_app: Flask, user, **_extra) -> None:
    """Somebody who signs in reads what they read last time, whatever others have chosen in this browser; what was
    chosen just before signing in is a choice of theirs."""
    chosen = request.cookies.get(COOKIE)
    if session.pop(_CHOSEN, False) or user.language is None:
        accounts.choose_language(current_session(), user.id, known(chosen).code)
    elif user.language != chosen:
        g.language = known(user.language)
        after_this_request(lambda response: _remember(response, user.language))


def init_app(app: Flask) -> None:
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.install_gettext_callables(gettext, ngettext, newstyle=True, pgettext=pgettext, npgettext=npgettext)
    app.context_processor(lambda: {"language": current(), "languages": languages()})
    user_authenticated.connect(_keep_language, app)
