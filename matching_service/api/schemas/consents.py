"""What people have agreed to."""

from marshmallow import fields, post_load

from matching_service.api.schemas.base import AnswerSchema, StrictSchema
from matching_service.api.schemas.fields import MAX_ID, Closed, Day, Text, Whole
from matching_service.services.consent.consents import PURPOSES, Agreement
from models.vocabulary import CONSENT_WAYS, LABEL_LANGUAGES


def _employer(**kwargs) -> Whole:
    about = "the company that may see the person; with the purpose `shown_to_employer`, and only there"
    return Whole(1, MAX_ID, allow_none=True, metadata={"description": about}, **kwargs)


class AgreementSchema(StrictSchema):
    purpose = Closed(PURPOSES, required=True)
    employer_id = _employer(load_default=None)
    text_version = Text(
        20,
        blank=False,
        allow_none=True,
        load_default=None,
        metadata={"description": "of the words agreed to; the current ones unless said otherwise"},
    )
    language = Closed(LABEL_LANGUAGES, load_default="sr")
    how = Closed(CONSENT_WAYS, load_default="paper")
    given_on = Day(allow_none=True, load_default=None, metadata={"description": "null: now"})
    ends_on = Day(allow_none=True, load_default=None, metadata={"description": "the last day; null: no end"})

    @post_load
    def make(self, values: dict, **_) -> Agreement:
        return Agreement(**values)


class WithdrawalSchema(StrictSchema):
    purpose = Closed(PURPOSES, required=True)
    employer_id = _employer(load_default=None)


class ConsentSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    purpose = Closed(PURPOSES)
    employer_id = _employer()
    employer_name = fields.String()
    text_version = fields.String()
    language = Closed(LABEL_LANGUAGES, metadata={"description": "of the words that were shown"})
    how = Closed(CONSENT_WAYS)
    given_at = fields.AwareDateTime()
    ends_on = fields.Date(allow_none=True)
    recorded_at = fields.AwareDateTime()
    recorded_by = fields.String()
    withdrawn_at = fields.AwareDateTime(allow_none=True)
    withdrawn_by = fields.String()
    in_force = fields.Boolean()


class ConsentsSchema(AnswerSchema):
    items = fields.List(fields.Nested(ConsentSchema), metadata={"description": "latest first"})
