"""Recording protected data and case notes."""

from dataclasses import asdict

from employer_portal import words
from employer_portal.forms.base import Answered, PortalForm
from employer_portal.forms.fields import ChoiceField, DayField, LineField, WordsField, choices
from employer_portal.i18n import mark
from matching_service.services.protection.protected import ProtectedRecord

_YES_OR_NO = {"yes": mark("Yes"), "no": mark("No")}
_TRUTH = {"yes": True, "no": False}


def _listed(listed: dict[str, str]):
    return lambda: choices(listed, mark("Not known"))


class ProtectedForm(PortalForm):
    """Every answer may be left out."""

    sex = ChoiceField(mark("Sex"), choices=_listed(words.SEXES))
    birth_date = DayField(mark("Birth date"), description=mark("For example 8. 3. 1991."))
    ethnicity = LineField(
        mark("Ethnicity"),
        description=mark("Only as the person says it, in the person's own words. Nobody has to say it."),
    )
    disability = ChoiceField(mark("Does the person have a disability?"), choices=_listed(_YES_OR_NO))
    returnee = ChoiceField(mark("Has the person returned from abroad?"), choices=_listed(_YES_OR_NO))
    family_status = ChoiceField(mark("Family status"), choices=_listed(words.FAMILY_STATUSES))

    @classmethod
    def of(cls, record: ProtectedRecord) -> "ProtectedForm":
        said = {True: "yes", False: "no", None: None}
        return cls(data=asdict(record) | {name: said[getattr(record, name)] for name in ("disability", "returnee")})

    def record(self) -> ProtectedRecord:
        return ProtectedRecord(
            sex=self.sex.data,
            birth_date=self.birth_date.data,
            ethnicity=self.ethnicity.data or None,
            disability=_TRUTH.get(self.disability.data),
            returnee=_TRUTH.get(self.returnee.data),
            family_status=self.family_status.data,
        )


class NoteForm(PortalForm):
    text = WordsField(
        mark("New note"),
        [Answered(mark("Write the note."))],
        description=mark("What was agreed, what comes next. The person has a right to read it."),
    )
