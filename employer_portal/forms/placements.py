"""Forms of a placement: what is agreed, the hours of a week, an evaluation."""

from wtforms import Form, RadioField
from wtforms.fields.choices import SelectChoice

from employer_portal import placement_words, words
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import (
    ChoiceField,
    DayField,
    LineField,
    NumberField,
    WholeNumberField,
    WordsField,
    choices,
)
from employer_portal.i18n import gettext, mark
from matching_service.services.placements.attendance import MOST_HOURS, Hours
from matching_service.services.placements.evaluations import SCALES
from matching_service.services.placements.placement_record import Terms

_HOURS = Answered(mark("Write a number, 0 for none."))


class TermsForm(PortalForm):
    title = LineField(mark("What is the work called?"), [Answered(mark("Write what the work is called."))])
    starts_on = DayField(mark("First day"), description=mark("For example 1. 2. 2027."))
    ends_on = DayField(mark("Last day"))
    hours_per_week = WholeNumberField(mark("Hours a week"), low=1, high=60)
    mentor = LineField(mark("Who is the mentor?"), description=mark("Name and job at the company."))
    duties = WordsField(mark("What will the intern do and learn?"))
    allowance = NumberField(
        mark("Allowance"), description=mark("Write 0 if there is none. Empty means that nothing was said yet.")
    )
    allowance_currency = ChoiceField(mark("Currency"), choices=[SelectChoice("RSD"), SelectChoice("EUR")])
    allowance_period = ChoiceField(mark("Paid"), choices=lambda: choices(words.PAY_PERIODS, mark("not said")))

    def terms(self) -> Terms:
        given = {name: self[name].data for name in Terms.__slots__}
        return Terms(**given | {"allowance_period": self.allowance_period.data or None})


class HoursForm(PortalForm):
    planned = WholeNumberField(mark("Hours planned"), [_HOURS], low=0, high=MOST_HOURS)
    present = WholeNumberField(mark("Hours present"), [_HOURS], low=0, high=MOST_HOURS)
    excused = WholeNumberField(
        mark("Hours excused"), [_HOURS], low=0, high=MOST_HOURS, description=mark("Away with a good reason.")
    )
    missed = WholeNumberField(
        mark("Hours missed"), [_HOURS], low=0, high=MOST_HOURS, description=mark("Away without saying why.")
    )

    def hours(self) -> Hours:
        return Hours(*(int(self[name].data) for name in Hours.__slots__))


class EvaluationForm(PortalForm):
    """Its scales are those of one side; see `evaluation_form`."""

    words = WordsField(mark("What should the counsellor know?"))

    def scales(self) -> dict[str, int]:
        return {field.name: int(field.data) for field in self if isinstance(field, RadioField) and field.data}


def evaluation_form(side: str) -> EvaluationForm:
    """With a question for each scale of this side, before the words."""
    scales = {name: _scale(text) for name, text in placement_words.SCALES[side].items() if name in SCALES[side]}
    return type(f"{side.title()}EvaluationForm", (EvaluationForm,), scales)()


def _scale(text: str) -> RadioField:
    return RadioField(
        text,
        [Answered(mark("Choose a number from 1 to 5."))],
        choices=lambda: [
            (str(number), f"{number} – {gettext(end)}") for number, end in placement_words.SCALE_ENDS.items()
        ],
    )


class DayForm(Form):
    """Of a step or a paper: the day it was."""

    day = DayField(mark("Day"))
