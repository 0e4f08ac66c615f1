"""Applications and the steps on their way."""

from dataclasses import fields as record_fields

from marshmallow import fields, pre_dump

from matching_service.api.schemas.base import AnswerSchema, StrictSchema
from matching_service.api.schemas.fields import MAX_ID, Closed, Day, Text, Whole
from matching_service.services.marketplace.application_states import CONSEQUENCE, TRANSITIONS
from matching_service.services.marketplace.application_steps import LONGEST_NOTE
from matching_service.services.marketplace.applications import LONGEST_MESSAGE
from models.vocabulary import APPLICATION_STATES, LABEL_LANGUAGES, REJECTION_REASONS, WITHDRAWAL_REASONS

# What somebody can do; the other transitions follow from something else.
TAKEN = tuple(action for action, one in TRANSITIONS.items() if one.side != CONSEQUENCE)
REASONS = tuple(dict.fromkeys((*REJECTION_REASONS, *WITHDRAWAL_REASONS)))


class ApplicationStepSchema(AnswerSchema):
    """Something that was done, or that followed from something else (expire, place_elsewhere, cancel)."""

    action = Closed(tuple(TRANSITIONS))
    to_state = Closed(APPLICATION_STATES)
    reason = Closed(REASONS, allow_none=True)
    note = fields.String()
    at = fields.AwareDateTime()
    undone = fields.Boolean(metadata={"description": "it was taken back, and does not count"})


class ApplicationSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    profile_id = Whole(1, MAX_ID, allow_none=True, metadata={"description": "null: for companies, which know a code"})
    code = fields.String(
        allow_none=True, metadata={"description": "under which the company knows the person; null: for others"}
    )
    opening_id = Whole(1, MAX_ID)
    opening_title = fields.String()
    employer_name = fields.String()
    state = Closed(APPLICATION_STATES)
    message = fields.String()
    answer_by = fields.Date(
        allow_none=True,
        metadata={"description": "the last day for the answer of whose turn it is; null: nobody has to answer"},
    )
    created_at = fields.AwareDateTime()
    steps = fields.List(fields.Nested(ApplicationStepSchema), metadata={"description": "in the order they were taken"})
    actions = fields.List(Closed(TAKEN), metadata={"description": "what you may do now"})
    undo = Closed(TAKEN, allow_none=True, metadata={"description": "the step that you may take back; null: none"})

    @pre_dump
    def without_the_person(self, detail, **_):
        """Companies know people under codes."""
        values = {field.name: getattr(detail, field.name) for field in record_fields(detail)}
        person_id = values.pop("person_id")
        return values | {"profile_id": None if detail.code else person_id}


class ApplicationsSchema(AnswerSchema):
    items = fields.List(fields.Nested(ApplicationSchema))


def _message(**kwargs) -> Text:
    return Text(LONGEST_MESSAGE, metadata={"description": "to the company"}, **kwargs)


class NewApplicationSchema(StrictSchema):
    opening_id = Whole(1, MAX_ID, required=True)
    message = _message(load_default="")


class MessageSchema(StrictSchema):
    message = _message(required=True)


class StepSchema(StrictSchema):
    action = Closed(TAKEN, required=True)
    reason = Closed(
        REASONS, allow_none=True, load_default=None, metadata={"description": "has to be there to reject and withdraw"}
    )
    note = Text(LONGEST_NOTE, load_default="", metadata={"description": "in own words, such as when and where to meet"})
    until = Day(
        allow_none=True,
        load_default=None,
        metadata={"description": "the last day of an offer; null: in seven days, and for other steps"},
    )
    language = Closed(
        LABEL_LANGUAGES,
        load_default="sr",
        metadata={"description": "of the words of the consent that were shown to whoever sends the application"},
    )
