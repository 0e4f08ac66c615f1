"""Profiles of people."""

from marshmallow import fields, validate

from matching_service.api.schemas import facts
from matching_service.api.schemas.base import (
    AnswerSchema,
    DetailSchema,
    IdentifiedSchema,
    RecordSchema,
    TextPageQuerySchema,
    long_text,
    page_of,
)
from matching_service.api.schemas.fields import (
    MAX_ID,
    Closed,
    Day,
    Email,
    Flag,
    Real,
    Text,
    Whole,
)
from matching_service.services.profiles.people import (
    EducationRecord,
    ExperienceRecord,
    MentionRecord,
    PersonRecord,
    RequalificationRecord,
    SkillRecord,
)
from models.vocabulary import MENTION_KINDS, REQUALIFICATION_KINDS, REQUALIFICATION_STATES, WORKING_TIMES


def _year() -> Whole:
    return Whole(1940, 2100, allow_none=True)


def _complete(what: str) -> Flag:
    return Flag(metadata={"description": f"true: what is not in `{what}` is missing; false: it is unknown"})


class EducationSchema(RecordSchema):
    record = EducationRecord

    isced_level = Whole(0, 8, allow_none=True)
    field = Text(200)
    qualification = Text(200)
    institution = Text(200)
    year = _year()
    occupation = facts.occupation()


class ExperienceSchema(RecordSchema):
    record = ExperienceRecord

    title = Text(300, blank=False, required=True)
    employer_name = Text(200)
    description = long_text()
    years = Real(0, 70, allow_none=True)
    ended_year = _year()
    occupation = facts.occupation()


class RequalificationSchema(RecordSchema):
    record = RequalificationRecord

    to_text = Text(300, blank=False, required=True)
    from_text = Text(300)
    kind = Closed(REQUALIFICATION_KINDS)
    state = Closed(REQUALIFICATION_STATES)
    provider = Text(200)
    year = _year()
    hours = Whole(1, 10_000, allow_none=True)
    certificate = Text(200)
    to_occupation = facts.occupation()
    from_occupation = facts.occupation()


class PersonSkillSchema(RecordSchema):
    record = SkillRecord

    code = Text(160, blank=False, required=True)
    level = Whole(
        0, 4, allow_none=True, metadata={"description": "0: known not to have it; 4: expert; null: not known"}
    )
    source = facts.source()
    confidence = Real(0, 1)
    evidence = facts.evidence()


class MentionSchema(RecordSchema):
    """An occupation of which `about` tells (work), that it names (mention) or that `wishes` name (wish)."""

    record = MentionRecord

    code = Text(160, blank=False, required=True)
    kind = Closed(MENTION_KINDS)
    years = Real(0, 70, allow_none=True)
    ended_year = _year()
    given_up = Flag(metadata={"description": "true: the person says that this is not to be done any more"})
    source = facts.source()
    confidence = Real(0, 1)
    evidence = facts.evidence()
    rejected = Flag(metadata={"description": "true: read wrongly, and not to be read again"})


class ProfileInputSchema(RecordSchema):
    record = PersonRecord

    given_name = Text(100, blank=False, required=True)
    family_name = Text(100, blank=False, required=True)
    email = Email(allow_none=True)
    phone = Text(60, blank=False, allow_none=True)
    municipality = facts.municipality()
    mobility_km = Whole(0, 20_000, allow_none=True)
    available_from = Day(allow_none=True)
    working_time = Closed(WORKING_TIMES, allow_none=True)
    about = long_text()
    wishes = long_text()
    skills_complete = _complete("skills")
    languages_complete = _complete("languages")
    licences_complete = _complete("licences")
    educations = fields.List(fields.Nested(EducationSchema), validate=validate.Length(max=50))
    experiences = fields.List(fields.Nested(ExperienceSchema), validate=validate.Length(max=100))
    requalifications = fields.List(fields.Nested(RequalificationSchema), validate=validate.Length(max=50))
    mentions = fields.List(fields.Nested(MentionSchema), validate=validate.Length(max=100))
    skills = fields.List(fields.Nested(PersonSkillSchema), validate=validate.Length(max=300))
    languages = facts.languages()
    licences = facts.licences()


class ProfileSchema(DetailSchema, ProfileInputSchema, IdentifiedSchema):
    has_account = Flag()


class ProfileSummarySchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    name = fields.String()
    municipality = fields.String(allow_none=True)
    occupations = fields.List(fields.String(), metadata={"description": "codes, latest first"})


ProfilePageSchema = page_of(ProfileSummarySchema)


class ProfileQuerySchema(TextPageQuerySchema):
    municipality = Text(60, blank=False)
