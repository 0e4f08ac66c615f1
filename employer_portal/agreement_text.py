"""The words of an agreement on an internship, in the language that is spoken where they are asked for."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from employer_portal import i18n, presentation, words
from employer_portal.i18n import gettext as _
from employer_portal.placement_words import SIDES, SIGNING_WAYS
from matching_service.services.placements.agreements import Agreement
from matching_service.services.placements.placement_record import SignatureDetail


@dataclass(frozen=True, slots=True)
class Article:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """`tag`: of the language, as HTML has it."""

    tag: str
    title: str
    opening: str
    articles: tuple[Article, ...]
    note: str
    signatures: str
    heads: tuple[str, str, str]
    sides: tuple[tuple[str, str, str], ...]
    signed: Mapping[str, str]
    version: str


def text(agreement: Agreement) -> Text:
    """`sides`: (code, name of the side, who it is); `signed`: what stands in the line of whoever has signed."""
    content = agreement.content
    version = _("Agreement %(number)s, version %(version)s") % {
        "number": agreement.placement_id,
        "version": content["version"],
    }
    return Text(
        tag=i18n.current().tag,
        title=_("Agreement on an internship"),
        opening=_opening(content),
        articles=(_what(content), _when(content), _company(content), _intern(), _programme(), _money(content), _end()),
        note=_("This translation is for reading; the text in Serbian is what is signed."),
        signatures=_("Signatures"),
        heads=(_("Side"), _("Name"), _("Day and signature")),
        sides=tuple((side, _(SIDES[side]), str(content[side])) for side in SIDES),
        signed={one.side: _signed(one) for one in agreement.signatures},
        version=version,
    )


def _signed(signature: SignatureDetail) -> str:
    return f"{presentation.day(signature.signed_on)}, {_(SIGNING_WAYS[signature.how])}"


def _opening(content: Mapping[str, object]) -> str:
    return _(
        "The company %(company)s (PIB %(pib)s%(where)s), %(person)s%(place)s as the intern, and %(programme)s as the"
        " programme agree on an internship."
    ) % {
        "company": content["company"],
        "pib": content["company_pib"],
        "where": _seat(content),
        "person": content["person"],
        "place": _from(content),
        "programme": content["programme"],
    }


def _seat(content: Mapping[str, object]) -> str:
    seat = ", ".join(str(part) for part in (content["company_address"], content["company_place"]) if part)
    return f", {seat}" if seat else ""


def _from(content: Mapping[str, object]) -> str:
    return _(" from %(place)s") % {"place": content["person_place"]} if content["person_place"] else ""


def _what(content: Mapping[str, object]) -> Article:
    what = _("The internship is in: %(title)s.") % {"title": content["title"]}
    duties = _("The intern does and learns: %(duties)s") % {"duties": content["duties"]}
    return Article(_("What it is about"), (what, duties))


def _when(content: Mapping[str, object]) -> Article:
    told = {
        "first": _day(content["starts_on"]),
        "last": _day(content["ends_on"]),
        "hours": content["hours_per_week"] or "–",
    }
    when = _("It lasts from %(first)s to %(last)s, %(hours)s hours a week.") % told
    absent = _("An intern who cannot come says so on the same day. Hours missed for a good reason are excused.")
    return Article(_("Time"), (when, absent))


def _company(content: Mapping[str, object]) -> Article:
    mentor = _("The company names a mentor who shows the work and answers questions: %(mentor)s.")
    return Article(
        _("What the company does"),
        (
            mentor % {"mentor": content["mentor"] or "–"},
            _("It explains safety at work on the first day, gives what is needed for it, and insures the intern."),
            _("It gives the intern only work that belongs to the internship, and enters the hours every week."),
            _("It says what it thinks of the internship in the middle and at the end."),
        ),
    )


def _intern() -> Article:
    return Article(
        _("What the intern does"),
        (
            _("The intern comes on time, follows the mentor and the rules of safety, and takes care of what is lent."),
            _("The intern tells nobody what the company wants to keep to itself, also after the internship."),
            _("The intern says what they think of the internship in the middle and at the end."),
        ),
    )


def _programme() -> Article:
    return Article(
        _("What the programme does"),
        (
            _("A counsellor of the programme is there for both sides, and comes between when something goes wrong."),
            _("At the end the programme issues a certificate. Later it asks what has become of the intern."),
        ),
    )


def _money(content: Mapping[str, object]) -> Article:
    no_wage = _("An internship is no employment, and gives no right to be employed afterwards.")
    return Article(_("Allowance"), (_allowance(content), no_wage))


def _allowance(content: Mapping[str, object]) -> str:
    if content["allowance"] is None:
        return _("Nothing was agreed about an allowance.")
    amount = Decimal(str(content["allowance"]))
    if amount == 0:
        return _("There is no allowance.")
    period = words.word(words.PAY_PERIODS, content["allowance_period"])
    told = f"{presentation.money(amount)} {content['allowance_currency']} {period}".strip()
    return _("The company pays the intern an allowance of %(amount)s.") % {"amount": told}


def _end() -> Article:
    return Article(
        _("End and changes"),
        (
            _("Each side may end the internship before its last day. It tells the others, with the reason."),
            _("Changes hold when all three have signed them."),
            _("Each side uses what it learns of the others only for this internship, as the law on data wants."),
        ),
    )


def _day(value: object) -> str:
    return presentation.day(date.fromisoformat(str(value))) if value else "–"
