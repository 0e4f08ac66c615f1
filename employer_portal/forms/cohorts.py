"""A cohort is named, and what counts in its proposals."""

from wtforms import StringField

from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import WholeNumberField, WordsField
from employer_portal.i18n import mark
from matching_service.matcher.assignment_worth import Weights


class CohortForm(PortalForm):
    name = StringField(
        mark("Name of the cohort"),
        [Answered(mark("Give the cohort a name."))],
        description=mark("For example: Interns, spring 2027"),
    )
    note = WordsField(mark("Note"), description=mark("Write no names of people here."))


class SettingsForm(CohortForm):
    """Shares as points of 100, as fit is shown everywhere."""

    lowest_fit = WholeNumberField(
        mark("Lowest fit"), low=0, high=100, description=mark("Below it nobody is proposed. Fit is a number up to 100.")
    )
    wish = WholeNumberField(
        mark("First wish of a person"), low=0, high=100, description=mark("How many points of fit it is worth.")
    )
    interest = WholeNumberField(
        mark("The company has chosen or invited them"),
        low=0,
        high=100,
        description=mark("How many points of fit it is worth."),
    )
    near = WholeNumberField(
        mark("Near rather than far"),
        low=0,
        high=100,
        description=mark("How many points of fit the shortest way is worth against 100 km."),
    )

    def weights(self) -> Weights:
        fields = (self.wish, self.interest, self.near, self.lowest_fit)
        return Weights(*((field.data or 0) / 100 for field in fields))
