"""Looking something up in the audit trail."""

from collections.abc import Sequence
from typing import ClassVar

from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from employer_portal import audit_words
from employer_portal.forms.base import PortalForm
from employer_portal.forms.fields import ChoiceField, DayField, WholeNumberField
from employer_portal.i18n import gettext, mark
from matching_service.services.trail.audit_trail import AuditQuestion

_LARGEST_ID = 2**31 - 1


class AuditForm(PortalForm):
    """Asks only, so it needs no token and may be kept as an address."""

    class Meta:
        csrf = False

    NAMES: ClassVar = ("person", "account", "action", "first_day", "last_day")

    person = WholeNumberField(mark("Number of the person"), low=1, high=_LARGEST_ID)
    account = WholeNumberField(mark("Number of the account"), low=1, high=_LARGEST_ID)
    action = ChoiceField(mark("What was done"), choices=[], validate_choice=False)
    first_day = DayField(mark("From the day"))
    last_day = DayField(mark("To the day"))

    def validate_last_day(self, field):
        if self.first_day.data and field.data and field.data < self.first_day.data:
            raise ValidationError(gettext("The last day is before the first."))

    def offer(self, actions: Sequence[str]) -> None:
        named = sorted((audit_words.action(action), action) for action in actions)
        self.action.choices = [SelectChoice("", gettext("Everything"))]
        self.action.choices += [SelectChoice(action, name) for name, action in named]

    def question(self) -> AuditQuestion:
        return AuditQuestion(
            self.person.data, self.account.data, self.action.data, self.first_day.data, self.last_day.data
        )
