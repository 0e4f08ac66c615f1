"""What a counsellor plans for a person, writes down after a talk, and calls a list of people."""

from collections.abc import Iterable

from wtforms import ValidationError

from employer_portal import words
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import ChoiceField, DayField, LineField, WordsField, choices
from employer_portal.i18n import gettext, mark
from matching_service.services.casework.responsibility import Colleague

_NO_SECRETS = mark("Only what is to be done. What was told in confidence belongs in the notes.")


class FollowUpForm(PortalForm):
    text = LineField(
        mark("What is to be done?"), [Answered(mark("Write what is to be done."))], description=_NO_SECRETS
    )
    due_on = DayField(mark("By which day?"), [Answered(mark("Write the day."))])
    assigned_to = ChoiceField(mark("Who does it?"), number=True, choices=(), validate_choice=False)

    def offer(self, colleagues: Iterable[Colleague], chosen: int | None) -> None:
        self.assigned_to.choices = choices({one.id: one.name for one in colleagues})
        if not self.is_submitted():
            self.assigned_to.data = chosen


class ContactForm(PortalForm):
    """A talk or a visit; the note is sealed. `next_step` and `next_on` plan what comes of it."""

    way = ChoiceField(mark("How?"), choices=lambda: choices(words.CONTACT_WAYS))
    said = WordsField(
        mark("What was said?"),
        [Answered(mark("Write what was said."))],
        description=mark("It is kept sealed, as a note."),
    )
    next_step = LineField(mark("What comes next?"), description=_NO_SECRETS)
    next_on = DayField(mark("On which day?"))

    def validate_next_step(self, field) -> None:
        if self.next_on.data and not field.data:
            raise ValidationError(gettext("Write what is to be done."))

    def validate_next_on(self, field) -> None:
        if self.next_step.data and not field.data and not field.errors:
            raise ValidationError(gettext("Write the day."))

    def note(self) -> str:
        """Begins with how they were in touch."""
        return f"{gettext(words.CONTACT_WAYS[self.way.data])}: {self.said.data}"


class PoolForm(PortalForm):
    name = LineField(
        mark("Name of the list"),
        [Answered(mark("Write a name."))],
        description=mark("Such as “Cooks, Vranje 2026”."),
    )
    note = WordsField(mark("A few words"), description=mark("What the list is for. Write nothing about single people."))
