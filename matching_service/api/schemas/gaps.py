"""What is missing, what a change of a profile would do, and which trainings open most openings (written by orjson)."""

from marshmallow import fields, validate

from matching_service.api.schemas import facts
from matching_service.api.schemas.base import AnswerSchema, RecordSchema, StrictSchema
from matching_service.api.schemas.fields import MAX_ID, Closed, QueryWhole, Whole
from matching_service.api.schemas.profiles import PersonSkillSchema, RequalificationSchema
from matching_service.api.schemas.ranking import NoteSchema, PartsSchema
from matching_service.services.matching.trainings import MAX_TRAININGS
from matching_service.services.profiles.profile_changes import ProfileChange


class ProfileChangeSchema(RecordSchema):
    """What a profile would gain; a skill or language that it has already is replaced."""

    record = ProfileChange

    skills = fields.List(fields.Nested(PersonSkillSchema), validate=validate.Length(max=50))
    languages = facts.languages()
    licences = facts.licences()
    requalifications = fields.List(fields.Nested(RequalificationSchema), validate=validate.Length(max=10))


def _notes(description: str) -> fields.List:
    return fields.List(fields.Nested(NoteSchema), metadata={"description": description})


class StandingSchema(AnswerSchema):
    """A place in the list of the opening."""

    rank = fields.Integer(
        allow_none=True, validate=validate.Range(min=1), metadata={"description": "null: not listed, for `reasons`"}
    )
    of = fields.Integer(metadata={"description": "how many are listed"})
    score = fields.Float()
    parts = fields.Nested(PartsSchema)
    reasons = _notes("hard rules that keep the person off the list")


class EffectSchema(AnswerSchema):
    before = fields.Nested(StandingSchema)
    after = fields.Nested(StandingSchema)


class SkillGapSchema(AnswerSchema):
    code = fields.String()
    state = Closed(("unknown", "missing"), metadata={"description": "unknown: ask; missing: known to lack"})
    required = fields.Boolean(metadata={"description": "by the employer"})
    essential = fields.Boolean(metadata={"description": "for the opening's occupation, by the taxonomy"})
    asked = fields.Boolean(metadata={"description": "the opening names it, so having it changes the fit"})


class IdeaSchema(AnswerSchema):
    kind = Closed(("skill", "licence", "language", "requalification"))
    codes = fields.List(fields.String(), metadata={"description": "of the skill, licences, language or occupation"})
    ask = fields.Boolean(metadata={"description": "nothing is known: to ask comes before training"})
    change = fields.Nested(ProfileChangeSchema)


class MoveSchema(AnswerSchema):
    idea = fields.Nested(IdeaSchema)
    after = fields.Nested(StandingSchema)


class GapsSchema(AnswerSchema):
    standing = fields.Nested(StandingSchema)
    skills = fields.List(fields.Nested(SkillGapSchema), metadata={"description": "questions first, required first"})
    failed = _notes("hard rules that the person fails")
    unknown = _notes("hard rules about which something is unknown")
    moves = fields.List(
        fields.Nested(MoveSchema), metadata={"description": "questions first, then the best place first"}
    )


class OpenedOpeningSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    name = fields.String()
    employer_name = fields.String()
    municipality = fields.String(allow_none=True)
    place = fields.String()
    distance_km = fields.Float(allow_none=True)
    places = fields.Integer(metadata={"description": "still free"})
    score = fields.Float(metadata={"description": "the fit with the change"})
    notes = _notes("hard rules about which something is unknown")


class ProspectSchema(AnswerSchema):
    idea = fields.Nested(IdeaSchema)
    openings = fields.Integer(metadata={"description": "how many become suitable"})
    places = fields.Integer(metadata={"description": "still free in all of them"})
    nearest = fields.List(fields.Nested(OpenedOpeningSchema), metadata={"description": "the nearest, at most 10"})


class OutlookSchema(AnswerSchema):
    in_reach = fields.Integer(metadata={"description": "openings whose conditions the person meets"})
    suitable = fields.Integer(metadata={"description": "those of them that fit as things are"})
    place_known = fields.Boolean()
    mobility_known = fields.Boolean(metadata={"description": "false: distance excludes nothing yet"})
    schooling_known = fields.Boolean(metadata={"description": "false: only what needs no school is proposed"})
    questions = fields.List(fields.Nested(ProspectSchema), metadata={"description": "skills to ask about first"})
    trainings = fields.List(fields.Nested(ProspectSchema), metadata={"description": "requalifications, best first"})


class OutlookQuerySchema(StrictSchema):
    limit = QueryWhole(1, MAX_TRAININGS, load_default=5)
