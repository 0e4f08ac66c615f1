"""Posting an opening, saying which skills it needs, and a coordinator's answer to it."""

from dataclasses import replace
from datetime import date

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField, RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from employer_portal import words
from employer_portal.access import source_of
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import (
    ChoiceField,
    DayField,
    LicencesField,
    LineField,
    MunicipalityField,
    NumberField,
    WholeNumberField,
    WordsField,
    choices,
)
from employer_portal.forms.named import OccupationField, SkillsField
from employer_portal.i18n import gettext, mark
from matching_service.request_context import current_actor
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.profiles.people import LanguageRecord

PLAIN = (
    "title", "description", "learning_goals", "mentor", "education_min", "municipality", "place", "remote", "places",
    "hours_per_week", "working_time", "starts_on", "ends_on", "apply_by", "pay_from", "pay_to", "pay_currency",
    "pay_period", "offers",
)  # fmt: skip
LANGUAGE_ROWS = 3
# of one opening; more is a slip of the hand
MOST_PLACES = 1000


class LanguageRow(Form):
    language = ChoiceField(mark("Language"), choices=lambda: choices(words.SPOKEN_LANGUAGES, mark("No language")))
    level = ChoiceField(mark("Level"), choices=lambda: choices(words.LANGUAGE_LEVELS, mark("Any level")))

    def record(self) -> LanguageRecord:
        return LanguageRecord(self.language.data, self.level.data)


def languages_of(rows: FieldList) -> tuple[LanguageRecord, ...]:
    return tuple(row.form.record() for row in rows if row.form.language.data)


class OpeningForm(PortalForm):
    """Fields in the order of the page, as mistakes are told in theirs."""

    title = LineField(
        mark("What do you call this place?"),
        [Answered(mark("Write a title, such as Sewing machine operator."))],
        description=mark("As you would say it, for example “Sewing machine operator” or “Internship in bookkeeping”."),
    )
    description = WordsField(
        mark("What will the person do, and what should they know?"),
        [Answered(mark("Describe the work in a few sentences."))],
        description=mark("In your own words. We read the skills out of it, and you set them right."),
    )
    places = WholeNumberField(
        mark("How many people do you look for?"),
        [Answered(mark("Write how many people you look for."))],
        low=1,
        high=MOST_PLACES,
    )
    municipality = MunicipalityField(mark("Municipality"))
    apply_by = DayField(mark("Apply by"), description=mark("After this day the opening is no longer shown."))
    pay_from = NumberField(mark("Pay from"))
    pay_to = NumberField(mark("Pay up to"))
    pay_currency = ChoiceField(mark("Currency"), choices=[SelectChoice("RSD"), SelectChoice("EUR")])
    pay_period = ChoiceField(mark("Paid"), choices=lambda: choices(words.PAY_PERIODS, mark("not said")))
    education_min = ChoiceField(
        mark("What is the least schooling?"),
        number=True,
        choices=lambda: choices(words.ISCED_LEVELS, mark("It does not matter")),
    )
    languages = FieldList(FormField(LanguageRow), min_entries=LANGUAGE_ROWS)
    licences = LicencesField(mark("Which driving licences are required?"))
    place = LineField(mark("Address or place, in more detail"))
    remote = BooleanField(mark("The work can be done from home"))
    working_time = ChoiceField(
        mark("Working time"), choices=lambda: choices(words.WORKING_TIMES, mark("Not decided yet"))
    )
    hours_per_week = WholeNumberField(mark("Hours a week"), low=1, high=60)
    starts_on = DayField(mark("First day"), description=mark("For example 1. 2. 2027."))
    ends_on = DayField(mark("Last day"), description=mark("Leave empty if there is no end."))
    learning_goals = WordsField(mark("What will the intern learn?"))
    mentor = LineField(mark("Who will be the mentor?"), description=mark("Name and job."))
    offers = WordsField(
        mark("What else do you offer?"),
        description=mark("For example meals, transport, training, a job after the internship."),
    )

    def speak_of_an_allowance(self) -> None:
        """For internships."""
        self.pay_from.label.text, self.pay_to.label.text = mark("Allowance from"), mark("Allowance up to")

    def validate_apply_by(self, field):
        if field.data is not None and field.data < date.today():
            raise ValidationError(gettext("This day has passed. Write a day from today on."))
        if field.data is not None and self.ends_on.data is not None and field.data > self.ends_on.data:
            raise ValidationError(gettext("The last day to apply must not come after the last day of work."))

    def record(self, before: OpeningRecord) -> OpeningRecord:
        """`before` with the answers; its occupation and skills stay as they are."""
        answers = {name: self[name].data for name in PLAIN}
        return replace(
            before, **answers, languages=languages_of(self.languages), licences=tuple(self.licences.data or ())
        )

    def sound_record(self, before: OpeningRecord) -> OpeningRecord:
        """As `record`, of a form that may be unfinished: what is wrong stays as it is in `before`."""
        answers = {name: self[name].data for name in PLAIN if not self[name].errors}
        words = {name: self[name].data or "" for name in ("title", "description")}
        languages = before.languages if self.languages.errors else languages_of(self.languages)
        licences = before.licences if self.licences.errors else tuple(self.licences.data or ())
        return replace(before, **(answers | words), languages=languages, licences=licences)


class DemandRow(Form):
    code = HiddenField()
    wanted = RadioField(
        choices=lambda: [
            SelectChoice("required", gettext("Required")),
            SelectChoice("desired", gettext("Good to have")),
            SelectChoice("no", gettext("Not needed")),
        ]
    )


class DemandsForm(PortalForm):
    """What the program read out of the text, to be confirmed or corrected."""

    occupation = OccupationField(mark("Occupation"), source=lambda: source_of(current_actor()), confirms=True)
    skills = FieldList(FormField(DemandRow))
    more = SkillsField(
        mark("Add a skill"),
        description=mark("For example: overlock, driving a forklift, Excel, patience with children."),
    )

    def record(self, before: OpeningRecord) -> OpeningRecord:
        known = {demand.code: demand for demand in before.skills}
        rows = [row.form for row in self.skills if row.form.code.data in known]
        answered = [_answered(known[row.code.data], row.wanted.data) for row in rows]
        listed = {demand.code for demand in answered}
        added = [SkillDemand(code, source=_source()) for code in self.more.data if code not in listed]
        return replace(before, occupation=self.occupation.data, skills=(*answered, *added))


def _source() -> str:
    return source_of(current_actor())


def _answered(demand: SkillDemand, wanted: str) -> SkillDemand:
    """A demand as somebody has decided: from now on it is theirs, no longer the program's reading."""
    decided = {"source": _source(), "confidence": 1.0, "rejected": wanted == "no"}
    return replace(demand, required=wanted == "required", weight=1.0, **decided)


def demand_rows(record: OpeningRecord) -> list[dict[str, str]]:
    return [{"code": item.code, "wanted": wanted(item)} for item in record.skills]


def wanted(demand: SkillDemand) -> str:
    if demand.rejected:
        return "no"
    return "required" if demand.required else "desired"


class LastDayForm(PortalForm):
    apply_by = DayField(
        mark("New last day to apply"),
        [Answered(mark("Write a day, such as 1. 2. 2027."))],
        description=mark("For example 1. 2. 2027."),
    )


class ReturnForm(PortalForm):
    reason = WordsField(
        mark("What should the company correct?"),
        [Answered(mark("Write why, so that the company knows what to correct."))],
        description=mark("The company will read this."),
    )
