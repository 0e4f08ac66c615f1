"""CVs, and what is read of them."""

import binascii
from base64 import b64decode

from marshmallow import ValidationError, fields, post_load, validate, validates_schema

from matching_service.api.schemas.base import AnswerSchema, StrictSchema
from matching_service.api.schemas.facts import LanguageSchema
from matching_service.api.schemas.fields import LONGEST_TEXT, Text
from matching_service.api.schemas.profiles import (
    EducationSchema,
    ExperienceSchema,
    PersonSkillSchema,
    RequalificationSchema,
)


class DocumentSchema(StrictSchema):
    """Either a text or a file."""

    text = Text(LONGEST_TEXT, blank=False, metadata={"description": "the text of a CV"})
    content = fields.String(
        validate=validate.Regexp(r"^[A-Za-z0-9+/]+={0,2}\Z"),
        metadata={
            "description": "a DOCX, PDF, ODT, Europass or text file in Base64; a request of 2 MB at most",
            "pattern": "^[A-Za-z0-9+/]+={0,2}$",
        },
    )

    @validates_schema(pass_original=True)
    def check_one(self, values: dict, original: dict, **_) -> None:
        if ("text" in original) == ("content" in original):
            raise ValidationError("Must have either a text or a content.")

    @post_load
    def make(self, values: dict, **_) -> str | bytes:
        if "text" in values:
            return values["text"]
        try:
            return b64decode(values["content"], validate=True)
        except binascii.Error as error:
            raise ValidationError("Is not Base64.", "content") from error


class GuessSchema(AnswerSchema):
    code = fields.String()
    confidence = fields.Float()


def _found(name: str, value: fields.Field) -> type[AnswerSchema]:
    """The schema of one thing that was read."""
    return AnswerSchema.from_dict(
        {
            "value": value,
            "passage": fields.String(metadata={"description": "where it was read"}),
            "is_sure": fields.Boolean(metadata={"description": "false: somebody has to look at it"}),
            "is_there": fields.Boolean(metadata={"description": "the profile says so already"}),
            "instead_of": fields.String(allow_none=True, metadata={"description": "what the profile says otherwise"}),
            "guesses": fields.List(fields.Nested(GuessSchema)),
        },
        name=f"Read{name}Schema",
    )


_Text = _found("Text", fields.String())


def _once() -> fields.Nested:
    return fields.Nested(_Text, allow_none=True)


def _several(name: str, schema: type[StrictSchema]) -> fields.List:
    return fields.List(fields.Nested(_found(name, fields.Nested(schema))))


class ProfileReadingSchema(AnswerSchema):
    given_name = _once()
    family_name = _once()
    email = _once()
    phone = _once()
    municipality = _once()
    about = _once()
    wishes = _once()
    experiences = _several("Experience", ExperienceSchema)
    educations = _several("Education", EducationSchema)
    requalifications = _several("Requalification", RequalificationSchema)
    skills = _several("Skill", PersonSkillSchema)
    languages = _several("Language", LanguageSchema)
    licences = fields.List(fields.Nested(_Text))
    left_out = fields.List(fields.String(), metadata={"description": "keys of what is not taken over"})
    unread = fields.List(fields.String(), metadata={"description": "skills that the vocabulary does not know"})
