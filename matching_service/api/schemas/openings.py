"""Vacancies and internship slots."""

from dataclasses import dataclass

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from matching_service.api.schemas import facts
from matching_service.api.schemas.base import (
    AnswerSchema,
    DetailSchema,
    IdentifiedSchema,
    PageQuerySchema,
    RecordSchema,
    StrictSchema,
    long_text,
    page_of,
)
from matching_service.api.schemas.browsing import WantedSchema
from matching_service.api.schemas.fields import (
    MAX_ID,
    Closed,
    Day,
    Flag,
    Money,
    QueryFlag,
    Real,
    Text,
    Whole,
)
from matching_service.services.marketplace import wording
from matching_service.services.marketplace.opening_history import UNDOABLE
from matching_service.services.marketplace.openings import TRANSITIONS, OpeningRecord, SkillDemand
from models.vocabulary import FIELDS, OPENING_KINDS, OPENING_STATES, PAY_PERIODS, WORKING_TIMES


class SkillDemandSchema(RecordSchema):
    record = SkillDemand

    code = Text(160, blank=False, required=True)
    required = Flag()
    weight = Real(0, 1, above=True)
    source = facts.source()
    confidence = Real(0, 1)
    evidence = facts.evidence()
    rejected = Flag(metadata={"description": "true: read wrongly from the text, and not asked for"})


class OpeningInputSchema(RecordSchema):
    record = OpeningRecord

    title = Text(300, blank=False, required=True)
    kind = Closed(OPENING_KINDS)
    description = long_text()
    occupation = facts.occupation()
    skills = fields.List(fields.Nested(SkillDemandSchema), validate=validate.Length(max=300))
    education_min = Whole(0, 8, allow_none=True, metadata={"description": "ISCED level"})
    languages = facts.languages()
    licences = facts.licences()
    municipality = facts.municipality()
    place = Text(300)
    remote = Flag()
    places = Whole(1, 10_000)
    hours_per_week = Whole(1, 60, allow_none=True)
    working_time = Closed(WORKING_TIMES, allow_none=True)
    starts_on = Day(allow_none=True)
    ends_on = Day(allow_none=True)
    apply_by = Day(allow_none=True)
    pay_from = Money(allow_none=True)
    pay_to = Money(allow_none=True)
    pay_currency = fields.String(validate=validate.Regexp(r"^[A-Z]{3}\Z"), metadata={"pattern": "^[A-Z]{3}$"})
    pay_period = Closed(PAY_PERIODS, allow_none=True)
    offers = long_text()
    mentor = Text(200)
    learning_goals = long_text()


@dataclass(frozen=True, slots=True)
class NewOpening:
    record: OpeningRecord
    employer_id: int | None


class NewOpeningSchema(OpeningInputSchema):
    employer_id = Whole(
        1,
        MAX_ID,
        allow_none=True,
        load_default=None,
        metadata={"description": "staff name the employer; a company's account leaves it out"},
    )

    @post_load
    def make(self, values: dict, **_) -> NewOpening:
        employer_id = values.pop("employer_id")
        return NewOpening(super().make(values), employer_id)


def _language() -> fields.String:
    return fields.String(allow_none=True, metadata={"description": "of its texts, as they were read"})


class OpeningSchema(DetailSchema, OpeningInputSchema, IdentifiedSchema):
    state = Closed(OPENING_STATES)
    state_reason = fields.String()
    employer_id = Whole(1, MAX_ID, allow_none=True)
    employer_name = fields.String()
    places_taken = Whole(0, 10_000)
    published_at = fields.AwareDateTime(allow_none=True)
    updated_at = fields.AwareDateTime()
    actions = fields.List(
        Closed(tuple(TRANSITIONS)), metadata={"description": "what you may do with it now, see /transitions"}
    )
    language = _language()


class OpeningSummarySchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    title = fields.String()
    kind = Closed(OPENING_KINDS)
    state = Closed(OPENING_STATES)
    state_reason = fields.String()
    employer_name = fields.String()
    municipality = fields.String(allow_none=True)
    place = fields.String()
    remote = Flag()
    occupation = fields.String(allow_none=True)
    field = Closed(FIELDS, allow_none=True)
    places = Whole(1, 10_000)
    places_taken = Whole(0, 10_000)
    apply_by = Day(allow_none=True)
    published_at = fields.AwareDateTime(allow_none=True)
    language = _language()


OpeningPageSchema = page_of(OpeningSummarySchema)


class OpeningQuerySchema(WantedSchema, PageQuerySchema):
    state = Closed(OPENING_STATES, metadata={"description": "openings in this state, for staff and employers"})
    mine = QueryFlag(load_default=False, metadata={"description": "my own company's openings, in any state"})

    @validates_schema
    def check_filters(self, values: dict, **_) -> None:
        if "state" in values or values["mine"]:
            told = ["Is for published openings: not with `state` or `mine`."]
            errors = {name: told for name in values if name in WantedSchema._declared_fields and name != "text"}
            if errors:
                raise ValidationError(errors)


class TransitionSchema(StrictSchema):
    action = Closed(tuple(TRANSITIONS), required=True)
    reason = Text(500, load_default="", metadata={"description": "needed to `return` an opening"})


class LastDaySchema(StrictSchema):
    apply_by = Day(required=True)


class OpeningStepSchema(AnswerSchema):
    action = Closed((*TRANSITIONS, "create", "update", "extend"))
    from_state = Closed(OPENING_STATES)
    to_state = Closed(OPENING_STATES)
    at = fields.AwareDateTime()
    by_staff = Flag()
    day_before = Day(allow_none=True, metadata={"description": "the last day to apply, of a step that moved it"})
    day_after = Day(allow_none=True)
    undone = Flag()


class HistorySchema(AnswerSchema):
    steps = fields.List(fields.Nested(OpeningStepSchema))
    undo = Closed(
        UNDOABLE, allow_none=True, metadata={"description": "the action of the last step, where you may take it back"}
    )


class ReachSchema(AnswerSchema):
    """Each one of some steps (5, 10, 20, 50, ...), null for fewer than 5."""

    eligible = Whole(5, 100_000, allow_none=True, metadata={"description": "who meet the conditions and can come"})
    fitting = Whole(5, 100_000, allow_none=True, metadata={"description": "of them: who have a fit of 0.15 or more"})


class LawSchema(AnswerSchema):
    name = fields.String()
    articles = fields.String()


class ConcernSchema(AnswerSchema):
    field = Closed(wording.FIELDS)
    ground = Closed(wording.GROUNDS)
    evidence = fields.String()
    laws = fields.List(fields.Nested(LawSchema))


class DraftSchema(AnswerSchema):
    occupation = fields.Nested(facts.OccupationReadingSchema, attribute="record.occupation")
    alternatives = fields.List(fields.String(), metadata={"description": "codes of occupations, likeliest first"})
    skills = fields.List(fields.Nested(SkillDemandSchema), attribute="record.skills")
    concerns = fields.List(fields.Nested(ConcernSchema))
    reach = fields.Nested(ReachSchema, allow_none=True)
