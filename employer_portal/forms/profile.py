"""A profile, changed one section at a time: each form takes a PersonRecord and gives it back with its answers."""

from dataclasses import replace
from typing import ClassVar

from wtforms import BooleanField, FieldList, Form, FormField, HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from employer_portal import words
from employer_portal.access import source_of
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import (
    ChoiceField,
    DayField,
    EmailLine,
    LicencesField,
    LineField,
    MunicipalityField,
    PhoneLine,
    WholeNumberField,
    WordsField,
    choices,
)
from employer_portal.forms.named import SkillsField
from employer_portal.forms.openings import LanguageRow, languages_of
from employer_portal.i18n import gettext, mark
from matching_service.request_context import current_actor
from matching_service.services.profiles.people import (
    MentionRecord,
    PersonRecord,
    SkillRecord,
)

LANGUAGE_ROWS = 5


def _source() -> str:
    return source_of(current_actor())


class SpokenRow(LanguageRow):
    """A language of a person: no level means that it is not known."""

    level = ChoiceField(mark("Level"), choices=lambda: choices(words.LANGUAGE_LEVELS, mark("Level not known")))


class BasicsForm(PortalForm):
    to_the_person: ClassVar[dict[str, str]] = {
        "municipality": mark("Municipality where you live"),
        "mobility_km": mark("How far can you travel to work, in kilometres?"),
        "available_from": mark("From when can you start?"),
        "working_time": mark("What working time do you want?"),
    }

    given_name = LineField(mark("First name"), [Answered(mark("Write the first name."))])
    family_name = LineField(mark("Family name"), [Answered(mark("Write the family name."))])
    email = EmailLine(mark("E-mail"))
    phone = PhoneLine(mark("Phone"))
    municipality = MunicipalityField(mark("Municipality where the person lives"))
    mobility_km = WholeNumberField(
        mark("How far can the person travel to work, in kilometres?"),
        high=2000,
        description=mark("One way. Leave empty if you do not know: then it is not held against the person."),
    )
    available_from = DayField(
        mark("From when can the person start?"),
        description=mark("For example 1. 2. 2027; if at once, today's date. Leave empty if you do not know."),
    )
    working_time = ChoiceField(
        mark("Working time wanted"), choices=lambda: choices(words.WORKING_TIMES, mark("Not known"))
    )

    def applied_to(self, record: PersonRecord) -> PersonRecord:
        names = ("given_name", "family_name", "municipality", "mobility_km", "available_from", "working_time")
        answers = {name: self[name].data for name in names}
        contact = {name: self[name].data or None for name in ("email", "phone")}
        return replace(record, **answers, **contact)


class WordsForm(PortalForm):
    to_the_person: ClassVar[dict[str, str]] = {
        "about": mark("About you, in your own words"),
        "wishes": mark("What work do you want?"),
    }

    about = WordsField(
        mark("About oneself, in one's own words"),
        description=mark("Work done so far, knowledge, skills. Occupations are read out of it."),
    )
    wishes = WordsField(mark("Work wished for"))

    def applied_to(self, record: PersonRecord) -> PersonRecord:
        return replace(record, about=self.about.data, wishes=self.wishes.data)


# What somebody may say of a skill or an occupation that stands in a profile.
KEEP, HAS, HAS_NOT, REMOVE = "keep", "has", "has_not", "remove"


def _skill_verdicts() -> list[SelectChoice]:
    has_it = gettext("Has it: %(level)s")
    levels = {f"level-{level}": has_it % {"level": gettext(text)} for level, text in words.SKILL_LEVELS.items()}
    return [
        SelectChoice(KEEP, gettext("Leave as it is")),
        SelectChoice(HAS, gettext("Has it, level not known")),
        *(SelectChoice(value, text) for value, text in levels.items()),
        SelectChoice(HAS_NOT, gettext("Does not have it")),
        SelectChoice(REMOVE, gettext("Remove from the profile")),
    ]


class SkillEntry(Form):
    code = HiddenField()
    verdict = ChoiceField(mark("What is true?"), choices=_skill_verdicts, default=KEEP)


class SkillsForm(PortalForm):
    skills = FieldList(FormField(SkillEntry))
    more = SkillsField(mark("Add a skill"), description=mark("For example: welding, Excel, care of the elderly."))
    skills_complete = BooleanField(
        mark("This list is complete"),
        description=mark("What is not in it, the person does not have. If not ticked, it counts as not known."),
    )

    def applied_to(self, record: PersonRecord) -> PersonRecord:
        verdicts = {entry.form.code.data: entry.form.verdict.data for entry in self.skills}
        kept = [_judged(skill, verdicts.get(skill.code, KEEP)) for skill in record.skills]
        listed = {skill.code for skill in record.skills}
        added = [SkillRecord(code, source=_source()) for code in self.more.data if code not in listed]
        skills = (*filter(None, kept), *added)
        return replace(record, skills=skills, skills_complete=self.skills_complete.data)


def _judged(skill: SkillRecord, verdict: str) -> SkillRecord | None:
    """A skill read from text that is to be removed is rejected instead: it would be read again."""
    if verdict == KEEP:
        return skill
    if verdict == REMOVE and skill.source != "text":
        return None
    level = int(verdict.removeprefix("level-")) if verdict.startswith("level-") else None
    level = 0 if verdict in (HAS_NOT, REMOVE) else level
    return SkillRecord(skill.code, level, _source(), 1.0, skill.evidence)


class MentionEntry(Form):
    code = HiddenField()
    verdict = ChoiceField(
        mark("What is true?"),
        default=KEEP,
        choices=lambda: [
            SelectChoice(KEEP, gettext("Leave as it is")),
            SelectChoice(HAS, gettext("Yes, that is right")),
            SelectChoice(HAS_NOT, gettext("No, that is not meant")),
        ],
    )


class MentionsForm(PortalForm):
    """Occupations read out of the person's own words."""

    mentions = FieldList(FormField(MentionEntry))

    def applied_to(self, record: PersonRecord) -> PersonRecord:
        verdicts = {entry.form.code.data: entry.form.verdict.data for entry in self.mentions}
        judged = (_judged_mention(item, verdicts.get(item.code, KEEP)) for item in record.mentions)
        return replace(record, mentions=tuple(judged))


def _judged_mention(mention: MentionRecord, verdict: str) -> MentionRecord:
    if verdict == KEEP:
        return mention
    return replace(mention, source=_source(), confidence=1.0, rejected=verdict == HAS_NOT)


class LanguagesForm(PortalForm):
    to_the_person: ClassVar[dict[str, str]] = {
        "languages_complete": mark("These are all the languages I speak"),
        "licences_complete": mark("These are all the driving licences I have"),
    }

    languages = FieldList(FormField(SpokenRow), min_entries=LANGUAGE_ROWS)
    languages_complete = BooleanField(mark("These are all the languages the person speaks"))
    licences = LicencesField(mark("Driving licences"))
    licences_complete = BooleanField(mark("These are all the driving licences the person has"))

    def validate_languages(self, field):
        named = [row.form.language.data for row in field if row.form.language.data]
        if len(named) != len(set(named)):
            raise ValidationError(gettext("Choose each language once."))

    def applied_to(self, record: PersonRecord) -> PersonRecord:
        return replace(
            record,
            languages=languages_of(self.languages),
            languages_complete=self.languages_complete.data,
            licences=tuple(self.licences.data or ()),
            licences_complete=self.licences_complete.data,
        )
