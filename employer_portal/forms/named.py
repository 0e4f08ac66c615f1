"""Fields for things of the taxonomy, typed freely by their names."""

from collections.abc import Callable

from wtforms.fields.core import Field
from wtforms.utils import unset_value
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from employer_portal import lookup, presentation
from employer_portal.i18n import gettext
from matching_service.request_context import taxonomy
from matching_service.services.profiles.people import OccupationReading
from matching_service.services.reference_data.taxonomy import Suggestion


class _NamedField(Field):
    """A name typed freely that must lead to something in the taxonomy.

    A name that is not known exactly brings `suggestions` to pick from (`<name>-pick`); what was picked counts only
    while the text is the one it was offered for (`<name>-asked`).
    """

    widget = TextInput()
    kind = ""
    several = False
    suggestions: tuple[Suggestion, ...] = ()
    picked: tuple[str, ...] = ()
    text = ""

    def process(self, formdata, data=unset_value, extra_filters=None):
        if formdata is not None and self.name in formdata:
            self.text = formdata.get(self.name, "").strip()
            if formdata.get(f"{self.name}-asked", "").strip() == self.text:
                self.picked = tuple(filter(None, formdata.getlist(f"{self.name}-pick")))
        super().process(formdata, data, extra_filters)

    def _value(self) -> str:
        return self.text

    def _codes(self) -> tuple[str, ...]:
        """The codes meant by the answer. Raises ValidationError, and offers suggestions, when that is not clear."""
        if self.picked:
            return self.picked
        self.suggestions = lookup.suggestions(self.text, self.kind)
        exact = lookup.named_exactly(self.text, self.suggestions)
        if exact is not None:
            return (exact.code,)
        if self.suggestions:
            raise ValidationError(gettext("Choose what is closest to “%(text)s”.") % {"text": self.text})
        raise ValidationError(gettext("We do not know “%(text)s”. Try another word.") % {"text": self.text})


class OccupationField(_NamedField):
    """Data is an OccupationReading: what the program read stays until somebody names another or confirms it.

    Emptying the field says that what was read is wrong and nothing takes its place. `confirms`: saving the form
    confirms what was read, without a box to tick.
    """

    kind = "occupation"

    def __init__(self, *args, source: Callable[[], str], confirms: bool = False, **kwargs):
        self.confirms = self.confirmed = confirms
        self.source = source
        super().__init__(*args, **kwargs)

    def process(self, formdata, data=unset_value, extra_filters=None):
        if formdata is not None:
            self.confirmed = self.confirms or f"{self.name}-confirmed" in formdata
        super().process(formdata, data, extra_filters)

    def process_data(self, value):
        self.data = value or OccupationReading()
        if not self.text:
            self.text = self._name(self.data)

    def process_formdata(self, valuelist):
        if valuelist:
            self.text = valuelist[0].strip()

    def pre_validate(self, form):
        before = self.object_data or OccupationReading()
        if self.picked:
            self.data = self._decided(self.picked[0])
        elif self.text == self._name(before):
            self.data = self._decided(before.code) if self.confirmed and before.code else before
        elif not self.text:
            self.data = self._decided(None)
        else:
            self.data = self._decided(self._codes()[0])

    def _decided(self, code: str | None) -> OccupationReading:
        return OccupationReading(code, self.source(), 1.0)

    @staticmethod
    def _name(reading: OccupationReading) -> str:
        return presentation.occupation(reading.code)


class NamedOccupationField(_NamedField):
    """Data is the code of the occupation that was typed; None when nothing was."""

    kind = "occupation"

    def process_formdata(self, valuelist):
        self.data = None

    def pre_validate(self, form):
        self.data = self._codes()[0] if self.text else None


class SkillsField(_NamedField):
    """Data is the codes of the skills to add; empty when nothing was typed."""

    kind = "skill"
    several = True

    def process_formdata(self, valuelist):
        self.data = ()

    def pre_validate(self, form):
        known = taxonomy().skills
        self.data = tuple(code for code in self._codes() if code in known) if self.text else ()
