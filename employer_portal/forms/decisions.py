"""A counsellor decides against the order of a list; a person asks for a second look, and gets an answer."""

from wtforms import BooleanField, RadioField

from employer_portal import words
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import ChoiceField, WholeNumberField, WordsField, choices
from employer_portal.i18n import mark
from matching_service.services.lists.overrides import LAST_PLACE

MOVE, ASIDE = "move", "aside"


class DecisionForm(PortalForm):
    """`not_the_reason` is only shown where the text names what may be no reason."""

    what = RadioField(
        mark("What do you decide?"),
        [Answered(mark("Choose one of the two."))],
        choices=lambda: choices(words.DECISIONS),
    )
    place = WholeNumberField(
        mark("Which place?"), low=1, high=LAST_PLACE, description=mark("1 is the first to be called.")
    )
    reason = ChoiceField(
        mark("Reason"),
        [Answered(mark("Choose a reason."))],
        choices=lambda: choices(words.OVERRIDE_REASONS, mark("Choose")),
    )
    text = WordsField(
        mark("What should others know about it?"),
        description=mark("The person may read this, and so may all who see the list. Write nothing about others."),
    )
    not_the_reason = BooleanField(mark("That is not the reason for my decision, and it has to stand here"))

    def decision(self) -> dict[str, object]:
        """What overrides.decide takes. A missing place is refused there."""
        place = None if self.what.data == ASIDE else self.place.data or 0
        told = {"reason": self.reason.data, "text": self.text.data, "not_the_reason": self.not_the_reason.data}
        return {"place": place, **told}


class AnswerForm(PortalForm):
    answer = WordsField(
        mark("Your answer"),
        [Answered(mark("Write what you found."))],
        description=mark("The person will read it. Say what you looked at and what comes of it."),
    )
