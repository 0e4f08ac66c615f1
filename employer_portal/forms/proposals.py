"""What is read out of an opening while it is being written: proposed, and decided only where somebody changes it."""

from collections.abc import Sequence
from dataclasses import replace

from wtforms import FieldList, Form, FormField, HiddenField

from employer_portal.access import source_of
from employer_portal.forms.named import OccupationField
from employer_portal.forms.openings import DemandRow, DemandsForm, wanted
from employer_portal.i18n import mark
from matching_service.request_context import current_actor, taxonomy
from matching_service.services.marketplace.openings import OpeningRecord, SkillDemand
from matching_service.services.profiles.person_record import OccupationReading

AS_READ = "desired"


class ProposedRow(DemandRow):
    # whose word it is so far: "text" for the program's reading
    source = HiddenField()

    @property
    def is_decided(self) -> bool:
        return self.source.data != "text" or self.wanted.data != AS_READ


class ProposalsForm(DemandsForm):
    """Stands inside the form of the opening. `occupation_code` and `occupation_source` carry what stood there when it
    was shown, so that what nobody has touched is read again with every change of the text."""

    occupation = OccupationField(mark("Occupation"), source=lambda: source_of(current_actor()))
    occupation_code = HiddenField()
    occupation_source = HiddenField()
    skills = FieldList(FormField(ProposedRow))

    @classmethod
    def showing(cls, record: OpeningRecord, order: Sequence[str] = ()) -> "ProposalsForm":
        """`order`: codes of skills as they stood before: nothing moves while somebody works on it."""
        reading, places = record.occupation, {code: place for place, code in enumerate(order)}
        skills = sorted(record.skills, key=lambda item: places.get(item.code, len(places)))
        rows = [{"code": item.code, "wanted": wanted(item), "source": item.source} for item in skills]
        return cls(
            formdata=None,
            occupation=reading,
            occupation_code=reading.code or "",
            occupation_source=reading.source,
            skills=rows,
        )

    @classmethod
    def sent(cls, formdata) -> "ProposalsForm":
        code = formdata.get("occupation_code") or None
        known = code if code in taxonomy().occupations else None
        return cls(formdata, occupation=OccupationReading(known, formdata.get("occupation_source") or "text"))

    @property
    def order(self) -> list[str]:
        return [row.form.code.data for row in self.skills]

    def record(self, before: OpeningRecord) -> OpeningRecord:
        """`before` with what somebody has decided; everything else is left to be read."""
        known = taxonomy().skills
        rows = [row.form for row in self.skills if row.form.code.data in known and row.form.is_decided]
        decided = {row.code.data: _decided(row) for row in rows}
        for code in self.more.data or ():
            decided.setdefault(code, SkillDemand(code, required=False, source=source_of(current_actor())))
        return replace(before, occupation=self.occupation.data, skills=tuple(decided.values()))


def _decided(row: Form) -> SkillDemand:
    answer = row.wanted.data
    return SkillDemand(
        row.code.data, required=answer == "required", source=source_of(current_actor()), rejected=answer == "no"
    )
