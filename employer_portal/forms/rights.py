"""Asking for a correction or for erasure, and answering it."""

from wtforms import BooleanField
from wtforms.validators import InputRequired

from employer_portal import copy_words
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import ChoiceField, WordsField, choices
from employer_portal.i18n import mark


class CorrectionForm(PortalForm):
    about = ChoiceField(
        mark("What is wrong?"),
        [InputRequired()],
        choices=lambda: choices(copy_words.REQUEST_SUBJECTS),
    )
    words = WordsField(
        mark("What is wrong in it, and what is right?"),
        [Answered(mark("Write what is wrong and what is right."))],
    )


class ErasureForm(PortalForm):
    words = WordsField(mark("Do you want to say why?"))


class AnswerForm(PortalForm):
    answer = WordsField(
        mark("Your answer"),
        [Answered(mark("Write your answer: the person will read it."))],
        description=mark("The person will read this."),
    )


class EraseForm(PortalForm):
    sure = BooleanField(
        mark("I have read what goes, and it is to go for good"),
        [Answered(mark("Tick the box if everything is to go for good."))],
    )
