"""The lists of a profile that grow: jobs, schools, trainings. Each has a form for one entry and one around them."""

from dataclasses import replace
from typing import ClassVar

from wtforms import BooleanField, FieldList, Form, FormField

from employer_portal import words
from employer_portal.access import source_of
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import (
    ChoiceField,
    LineField,
    NumberField,
    WholeNumberField,
    WordsField,
    YearField,
    choices,
)
from employer_portal.forms.named import OccupationField
from employer_portal.i18n import mark
from matching_service.request_context import current_actor
from matching_service.services.profiles.people import (
    EducationRecord,
    ExperienceRecord,
    PersonRecord,
    RequalificationRecord,
)


def _source() -> str:
    return source_of(current_actor())


class EntryForm(Form):
    """One entry of a list. An entry where nothing of `tells` is filled in, or which is to be removed, is left out."""

    tells: ClassVar[tuple[str, ...]] = ()
    record_class: ClassVar[type] = object

    @property
    def left_out(self) -> bool:
        return self.remove.data or not any(self[name].data not in (None, "") for name in self.tells)

    def validate(self, extra_validators=None) -> bool:
        return self.left_out or super().validate(extra_validators)

    def record(self) -> object:
        answers = {field.short_name: field.data for field in self if field.short_name != "remove"}
        return self.record_class(**answers)


class EducationEntry(EntryForm):
    tells = ("isced_level", "qualification", "field", "institution", "year")
    record_class = EducationRecord

    isced_level = ChoiceField(
        mark("Schooling"), number=True, choices=lambda: choices(words.ISCED_LEVELS, mark("Not known"))
    )
    qualification = LineField(mark("Title or trade"), description=mark("As on the diploma, for example “Cook”."))
    field = LineField(mark("Field"))
    institution = LineField(mark("School"))
    year = YearField(mark("Year finished"))
    occupation = OccupationField(mark("Counts as occupation"), source=_source)
    remove = BooleanField(mark("Remove this entry"))


class ExperienceEntry(EntryForm):
    tells = ("title", "employer_name", "description", "years", "ended_year")
    record_class = ExperienceRecord

    title = LineField(mark("What was the job?"), [Answered(mark("Write what the job was."))])
    employer_name = LineField(mark("Where?"))
    description = WordsField(mark("What did the person do there?"))
    years = NumberField(mark("How many years?"), high=70, description=mark("For half a year write 0,5."))
    ended_year = YearField(mark("Until which year?"), description=mark("Leave empty if it still goes on."))
    occupation = OccupationField(mark("Counts as occupation"), source=_source)
    remove = BooleanField(mark("Remove this entry"))

    def record(self) -> ExperienceRecord:
        kept = super().record()
        return replace(kept, years=None if kept.years is None else float(kept.years))


class RequalificationEntry(EntryForm):
    tells = ("to_text", "from_text", "provider", "year", "hours", "certificate")
    record_class = RequalificationRecord

    to_text = LineField(mark("Trained for"), [Answered(mark("Write what the training was for."))])
    from_text = LineField(mark("Earlier occupation"))
    kind = ChoiceField(mark("Kind"), choices=lambda: choices(words.REQUALIFICATION_KINDS))
    state = ChoiceField(mark("State"), choices=lambda: choices(words.REQUALIFICATION_STATES))
    provider = LineField(mark("Who held the training?"))
    year = YearField(mark("Year"))
    hours = WholeNumberField(mark("Hours"), low=1, high=10_000)
    certificate = LineField(mark("Certificate"))
    to_occupation = OccupationField(mark("Trained for: counts as occupation"), source=_source)
    from_occupation = OccupationField(mark("Earlier: counts as occupation"), source=_source)
    remove = BooleanField(mark("Remove this entry"))


class EntriesForm(PortalForm):
    """A form around one list of entries, named as in the record."""

    list_name: ClassVar[str] = ""

    @property
    def entries(self) -> FieldList:
        return self[self.list_name]

    def add_blank(self) -> None:
        self.entries.append_entry()

    def applied_to(self, record: PersonRecord) -> PersonRecord:
        kept = tuple(entry.form.record() for entry in self.entries if not entry.form.left_out)
        return replace(record, **{self.list_name: kept})


class EducationsForm(EntriesForm):
    list_name = "educations"
    educations = FieldList(FormField(EducationEntry))


class ExperiencesForm(EntriesForm):
    list_name = "experiences"
    experiences = FieldList(FormField(ExperienceEntry))


class RequalificationsForm(EntriesForm):
    list_name = "requalifications"
    requalifications = FieldList(FormField(RequalificationEntry))
