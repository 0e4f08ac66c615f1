"""Tokens, municipalities, suggestions of the taxonomy, health."""

from marshmallow import fields, validate

from matching_service.api.schemas.base import AnswerSchema, StrictSchema, page_of
from matching_service.api.schemas.fields import Closed, QueryWhole, Text
from models.vocabulary import FIELDS, LABEL_LANGUAGES

_CONCEPTS = ("occupation", "skill")


class CredentialsSchema(StrictSchema):
    email = Text(255, blank=False, required=True)
    # a password is taken as it is: blanks around it are part of it
    password = fields.String(required=True, validate=validate.Length(1, 200), metadata={"format": "password"})
    code = fields.String(
        validate=validate.Length(max=20),
        metadata={"description": "of the authenticator app, for accounts that have one"},
    )


class TokenSchema(AnswerSchema):
    token = fields.String()
    token_type = Closed(("Bearer",))
    expires_in = fields.Integer(metadata={"description": "seconds"})


class MunicipalitySchema(AnswerSchema):
    code = fields.String()
    name = fields.String()
    district = fields.String()
    district_name = fields.String()
    latitude = fields.Float()
    longitude = fields.Float()
    kind = Closed(("city", "municipality", "city_municipality"))


MunicipalityPageSchema = page_of(MunicipalitySchema)


class TaxonomyQuerySchema(StrictSchema):
    q = Text(200, blank=False, required=True, metadata={"description": "words in any of the languages"})
    kind = Closed(_CONCEPTS)
    language = Closed(LABEL_LANGUAGES, load_default="sr", metadata={"description": "of the labels shown"})
    limit = QueryWhole(1, 50, load_default=10)


class SuggestionSchema(AnswerSchema):
    kind = Closed(_CONCEPTS)
    code = fields.String()
    label = fields.String()
    isco_code = fields.String(metadata={"description": "of an occupation; empty for a skill"})
    field = Closed(FIELDS, allow_none=True)
    confidence = fields.Float()
    matched_label = fields.String()


class SuggestionsSchema(AnswerSchema):
    items = fields.List(fields.Nested(SuggestionSchema), metadata={"description": "most confident first"})


class HealthSchema(AnswerSchema):
    status = Closed(("live", "ready", "working"))
