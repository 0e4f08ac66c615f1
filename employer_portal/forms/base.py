"""What every form of the portal does alike."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import ClassVar

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField
from wtforms.validators import StopValidation

from employer_portal import reasons
from employer_portal.i18n import gettext
from matching_service.errors import Invalid


@dataclass(frozen=True, slots=True)
class Problem:
    """A line of the error summary; `anchor` is the id of the field and `label` its name, both empty for the form."""

    anchor: str
    label: str
    message: str


class Answered:
    """The question must be answered; the message says how."""

    field_flags: ClassVar = {"required": True}

    def __init__(self, message: str):
        self.message = message

    def __call__(self, form, field):
        if not (field.raw_data and field.raw_data[0].strip()):
            field.errors[:] = []
            raise StopValidation(gettext(self.message))


class PortalForm(FlaskForm):
    """`to_the_person`: labels for whoever fills the form in about themselves, by the names of the fields."""

    to_the_person: ClassVar[dict[str, str]] = {}

    def speak_to_the_person(self) -> None:
        for name, text in self.to_the_person.items():
            self[name].label.text = text

    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, in the order of the fields."""
        whole = (Problem("", "", message) for message in self.form_errors)
        return (*whole, *(problem for field in self for problem in _problems_of(field)))

    @contextmanager
    def refusals_shown(self) -> Iterator[None]:
        """What a service refuses inside the block becomes errors of the fields it names."""
        try:
            yield
        except Invalid as invalid:
            for path, problem in invalid.problems.items():
                self._take_refusal(path, reasons.refusal(path, problem))

    def _take_refusal(self, path: str, message: str) -> None:
        field = self._fields.get(path.rsplit("/", 1)[-1]) or self._fields.get(path.split("/", 1)[0])
        if field is None or isinstance(field, FieldList):
            self.form_errors = [*self.form_errors, message]
        else:
            field.errors = [*field.errors, message]


def _problems_of(field: Field) -> Iterator[Problem]:
    if isinstance(field, FormField):
        for inner in field.form:
            yield from _problems_of(inner)
    elif isinstance(field, FieldList):
        yield from _problems_in(field, (error for error in field.errors if isinstance(error, str)))
        for entry in field.entries:
            yield from _problems_of(entry)
    else:
        yield from _problems_in(field, field.errors)


def _problems_in(field: Field, messages: Iterable[str]) -> Iterator[Problem]:
    for message in messages:
        yield Problem(field.id, gettext(field.label.text).rstrip("?"), message)
