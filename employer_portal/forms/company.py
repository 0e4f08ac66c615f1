"""A company signs itself up and keeps its contact right."""

import re

from stdnum.rs import pib
from wtforms import PasswordField
from wtforms.validators import ValidationError

from employer_portal import reasons
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import EmailLine, LineField, MunicipalityField, PhoneLine, WordsField
from employer_portal.i18n import gettext, mark
from matching_service.services.identity import passwords
from matching_service.services.identity.accounts import NewAccount
from matching_service.services.marketplace.employers import EmployerRecord


class PibField(LineField):
    """A tax number as it stands on papers: with spaces, or with the country before it."""

    def process_formdata(self, valuelist):
        super().process_formdata(valuelist)
        self.data = re.sub(r"\s", "", self.data).upper().removeprefix("RS")


class _TaxNumber(PortalForm):
    pib = PibField(
        mark("PIB (tax number)"),
        [Answered(mark("Write the PIB of the company."))],
        description=mark("Nine digits. It stands on every invoice of the company."),
    )


class _CompanyFields(PortalForm):
    name = LineField(mark("Name of the company"), [Answered(mark("Write the name of the company."))])
    municipality = MunicipalityField(mark("Municipality"), [Answered(mark("Choose a municipality."))])
    address = LineField(mark("Address"))
    activity = WordsField(
        mark("What does the company do?"),
        description=mark("A sentence or two. People who apply will read it."),
    )


class RegistrationForm(_TaxNumber, _CompanyFields):
    contact_name = LineField(mark("Your name"), [Answered(mark("Write your name."))])
    contact_phone = PhoneLine(mark("Phone"))
    email = EmailLine(
        mark("E-mail"),
        [Answered(mark("Write your e-mail address."))],
        description=mark("You will sign in with it, and it is where we write to you."),
    )
    password = PasswordField(
        mark("Password"),
        [Answered(mark("Write a password of at least 12 characters."))],
        description=mark("At least 12 characters. Three random words are easy to remember."),
    )

    def validate_pib(self, field):
        """Told together with everything else that is wrong; the service checks again."""
        if not re.fullmatch("[0-9]{9}", field.data):
            raise ValidationError(gettext("A PIB has 9 digits."))
        if not pib.is_valid(field.data):
            raise ValidationError(reasons.refusal("pib", "not_a_pib"))

    def validate_password(self, field):
        weak = passwords.problem(field.data, (self.email.data, self.contact_name.data, self.name.data))
        if weak is not None:
            raise ValidationError(reasons.refusal("password", weak))

    def record(self) -> EmployerRecord:
        return EmployerRecord(
            pib=self.pib.data,
            name=self.name.data,
            municipality=self.municipality.data,
            address=self.address.data,
            activity=self.activity.data,
            contact_name=self.contact_name.data,
            contact_email=self.email.data,
            contact_phone=self.contact_phone.data,
        )

    def account(self) -> NewAccount:
        return NewAccount(self.email.data, self.password.data, self.contact_name.data)


class CompanyForm(_CompanyFields):
    """What a company may change of itself; the PIB stays."""

    contact_name = LineField(mark("Who should we ask for?"))
    contact_email = EmailLine(mark("E-mail for contact"))
    contact_phone = PhoneLine(mark("Phone"))

    def tell_what_a_new_name_means(self) -> None:
        """For a company that was confirmed under the name it has."""
        self.name.description = mark(
            "If you change the name, a coordinator has to confirm the company and approve its openings again. Until"
            " then they are not shown."
        )

    def record(self, pib: str) -> EmployerRecord:
        names = ("name", "municipality", "address", "activity", "contact_name", "contact_email", "contact_phone")
        return EmployerRecord(pib=pib, **{name: self[name].data for name in names})
