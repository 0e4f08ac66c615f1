"""What schemas share: records out of JSON, details and pages into JSON."""

from dataclasses import fields as record_fields
from typing import ClassVar

from marshmallow import RAISE, Schema, fields, post_load, pre_dump, validate

from matching_service.api.schemas.fields import LONGEST_TEXT, MAX_ID, Closed, QueryWhole, Text, Whole

MAX_LIMIT = 100


class StrictSchema(Schema):
    """A field nobody knows is an error, not a silence."""

    class Meta:
        unknown = RAISE


class RecordSchema(StrictSchema):
    """Makes the frozen `record`; what the request leaves out keeps the record's own default."""

    record: ClassVar[type]

    @post_load
    def make(self, values: dict, **_):
        return self.record(
            **{name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
        )


class AnswerSchema(StrictSchema):
    """Only ever written: every field is always there."""

    def on_bind_field(self, field_name, field_obj):
        field_obj.required = True


class IdentifiedSchema(StrictSchema):
    """Named last among the bases, it puts the id first."""

    id = Whole(1, MAX_ID)


class DetailSchema(AnswerSchema):
    """A detail of the services with its record's fields beside its own."""

    @pre_dump
    def flatten(self, detail, **_):
        values = {field.name: getattr(detail, field.name) for field in record_fields(detail)}
        record = values.pop("record")
        return values | {field.name: getattr(record, field.name) for field in record_fields(record)}


class PageQuerySchema(StrictSchema):
    limit = QueryWhole(1, MAX_LIMIT, load_default=20)
    cursor = Text(400, metadata={"description": "`next_cursor` of the page before"})


class TextPageQuerySchema(PageQuerySchema):
    text = Text(200, metadata={"description": "every word of it must be found"})


class RankingQuerySchema(StrictSchema):
    limit = QueryWhole(1, MAX_LIMIT, load_default=20)
    include = Closed(("ineligible",), metadata={"description": "list those left out as well, with reasons"})


class CandidatesQuerySchema(RankingQuerySchema):
    pool = QueryWhole(1, MAX_ID, metadata={"description": "only people of this pool; their fit stays the same"})


def page_of(item: type[Schema]) -> type[Schema]:
    """The schema of a page of such items."""
    name = item.__name__.removesuffix("Schema") + "PageSchema"
    return AnswerSchema.from_dict(
        {
            "items": fields.List(fields.Nested(item)),
            "total": fields.Integer(validate=validate.Range(min=0)),
            "next_cursor": fields.String(allow_none=True),
        },
        name=name,
    )


def long_text(**kwargs) -> Text:
    return Text(LONGEST_TEXT, **kwargs)
