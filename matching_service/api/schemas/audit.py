"""The audit trail."""

from marshmallow import fields

from matching_service.api.schemas.base import AnswerSchema, PageQuerySchema, page_of
from matching_service.api.schemas.fields import MAX_ID, Day, QueryWhole, Text


class AuditQuerySchema(PageQuerySchema):
    person_id = QueryWhole(1, MAX_ID, metadata={"description": "entries about this person"})
    actor_id = QueryWhole(1, MAX_ID, metadata={"description": "what this account did"})
    action = Text(60, blank=False)
    first_day = Day()
    last_day = Day()


class AuditEntrySchema(AnswerSchema):
    number = fields.Integer()
    at = fields.AwareDateTime()
    actor_id = fields.Integer(allow_none=True)
    actor_name = fields.String(allow_none=True)
    roles = fields.List(fields.String())
    action = fields.String()
    subject_kind = fields.String(allow_none=True)
    subject_id = fields.Integer(allow_none=True)
    subject_name = fields.String(
        allow_none=True, metadata={"description": "of a person within reach of whoever asks, otherwise null"}
    )
    purpose = fields.String(allow_none=True)
    details = fields.Dict(keys=fields.String(), metadata={"description": "codes and numbers, by what was done"})


AuditPageSchema = page_of(AuditEntrySchema)
