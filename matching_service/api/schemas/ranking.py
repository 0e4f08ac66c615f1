"""Ranked lists (documented here, written by orjson) and what may be ranked without being stored."""

from dataclasses import dataclass

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from matching_service.api.schemas.base import MAX_LIMIT, AnswerSchema, StrictSchema
from matching_service.api.schemas.fields import MAX_ID, Text, Whole
from matching_service.api.schemas.openings import OpeningInputSchema
from matching_service.api.schemas.profiles import ProfileInputSchema
from matching_service.services.marketplace.openings import OpeningRecord
from matching_service.services.profiles.people import PersonRecord
from models.vocabulary import OVERRIDE_REASONS


def _codes(description: str) -> fields.List:
    return fields.List(fields.String(), metadata={"description": description})


class NoteSchema(AnswerSchema):
    """A reason as a key and values."""

    key = fields.String()
    values = fields.Dict(keys=fields.String())


class PartsSchema(AnswerSchema):
    """They sum to the score."""

    occupation = fields.Float()
    required_skills = fields.Float()
    desired_skills = fields.Float()
    experience = fields.Float()
    text = fields.Float()


class DecisionSchema(AnswerSchema):
    """What a person decided against the order by fit."""

    id = Whole(1, MAX_ID)
    opening_id = Whole(1, MAX_ID)
    person_id = Whole(1, MAX_ID)
    place = fields.Integer(allow_none=True, metadata={"description": "the place given; null: set aside"})
    reason = fields.String(validate=validate.OneOf(OVERRIDE_REASONS))
    text = fields.String(allow_none=True, metadata={"description": "null: not for this reader"})
    by = fields.String(metadata={"description": "a name; empty for a command, and where the account is gone"})
    at = fields.DateTime()


class MatchSchema(AnswerSchema):
    rank = fields.Integer(validate=validate.Range(min=1))
    computed_rank = fields.Integer(
        validate=validate.Range(min=1), metadata={"description": "by fit alone, whatever people have decided"}
    )
    id = Whole(1, MAX_ID)
    name = fields.String(metadata={"description": "the person's name, or the opening's title"})
    employer_name = fields.String(metadata={"description": "of an opening; empty for a person"})
    municipality = fields.String(allow_none=True)
    place = fields.String(metadata={"description": "of an opening, in the advertiser's words; empty for a person"})
    distance_km = fields.Float(allow_none=True)
    score = fields.Float()
    parts = fields.Nested(PartsSchema)
    matched = _codes("skills asked for that the person has")
    missing = _codes("skills asked for that the person is known not to have")
    unknown = _codes("skills asked for of which nothing is known")
    missing_required = _codes("those of `missing` that are required")
    weak = fields.Boolean(metadata={"description": "meets the conditions and shares hardly more"})
    implied = _codes("those of `matched` that nobody recorded but the occupation lets expect")
    occupation = fields.String(allow_none=True, metadata={"description": "the occupation that counts most here"})
    notes = fields.List(
        fields.Nested(NoteSchema), metadata={"description": "hard rules about which something is unknown"}
    )
    override = fields.Nested(
        DecisionSchema, allow_none=True, metadata={"description": "what was decided about this person and opening"}
    )


class IneligibleSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    name = fields.String()
    municipality = fields.String(allow_none=True)
    reasons = fields.List(fields.Nested(NoteSchema))


class RankingSchema(AnswerSchema):
    eligible = fields.Integer(metadata={"description": "how many passed the hard rules"})
    excluded = fields.Integer(metadata={"description": "how many the hard rules left out"})
    items = fields.List(fields.Nested(MatchSchema), metadata={"description": "best first"})
    set_aside = fields.List(
        fields.Nested(MatchSchema), metadata={"description": "set aside by people; their `rank` is that by fit"}
    )
    ineligible = fields.List(fields.Nested(IneligibleSchema), metadata={"description": "when asked for"})

    def on_bind_field(self, field_name, field_obj):
        field_obj.required = field_name != "ineligible"


class AnonymousProfileSchema(ProfileInputSchema):
    """Who is not stored needs no name: N. N. will do."""

    given_name = Text(100, blank=False, load_default="N.")
    family_name = Text(100, blank=False, load_default="N.")


@dataclass(frozen=True, slots=True)
class MatchRequest:
    """Exactly one of `profile` and `opening` is set."""

    limit: int
    profile: PersonRecord | None = None
    opening: OpeningRecord | None = None


class MatchRequestSchema(StrictSchema):
    profile = fields.Nested(AnonymousProfileSchema)
    opening = fields.Nested(OpeningInputSchema)
    limit = Whole(1, MAX_LIMIT, load_default=20)

    @validates_schema(pass_original=True)
    def check_one(self, values: dict, original: dict, **_) -> None:
        if ("profile" in original) == ("opening" in original):
            raise ValidationError("Must have either a profile or an opening.")

    @post_load
    def make(self, values: dict, **_) -> MatchRequest:
        return MatchRequest(**values)
