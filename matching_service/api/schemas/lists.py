"""Lists as they were shown, and made again."""

from marshmallow import fields, validate

from matching_service.api.schemas.base import AnswerSchema, PageQuerySchema, page_of
from matching_service.api.schemas.fields import MAX_ID, Closed, QueryWhole, Whole

DIRECTIONS = ("people", "openings")


class ListQuerySchema(PageQuerySchema):
    direction = Closed(DIRECTIONS, metadata={"description": "people for openings, or openings for people"})
    subject_id = QueryWhole(1, MAX_ID, metadata={"description": "of one opening (people) or one person (openings)"})


class ShowingSchema(AnswerSchema):
    """Somebody has seen a list."""

    by = fields.String(metadata={"description": "name of the account; empty for a command, and where it is gone"})
    role = fields.String()
    at = fields.DateTime()
    register = fields.String(metadata={"description": "how many were ranked, and a hash of who and as what"})
    inputs = fields.String(metadata={"description": "SHA-256 of all that the list was made of"})


class ListSummarySchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    direction = fields.String(validate=validate.OneOf(DIRECTIONS))
    subject_id = fields.Integer(allow_none=True, metadata={"description": "null: not stored, or erased"})
    lines = fields.Integer()
    showing = fields.Nested(ShowingSchema)


class ListLineSchema(AnswerSchema):
    section = fields.String(validate=validate.OneOf(("ranked", "set_aside", "left_out", "proposed")))
    entity_id = Whole(1, MAX_ID)
    rank = fields.Integer(allow_none=True)
    computed_rank = fields.Integer(allow_none=True)
    score = fields.Float(allow_none=True)
    parts = fields.List(fields.Float())
    distance_km = fields.Float(allow_none=True)
    notes = fields.List(fields.Raw(), metadata={"description": "pairs of a key and its values"})
    override_id = fields.Integer(allow_none=True)


class ListSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    digest = fields.String(metadata={"description": "SHA-256 of the list"})
    direction = fields.String(validate=validate.OneOf(DIRECTIONS))
    subject_id = fields.Integer(allow_none=True)
    day = fields.Date()
    limit = fields.Integer()
    with_ineligible = fields.Boolean()
    organisation_id = fields.Integer(allow_none=True, metadata={"description": "whose list it was; null: everybody's"})
    version = fields.String()
    edition = fields.String(metadata={"description": "the way of reading / the taxonomy's revision"})
    taxonomy_revision = fields.Integer()
    eligible = fields.Integer()
    excluded = fields.Integer()
    erased = fields.Integer(metadata={"description": "lines erased with the person they were about"})
    showings = fields.List(fields.Nested(ShowingSchema), metadata={"description": "the latest hundred"})
    lines = fields.List(fields.Nested(ListLineSchema))


class DifferenceSchema(AnswerSchema):
    what = fields.String()
    entity_id = fields.Integer(allow_none=True)
    recorded = fields.Raw(allow_none=True)
    now = fields.Raw(allow_none=True)


class ReplaySchema(AnswerSchema):
    same = fields.Boolean()
    compared = fields.Integer(metadata={"description": "how many lines were made again"})
    erased = fields.Integer()
    register_unchanged = fields.Boolean(
        metadata={"description": "nobody has changed since, so everybody was ranked again"}
    )
    differences = fields.List(fields.Nested(DifferenceSchema))
    program = fields.List(fields.Nested(DifferenceSchema), metadata={"description": "version, edition, taxonomy"})


ListPageSchema = page_of(ListSummarySchema)
