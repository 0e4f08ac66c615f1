"""Naming an organisation, and sharing a person with one."""

from collections.abc import Iterable

from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import ChoiceField, DayField, LineField, WordsField, choices
from employer_portal.i18n import mark
from matching_service.services.identity.organisations import OrganisationName


class OrganisationForm(PortalForm):
    name = LineField(mark("Name of the organisation"), [Answered(mark("Write the name of the organisation."))])


class ShareForm(PortalForm):
    organisation_id = ChoiceField(
        mark("With which organisation?"), [Answered(mark("Choose an organisation."))], number=True
    )
    reason = WordsField(
        mark("Why?"),
        [Answered(mark("Write why they should see this person."))],
        description=mark("What the other organisation will do for the person. It is kept, and the person may read it."),
    )
    ends_on = DayField(mark("Until when?"), description=mark("Leave it empty if it has no end."))

    def __init__(self, others: Iterable[OrganisationName]):
        super().__init__()
        self.organisation_id.choices = choices({one.id: one.name for one in others}, blank=mark("Choose"))
