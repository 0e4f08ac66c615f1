"""Whom a company may see for an opening of its own."""

from marshmallow import fields

from matching_service.api.schemas.base import AnswerSchema, StrictSchema
from matching_service.api.schemas.fields import MAX_ID, Closed, Whole
from matching_service.api.schemas.ranking import PartsSchema
from matching_service.services.lists.shortlists import BANDS, FAR


def _skills(description: str) -> fields.List:
    return fields.List(fields.String(), metadata={"description": description})


class FitSchema(AnswerSchema):
    """The score is the sum of the parts."""

    score = fields.Float()
    parts = fields.Nested(PartsSchema)
    matched = _skills("skills asked for that the person has")
    missing = _skills("skills asked for that the person is known not to have")
    unknown = _skills("skills asked for of which nothing is known")
    others = _skills("skills that nobody asked for")
    distance = Closed((*BANDS.values(), FAR), allow_none=True, metadata={"description": "in kilometres; null: unknown"})


class ContactSchema(AnswerSchema):
    name = fields.String()
    email = fields.String(allow_none=True)
    phone = fields.String(allow_none=True)


class ShownSchema(AnswerSchema):
    code = fields.String(metadata={"description": "of this person for this opening, always the same"})
    contact = fields.Nested(
        ContactSchema, allow_none=True, metadata={"description": "null: has not agreed to be seen by the company"}
    )
    fit = fields.Nested(FitSchema, allow_none=True, metadata={"description": "null: does not want to be ranked"})
    applied_on = fields.Date(allow_none=True, metadata={"description": "null: was proposed by a counsellor"})


class ShortlistSchema(AnswerSchema):
    items = fields.List(fields.Nested(ShownSchema), metadata={"description": "best fit first"})


class ProposalSchema(StrictSchema):
    profile_id = Whole(1, MAX_ID, required=True)


class CodeSchema(AnswerSchema):
    code = fields.String(metadata={"description": "under which the company sees the person"})
