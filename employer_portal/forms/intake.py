"""A CV handed in, and what was read of it, row by row: each is taken over only where it is ticked."""

from typing import ClassVar

from flask_wtf.file import FileField
from wtforms import BooleanField, FieldList, Form, FormField, HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from employer_portal import presentation, words
from employer_portal.access import source_of
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import (
    ChoiceField,
    EmailLine,
    LineField,
    MunicipalityField,
    NumberField,
    PhoneLine,
    WholeNumberField,
    WordsField,
    YearField,
    choices,
)
from employer_portal.forms.named import NamedOccupationField
from employer_portal.i18n import gettext, mark
from matching_service.request_context import current_actor, taxonomy
from matching_service.services.intake.intake import Confirmed
from matching_service.services.profiles.people import (
    EducationRecord,
    ExperienceRecord,
    LanguageRecord,
    OccupationReading,
    RequalificationRecord,
    SkillRecord,
)

# What an entry may count as, beside the occupations that were read.
BY_ITSELF, NONE = "", "-"


class CvForm(PortalForm):
    text = WordsField(
        mark("Or paste the text of the CV"),
        description=mark("Serbian, Albanian, German or English, in any order. A few sentences are enough, too."),
    )
    file = FileField(
        mark("Choose a file"),
        description=mark("Word (DOCX), PDF, OpenDocument, Europass or plain text, up to 5 MB. A scan cannot be read."),
    )

    def content(self) -> bytes:
        return self.file.data.read() if self.file.data else b""


class Row(Form):
    """`passage`: where it was read; `sure`: ticked from the beginning; `instead`: what the profile says now. A row
    that is
    not ticked is not looked at."""

    take = BooleanField(mark("Take over"))
    passage = HiddenField()
    sure = HiddenField()
    instead = HiddenField()

    def validate(self, extra_validators=None) -> bool:
        return not self.take.data or super().validate(extra_validators)


class LineRow(Row):
    value = LineField()


class EmailRow(Row):
    value = EmailLine(mark("E-mail"))


class PhoneRow(Row):
    value = PhoneLine(mark("Phone"))


class PlaceRow(Row):
    value = MunicipalityField(mark("Municipality"))


class AboutRow(Row):
    value = WordsField(mark("Own words"))


class WishesRow(Row):
    value = WordsField(mark("Work wished for"))


class OccupationRow(Row):
    """`guesses` are codes and how sure each is: "kuvar:0.93 pekar:0.41". What is typed goes before what is chosen."""

    guesses = HiddenField()
    counts_as = ChoiceField(mark("Counts as occupation"), choices=list)
    other = NamedOccupationField(mark("Or another occupation"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.counts_as.choices = [*self._guessed(), *_other_answers()]

    def _guessed(self) -> list[SelectChoice]:
        pairs = (pair.rsplit(":", 1) for pair in (self.guesses.data or "").split() if ":" in pair)
        known = [(code, float(sure)) for code, sure in pairs if code in taxonomy().occupations]
        return [
            SelectChoice(code, f"{presentation.occupation(code)} ({presentation.percent(sure)})")
            for code, sure in known
        ]

    def reading(self) -> OccupationReading:
        """What somebody has chosen; nothing where the program is to read the text by itself."""
        if self.other.data:
            return OccupationReading(self.other.data, source_of(current_actor()), 1.0)
        if self.counts_as.data is None:
            return OccupationReading()
        code = None if self.counts_as.data == NONE else self.counts_as.data
        return OccupationReading(code, source_of(current_actor()), 1.0)


def _other_answers() -> list[SelectChoice]:
    return [
        SelectChoice(BY_ITSELF, gettext("I do not know: let the program read it")),
        SelectChoice(NONE, gettext("None of these")),
    ]


class ExperienceRow(OccupationRow):
    title = LineField(mark("What was the job?"), [Answered(mark("Write what the job was."))])
    employer_name = LineField(mark("Where?"))
    years = NumberField(mark("How many years?"), high=70)
    ended_year = YearField(mark("Until which year?"), description=mark("Leave empty if it still goes on."))
    description = WordsField(mark("What did the person do there?"))

    def record(self) -> ExperienceRecord:
        years = None if self.years.data is None else float(self.years.data)
        told = (self.title.data, self.employer_name.data, self.description.data)
        return ExperienceRecord(*told, years, self.ended_year.data, self.reading())


class EducationRow(OccupationRow):
    isced_level = ChoiceField(
        mark("Schooling"), number=True, choices=lambda: choices(words.ISCED_LEVELS, mark("Not known"))
    )
    qualification = LineField(mark("Title or trade"))
    field = LineField(mark("Field"))
    institution = LineField(mark("School"))
    year = YearField(mark("Year finished"))

    def record(self) -> EducationRecord:
        names = ("isced_level", "field", "qualification", "institution", "year")
        return EducationRecord(*(self[name].data for name in names), self.reading())


class TrainingRow(OccupationRow):
    to_text = LineField(mark("Trained for"), [Answered(mark("Write what the training was for."))])
    kind = ChoiceField(mark("Kind"), choices=lambda: choices(words.REQUALIFICATION_KINDS))
    provider = LineField(mark("Who held the training?"))
    year = YearField(mark("Year"))
    hours = WholeNumberField(mark("Hours"), low=1, high=10_000)

    def record(self) -> RequalificationRecord:
        names = ("to_text", "kind", "provider", "year", "hours")
        said = {name: self[name].data for name in names if self[name].data is not None}
        return RequalificationRecord(**said, to_occupation=self.reading())


class SkillRow(Row):
    code = HiddenField()

    def record(self) -> SkillRecord:
        return SkillRecord(self.code.data, source=source_of(current_actor()))


class SpokenRow(Row):
    language = HiddenField()
    level = ChoiceField(mark("Level"), choices=lambda: choices(words.LANGUAGE_LEVELS, mark("Level not known")))

    def record(self) -> LanguageRecord:
        return LanguageRecord(self.language.data, self.level.data)


class LicenceRow(Row):
    category = HiddenField()

    def record(self) -> str:
        return self.category.data


ONCE = ("email", "phone", "municipality", "about", "wishes")
LISTS = ("experiences", "educations", "requalifications", "skills", "languages", "licences")


class ConfirmForm(PortalForm):
    """`there`, `left_out` and `unread` are only shown, and come back so that they are shown again."""

    # of what the page is about a new person
    is_new: ClassVar[bool] = False

    email = FieldList(FormField(EmailRow), max_entries=1)
    phone = FieldList(FormField(PhoneRow), max_entries=1)
    municipality = FieldList(FormField(PlaceRow), max_entries=1)
    experiences = FieldList(FormField(ExperienceRow))
    educations = FieldList(FormField(EducationRow))
    requalifications = FieldList(FormField(TrainingRow))
    skills = FieldList(FormField(SkillRow))
    languages = FieldList(FormField(SpokenRow))
    licences = FieldList(FormField(LicenceRow))
    about = FieldList(FormField(AboutRow), max_entries=1)
    wishes = FieldList(FormField(WishesRow), max_entries=1)
    there = FieldList(HiddenField())
    left_out = FieldList(HiddenField())
    unread = FieldList(HiddenField())
    other_name = HiddenField()

    def validate_skills(self, field):
        _only_known(field, "code", taxonomy().skills)

    def validate_licences(self, field):
        _only_known(field, "category", words.LICENCES)

    def rows(self) -> int:
        return sum(len(self[name]) for name in (*ONCE, *LISTS))

    def confirmed(self) -> Confirmed:
        once = {name: self[name][0].form.value.data for name in ONCE if self[name] and self[name][0].form.take.data}
        lists = {name: tuple(row.form.record() for row in self[name] if row.form.take.data) for name in LISTS}
        names = {name: self[name].data for name in ("given_name", "family_name") if name in self}
        return Confirmed(**names, **once, **lists)


class ConfirmNewForm(ConfirmForm):
    is_new = True

    given_name = LineField(mark("First name"), [Answered(mark("Write the first name."))])
    family_name = LineField(mark("Family name"), [Answered(mark("Write the family name."))])


def _only_known(rows: FieldList, name: str, known) -> None:
    if any(row.form.take.data and row.form[name].data not in known for row in rows):
        raise ValidationError(gettext("Choose one of the values offered."))
