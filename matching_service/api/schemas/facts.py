"""Facts that profiles and openings share: occupations as read or said, languages, licences, places, time."""

from marshmallow import fields, post_load, validate

from matching_service.api.schemas.base import RecordSchema, StrictSchema
from matching_service.api.schemas.fields import Closed, Real, Text
from matching_service.request_context import current_actor
from matching_service.services.profiles.people import LanguageRecord, OccupationReading
from models.vocabulary import FACT_SOURCES, LANGUAGE_LEVELS, LICENCE_CATEGORIES


def speaker() -> str:
    """The source of a fact that a request states without naming one: whoever is asking."""
    actor = current_actor()
    if actor.is_staff:
        return "counsellor"
    return "employer" if actor.is_a("employer") else "self"


def source() -> Closed:
    return Closed(
        FACT_SOURCES,
        load_default=speaker,
        metadata={"description": "`text`: read by the program; left out: whoever sends the request"},
    )


def evidence() -> Text:
    return Text(300, metadata={"description": "the words it was read from"})


class OccupationReadingSchema(StrictSchema):
    """`{"code": "welder"}` is enough; `null`: no occupation fits; without a code the program reads the text."""

    code = Text(160, blank=False, allow_none=True)
    source = Closed(FACT_SOURCES)
    confidence = Real(0, 1, allow_none=True)

    @post_load
    def make(self, values: dict, **_) -> OccupationReading:
        if "code" not in values:
            return OccupationReading()
        said_now = {} if "source" in values else {"source": speaker(), "confidence": 1.0}
        return OccupationReading(**(values | said_now))


class LanguageSchema(RecordSchema):
    record = LanguageRecord

    language = fields.String(
        required=True, validate=validate.Regexp(r"^[a-z]{2,3}\Z"), metadata={"pattern": "^[a-z]{2,3}$"}
    )
    level = Closed(LANGUAGE_LEVELS, allow_none=True)


def occupation() -> fields.Nested:
    return fields.Nested(OccupationReadingSchema)


def languages() -> fields.List:
    return fields.List(fields.Nested(LanguageSchema), validate=validate.Length(max=30))


def licences() -> fields.List:
    return fields.List(Closed(LICENCE_CATEGORIES), validate=validate.Length(max=len(LICENCE_CATEGORIES)))


def municipality() -> Text:
    return Text(60, blank=False, allow_none=True, metadata={"description": "a code of /municipalities, such as `nis`"})
