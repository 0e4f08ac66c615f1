"""Fields that take answers as people here write them: `22. 11. 2026.`, `1.214,50`."""

import re
from datetime import date
from decimal import Decimal

from babel.numbers import NumberFormatError, format_decimal, parse_decimal
from wtforms import SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import EmailInput, TelInput

from employer_portal import i18n, presentation, reasons, words
from employer_portal.i18n import gettext, mark
from employer_portal.presentation import in_serbian_order, municipalities_by_code
from matching_service.services.identity import accounts

# of a telephone number
FEWEST_DIGITS = 6


class LineField(StringField):
    """One line of text; spaces around it mean nothing."""

    def process_formdata(self, valuelist):
        self.data = valuelist[0].strip() if valuelist else ""


class EmailLine(LineField):
    widget = EmailInput()

    def pre_validate(self, form):
        if self.data and accounts.normalised_email(self.data) is None:
            raise StopValidation(reasons.refusal(self.short_name, "not_an_email"))


class PhoneLine(LineField):
    """Written in any way, with words such as `after six`: what has too few digits to be called is refused."""

    widget = TelInput()

    def pre_validate(self, form):
        if self.data and sum(letter.isdigit() for letter in self.data) < FEWEST_DIGITS:
            raise StopValidation(gettext("Write a phone number, such as 064 123 4567."))


class WordsField(TextAreaField):
    """Some lines of text in somebody's own words."""

    def process_formdata(self, valuelist):
        self.data = valuelist[0].strip().replace("\r\n", "\n") if valuelist else ""


class _ReadText(StringField):
    """A text field whose data is what the text means; a text that means nothing stays in the box."""

    complaint = ""

    def read(self, text: str) -> object:
        """Raises ValueError for a text that cannot be read."""
        raise NotImplementedError

    def show(self, value: object) -> str:
        raise NotImplementedError

    def process_formdata(self, valuelist):
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if text:
            try:
                self.data = self.read(text)
            except (ValueError, NumberFormatError) as error:
                raise ValueError(gettext(self.complaint)) from error

    def _value(self) -> str:
        if self.raw_data:
            return self.raw_data[0]
        return "" if self.data is None else self.show(self.data)


class DayField(_ReadText):
    """`22. 11. 2026.`, `22.11.2026`, `22/11/2026` or `2026-11-22`."""

    complaint = mark("Write the date as day, month and year, such as 22. 11. 2026.")

    def read(self, text: str) -> date:
        numbers = [int(part) for part in re.findall(r"\d+", text)]
        if len(numbers) != 3:
            raise ValueError(text)
        year_first = numbers[0] > 31
        year, month, day = numbers if year_first else reversed(numbers)
        return date(year, month, day)

    def show(self, value: date) -> str:
        return f"{value.day}. {value.month}. {value.year}."


class NumberField(_ReadText):
    """A number with the visitor's separators; data is a Decimal, in `[low, high]`."""

    complaint = mark("Write a number, such as 2 or 35.000.")

    def __init__(self, *args, low: int = 0, high: int = 10**9, **kwargs):
        super().__init__(*args, **kwargs)
        self.low, self.high = low, high

    def read(self, text: str) -> Decimal:
        return parse_decimal(text.replace(" ", ""), locale=i18n.current().locale, strict=True)

    def show(self, value: Decimal) -> str:
        return format_decimal(value, "#,##0.##", locale=i18n.current().locale)

    def post_validate(self, form, validation_stopped):
        if self.data is not None and not self.low <= self.data <= self.high:
            message = gettext("Write a number from %(low)s to %(high)s.")
            low, high = presentation.number(self.low), presentation.number(self.high)
            raise ValidationError(message % {"low": low, "high": high})


class WholeNumberField(NumberField):
    complaint = mark("Write a whole number, such as 2.")

    def read(self, text: str) -> int:
        value = super().read(text)
        if value != int(value):
            raise ValueError(text)
        return int(value)


class YearField(WholeNumberField):
    """A year: four digits without separators."""

    complaint = mark("Write the year with four digits, such as 2019.")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, low=1940, high=2100, **kwargs)

    def read(self, text: str) -> int:
        return int(text.rstrip("."))

    def show(self, value: int) -> str:
        return str(value)

    def post_validate(self, form, validation_stopped):
        if self.data is not None and not self.low <= self.data <= self.high:
            raise ValidationError(gettext(self.complaint))


def choices(listed: dict[object, str], blank: str | None = None) -> list[SelectChoice]:
    """A closed list in the visitor's language; `blank` is what stands for no answer."""
    found = [SelectChoice(str(value), gettext(text)) for value, text in listed.items()]
    return found if blank is None else [SelectChoice("", gettext(blank)), *found]


class ChoiceField(SelectField):
    """One of a closed list, or no answer (None)."""

    def __init__(self, *args, number: bool = False, **kwargs):
        convert = int if number else str
        refusal = gettext("Choose one of the values offered.")
        super().__init__(
            *args,
            coerce=lambda value: None if value in ("", None) else convert(value),
            invalid_value_message=refusal,
            invalid_choice_message=refusal,
            **kwargs,
        )


class LicencesField(SelectMultipleField):
    """Driving licence categories, as boxes to tick."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=lambda: choices(words.LICENCES), **kwargs)

    @property
    def uncommon_chosen(self) -> bool:
        return not set(self.data or ()) <= set(list(words.LICENCES)[: words.COMMON_LICENCES])

    def pre_validate(self, form):
        if not set(self.data or ()) <= set(words.LICENCES):
            raise ValidationError(gettext("Choose one of the values offered."))


def municipality_choices() -> list[SelectChoice]:
    known = sorted(municipalities_by_code().values(), key=lambda record: in_serbian_order(record.name))
    listed = (SelectChoice(record.code, record.name) for record in known)
    return [SelectChoice("", gettext("Choose a municipality")), *listed]


class MunicipalityField(ChoiceField):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, choices=municipality_choices, **kwargs)
