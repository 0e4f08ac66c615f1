"""Invitations to accounts, what is answered to them, and tokens of machines."""

from wtforms import PasswordField

from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import ChoiceField, EmailLine, LineField, WholeNumberField, choices
from employer_portal.i18n import mark
from employer_portal.words import STAFF_ROLES
from matching_service.services.identity.service_tokens import LONGEST


class InvitationForm(PortalForm):
    email = EmailLine(mark("E-mail"), [Answered(mark("Write the e-mail address."))])


class StaffInvitationForm(InvitationForm):
    role = ChoiceField(
        mark("As what?"),
        [Answered(mark("Choose a role."))],
        choices=lambda: choices(STAFF_ROLES, mark("Choose a role")),
    )


class AcceptanceForm(PortalForm):
    name = LineField(mark("Your name"), [Answered(mark("Write your name."))])
    password = PasswordField(
        mark("Password"),
        [Answered(mark("Write a password of at least 12 characters."))],
        description=mark("At least 12 characters. Three random words are easy to remember."),
    )


class ServiceTokenForm(PortalForm):
    name = LineField(
        mark("Which program?"),
        [Answered(mark("Write a name by which you will know it."))],
        description=mark("Such as: web site of the city."),
    )
    days = WholeNumberField(
        mark("For how many days?"), [Answered(mark("Write a number of days."))], low=1, high=LONGEST
    )
