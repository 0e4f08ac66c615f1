"""Cohorts, and the proposals made for all of one at once."""

from marshmallow import fields, pre_dump, validate

from matching_service.api.schemas.base import AnswerSchema, StrictSchema
from matching_service.api.schemas.fields import MAX_ID, Closed, Real, Text, Whole
from matching_service.matcher.assignment_worth import Weights
from matching_service.services.cohorts.cohorts import LONGEST_NAME, LONGEST_NOTE, MOST_OPENINGS, MOST_PEOPLE
from models.vocabulary import COHORT_CONFIRMED_AS, COHORT_OUTCOMES, COHORT_PRIORITY_REASONS, COHORT_RULES

_USUAL = Weights()


def _share(default: float, description: str) -> Real:
    return Real(0, 1, load_default=default, metadata={"description": description})


class CohortInputSchema(StrictSchema):
    name = Text(LONGEST_NAME, required=True)
    note = Text(LONGEST_NOTE, load_default="")
    lowest_fit = _share(_USUAL.lowest_fit, "below it nobody is proposed")
    wish = _share(_USUAL.wish, "what a first wish counts beside fit, which counts 1")
    interest = _share(_USUAL.interest, "what it counts that the company has chosen or invited somebody")
    near = _share(_USUAL.near, "what the shortest way counts against 100 km")


class CohortIdsSchema(StrictSchema):
    """People by the ids of their profiles, and openings; what is in the cohort already stays."""

    profile_ids = fields.List(Whole(1, MAX_ID), load_default=list, validate=validate.Length(max=MOST_PEOPLE))
    opening_ids = fields.List(Whole(1, MAX_ID), load_default=list, validate=validate.Length(max=MOST_OPENINGS))


class CohortAddedSchema(AnswerSchema):
    added = fields.Integer()
    unknown_profiles = fields.List(fields.Integer(), metadata={"description": "not there, or out of reach"})
    unknown_openings = fields.List(fields.Integer())


class CohortPrioritySchema(StrictSchema):
    priority = Whole(0, 3, required=True, metadata={"description": "0: like everybody"})
    reason = Closed(COHORT_PRIORITY_REASONS, allow_none=True, load_default=None)


class CohortPairInputSchema(StrictSchema):
    """Neither: what was said is forgotten."""

    rule = Closed(COHORT_RULES, allow_none=True, load_default=None)
    wish = Whole(1, 3, allow_none=True, load_default=None)


class CohortSummarySchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    name = fields.String()
    people = fields.Integer()
    openings = fields.Integer()
    proposal_id = fields.Integer(attribute="run_id", allow_none=True, metadata={"description": "the latest"})


class CohortListSchema(AnswerSchema):
    items = fields.List(fields.Nested(CohortSummarySchema), metadata={"description": "the latest first"})


class CohortMemberSchema(AnswerSchema):
    profile_id = fields.Integer(attribute="person_id")
    name = fields.String()
    municipality = fields.String(allow_none=True)
    priority = fields.Integer()
    priority_reason = fields.String(allow_none=True)


class CohortSlotSchema(AnswerSchema):
    opening_id = fields.Integer()
    title = fields.String()
    employer_name = fields.String()
    state = fields.String()
    free = fields.Integer(metadata={"description": "places that nobody has taken"})


class CohortPairSchema(AnswerSchema):
    profile_id = fields.Integer(attribute="person_id")
    opening_id = fields.Integer()
    rule = fields.String(allow_none=True)
    wish = fields.Integer(allow_none=True)


class CohortWeightsSchema(AnswerSchema):
    wish = fields.Float()
    interest = fields.Float()
    near = fields.Float()
    lowest_fit = fields.Float()


class CohortRunSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    made_at = fields.DateTime()
    people = fields.Integer()
    placed = fields.Integer()
    confirmed = fields.Integer()


class CohortSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    name = fields.String()
    note = fields.String()
    weights = fields.Nested(CohortWeightsSchema)
    profiles = fields.List(fields.Nested(CohortMemberSchema), attribute="members")
    hidden = fields.Integer(metadata={"description": "people in it who are out of reach by now"})
    openings = fields.List(fields.Nested(CohortSlotSchema), attribute="slots")
    pairs = fields.List(fields.Nested(CohortPairSchema))
    proposals = fields.List(fields.Nested(CohortRunSchema), attribute="runs")


class PlaceOptionSchema(AnswerSchema):
    """An opening that a person could have, and what the whole would lose with it."""

    opening_id = fields.Integer()
    fit = fields.Float()
    distance_km = fields.Float(attribute="km", allow_none=True)
    wish = fields.Integer(metadata={"description": "0: none"})
    interest = fields.Float()
    worth = fields.Integer(metadata={"description": "in ten-thousandths of a full fit"})
    possible = fields.Boolean(metadata={"description": "false: full of pairs that have to be"})
    lost_placed = fields.Integer()
    lost_priority = fields.Integer()
    lost_worth = fields.Integer()


class CohortLineSchema(AnswerSchema):
    """What is proposed for a person, and why."""

    profile_id = fields.Integer(attribute="person_id")
    name = fields.String()
    outcome = fields.String(validate=validate.OneOf(COHORT_OUTCOMES))
    place = fields.Nested(PlaceOptionSchema, allow_none=True)
    better = fields.List(fields.Nested(PlaceOptionSchema), metadata={"description": "worth more to the person"})
    next_best = fields.Nested(PlaceOptionSchema, allow_none=True)
    ruled_out = fields.Dict(keys=fields.String(), values=fields.Integer())
    priority = fields.Integer()
    confirmed_as = fields.String(validate=validate.OneOf(COHORT_CONFIRMED_AS), allow_none=True)
    confirmed_at = fields.DateTime(allow_none=True)


class CohortProposalSchema(AnswerSchema):
    """Always a proposal: nobody is told of it before somebody confirms."""

    id = Whole(1, MAX_ID)
    cohort_id = fields.Integer()
    made_at = fields.DateTime()
    version = fields.String()
    edition = fields.String()
    weights = fields.Nested(CohortWeightsSchema)
    people = fields.Integer(metadata={"description": "who takes part"})
    placed = fields.Integer()
    mean_fit = fields.Float(allow_none=True)
    hidden = fields.Integer()
    is_latest = fields.Boolean(metadata={"description": "only the latest can be confirmed"})
    lines = fields.List(fields.Nested(CohortLineSchema))


class ConfirmationInputSchema(StrictSchema):
    profile_id = Whole(1, MAX_ID, allow_none=True, load_default=None, metadata={"description": "null: all lines"})


class RefusedLineSchema(AnswerSchema):
    profile_id = fields.Integer()
    why = fields.String()


class ConfirmationsSchema(AnswerSchema):
    confirmed = fields.Integer(attribute="done")
    refused = fields.List(fields.Nested(RefusedLineSchema))

    @pre_dump
    def listed(self, confirmed, **_):
        refused = [{"profile_id": one, "why": why} for one, why in sorted(confirmed.refused.items())]
        return {"done": confirmed.done, "refused": refused}
