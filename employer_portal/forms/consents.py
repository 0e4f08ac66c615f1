"""Recording what a person has agreed to."""

from datetime import date

from wtforms import SelectMultipleField
from wtforms.validators import ValidationError

from employer_portal import words
from employer_portal.forms.base import PortalForm
from employer_portal.forms.fields import ChoiceField, DayField, choices
from employer_portal.i18n import gettext, mark
from matching_service.services.consent.consents import PURPOSES, Agreement

# How it comes to a counsellor; online is what people do themselves.
_WAYS = {key: words.CONSENT_WAYS[key] for key in ("paper", "in_person")}
_LANGUAGES = {key: words.SPOKEN_LANGUAGES[key] for key in ("sr", "rom", "sq", "en", "de")}


class PurposesField(SelectMultipleField):
    """Purposes, as boxes to tick."""

    def pre_validate(self, form):
        if not self.data or not set(self.data) <= {value for value, *_rest in self.iter_choices()}:
            raise ValidationError(gettext("Tick at least one."))


class ConsentForm(PortalForm):
    """`employer_id`: the company that the person may be shown to, where it is about one."""

    purposes = PurposesField(mark("What has the person agreed to?"))
    how = ChoiceField(mark("How?"), choices=lambda: choices(_WAYS))
    language = ChoiceField(mark("In which language?"), choices=lambda: choices(_LANGUAGES))
    given_on = DayField(mark("On which day?"), description=mark("The day on the paper, such as 22. 11. 2026."))
    ends_on = DayField(mark("Until when?"), description=mark("Leave it empty if it has no end."))

    def __init__(self, employer_id: int | None = None):
        super().__init__(given_on=date.today(), purposes=["shown_to_employer"] if employer_id else [])
        self.employer_id = employer_id
        offered = [purpose for purpose in PURPOSES if purpose != "shown_to_employer" or employer_id]
        self.purposes.choices = [(purpose, gettext(words.CONSENT_PURPOSES[purpose])) for purpose in offered]

    def agreements(self) -> list[Agreement]:
        """In the order in which they rest on one another."""
        return [
            Agreement(
                purpose,
                self.employer_id if purpose == "shown_to_employer" else None,
                language=self.language.data,
                how=self.how.data,
                given_on=self.given_on.data,
                ends_on=self.ends_on.data,
            )
            for purpose in PURPOSES
            if purpose in self.purposes.data
        ]
