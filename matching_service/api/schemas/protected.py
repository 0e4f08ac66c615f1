"""Protected data and case notes."""

from marshmallow import fields

from matching_service.api.schemas.base import AnswerSchema, RecordSchema, StrictSchema
from matching_service.api.schemas.fields import MAX_ID, Closed, Day, Flag, Text, Whole
from matching_service.services.protection.case_notes import LONGEST_NOTE
from matching_service.services.protection.protected import LONGEST_ETHNICITY, ProtectedRecord
from models.vocabulary import FAMILY_STATUSES, PROTECTED_PURPOSES, SEXES


class PurposeQuerySchema(StrictSchema):
    purpose = Closed(PROTECTED_PURPOSES, required=True, metadata={"description": "what it is read for"})


class ProtectedSchema(RecordSchema):
    """null: not known."""

    record = ProtectedRecord

    sex = Closed(SEXES, allow_none=True)
    birth_date = Day(allow_none=True)
    ethnicity = Text(LONGEST_ETHNICITY, allow_none=True, metadata={"description": "as the person says it"})
    disability = Flag(allow_none=True)
    returnee = Flag(allow_none=True, metadata={"description": "has returned from abroad"})
    family_status = Closed(FAMILY_STATUSES, allow_none=True)


class NewNoteSchema(StrictSchema):
    text = Text(LONGEST_NOTE, blank=False, required=True)
    corrects_id = Whole(
        1, MAX_ID, allow_none=True, load_default=None, metadata={"description": "the note that this one puts right"}
    )


class NoteWrittenSchema(AnswerSchema):
    id = Whole(1, MAX_ID)


class CaseNoteSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    author = fields.String(allow_none=True)
    author_id = fields.Integer(allow_none=True)
    created_at = fields.AwareDateTime()
    text = fields.String(allow_none=True, metadata={"description": "null: no key of the service opens it"})
    corrects_id = fields.Integer(allow_none=True)
    corrected_by = fields.Integer(allow_none=True, metadata={"description": "the note that puts this one right"})


class CaseNotesSchema(AnswerSchema):
    items = fields.List(fields.Nested(CaseNoteSchema), metadata={"description": "the newest first"})
