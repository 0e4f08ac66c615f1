"""What is held on people, and what they ask of those who hold it."""

from marshmallow import fields

from matching_service.api.schemas.base import AnswerSchema, StrictSchema
from matching_service.api.schemas.fields import MAX_ID, Closed, Flag, Text, Whole
from matching_service.services.rights.requests import LONGEST_WORDS
from models.vocabulary import REQUEST_KINDS, REQUEST_STATES, REQUEST_SUBJECTS


class HeldSchema(AnswerSchema):
    purpose = fields.String()
    origin = fields.String(metadata={"description": "where it comes from, unless a row says so itself"})
    kept = fields.String(metadata={"description": "how long: a rule of retention, `with_profile` or `for_good`"})
    when_erased = Closed(("deleted", "emptied", "severed", "kept"))
    not_in_this_copy = fields.Dict(
        keys=fields.String(), values=fields.String(), metadata={"description": "columns left out, each with the reason"}
    )
    rows = fields.List(fields.Dict(keys=fields.String()))


class CopySchema(AnswerSchema):
    person = Whole(1, MAX_ID)
    name = fields.String()
    made_at = fields.AwareDateTime()
    held = fields.Dict(keys=fields.String(), values=fields.Nested(HeldSchema), metadata={"description": "by table"})


class RequestInputSchema(StrictSchema):
    kind = Closed(REQUEST_KINDS, required=True)
    about = Closed(
        REQUEST_SUBJECTS,
        allow_none=True,
        load_default=None,
        metadata={"description": "what is to be corrected; with the kind `correction`, and only there"},
    )
    words = Text(LONGEST_WORDS, load_default="")


class AnswerInputSchema(StrictSchema):
    done = Flag(required=True, metadata={"description": "false: refused. An erasure can only be refused here"})
    answer = Text(LONGEST_WORDS, blank=False, required=True, metadata={"description": "read by the person"})


class RequestSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    person_id = Whole(1, MAX_ID)
    person_name = fields.String()
    kind = Closed(REQUEST_KINDS)
    about = Closed(REQUEST_SUBJECTS, allow_none=True)
    words = fields.String()
    state = Closed(REQUEST_STATES)
    asked_at = fields.AwareDateTime()
    asked_by = fields.String()
    answer_by = fields.Date(metadata={"description": "the last day to answer"})
    answer = fields.String()
    answered_at = fields.AwareDateTime(allow_none=True)
    answered_by = fields.String()


class RequestsSchema(AnswerSchema):
    items = fields.List(fields.Nested(RequestSchema))


class WaitingSchema(RequestsSchema):
    total = fields.Integer()


class ErasureSchema(AnswerSchema):
    person_id = Whole(1, MAX_ID)
    gone = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"description": "rows by table"})
    kept = fields.Dict(keys=fields.String(), values=fields.Integer(), metadata={"description": "rows by table"})
    account_stays = fields.Boolean(metadata={"description": "the person signs in for other work too"})
