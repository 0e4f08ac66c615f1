"""The counsellor's own work: what is to be done, who works with whom, pools of people."""

from marshmallow import fields

from matching_service.api.schemas.base import AnswerSchema, PageQuerySchema, StrictSchema, page_of
from matching_service.api.schemas.fields import MAX_ID, Closed, Day, Flag, QueryFlag, Text, Whole
from matching_service.services.casework import follow_ups, pools
from matching_service.services.casework.today import GROUPS
from models.vocabulary import FOLLOW_UP_STEPS, POSTPONABLE

WHOSE = (follow_ups.MINE, follow_ups.EVERYBODY)


class FollowUpInputSchema(StrictSchema):
    text = Text(follow_ups.LONGEST_TEXT, blank=False, required=True, metadata={"description": "what is to be done"})
    due_on = Day(required=True)
    assigned_to = Whole(
        1, MAX_ID, allow_none=True, load_default=None, metadata={"description": "an account; null: the caller"}
    )


class FollowUpStepSchema(AnswerSchema):
    action = Closed(FOLLOW_UP_STEPS)
    due_on = fields.Date(metadata={"description": "when it was due afterwards"})
    at = fields.DateTime()
    by = fields.String()


class FollowUpSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    person_id = Whole(1, MAX_ID)
    person_name = fields.String()
    text = fields.String()
    due_on = fields.Date()
    overdue = Flag()
    assigned_to_id = fields.Integer(allow_none=True)
    assigned_to = fields.String(metadata={"description": "name of the account"})
    done_at = fields.DateTime(allow_none=True, metadata={"description": "null: is to be done"})
    done_by = fields.String()
    steps = fields.List(fields.Nested(FollowUpStepSchema))


class FollowUpQuerySchema(PageQuerySchema):
    whose = Closed(WHOSE, load_default=follow_ups.MINE)
    open_only = QueryFlag(load_default=True)


class FollowUpListSchema(AnswerSchema):
    items = fields.List(fields.Nested(FollowUpSchema), metadata={"description": "what is to be done first"})


class PostponementSchema(StrictSchema):
    until = Day(required=True)


class CounsellorInputSchema(StrictSchema):
    user_id = Whole(1, MAX_ID, required=True, allow_none=True, metadata={"description": "null: nobody"})


class CounsellorSchema(AnswerSchema):
    user_id = fields.Integer(allow_none=True, metadata={"description": "null: nobody works with the person"})
    name = fields.String(allow_none=True)
    since = fields.DateTime(allow_none=True)


class TodayQuerySchema(StrictSchema):
    whose = Closed(WHOSE, load_default=follow_ups.MINE)


class TodayItemSchema(AnswerSchema):
    kind = Closed(("follow_up", *POSTPONABLE))
    id = Whole(1, MAX_ID, metadata={"description": "of what it is about"})
    person_id = Whole(1, MAX_ID)
    person_name = fields.String()
    phone = fields.String(allow_none=True)
    group = Closed(GROUPS)
    due = fields.Date(allow_none=True)
    text = fields.String()
    company = fields.String()
    opening_id = fields.Integer(allow_none=True)


class TodaySchema(AnswerSchema):
    items = fields.List(fields.Nested(TodayItemSchema), metadata={"description": "in the order to do them in"})


class PoolInputSchema(StrictSchema):
    name = Text(pools.LONGEST_NAME, blank=False, required=True)
    note = Text(pools.LONGEST_NOTE, load_default="")


class PoolSchema(AnswerSchema):
    id = Whole(1, MAX_ID)
    name = fields.String()
    note = fields.String()
    closed = Flag()
    checked_at = fields.DateTime(metadata={"description": "when somebody last looked it through"})
    people = fields.Integer()
    changed = fields.Integer(metadata={"description": "profiles changed since then"})
    no_consent = fields.Integer(metadata={"description": "people who do not agree to be ranked"})
    placed = fields.Integer(metadata={"description": "people with a place since they were added"})


class PoolsSchema(AnswerSchema):
    items = fields.List(fields.Nested(PoolSchema), metadata={"description": "by name, closed ones last"})


class MemberSchema(AnswerSchema):
    person_id = Whole(1, MAX_ID)
    name = fields.String()
    municipality = fields.String(allow_none=True)
    added_at = fields.DateTime()
    changed = Flag()
    no_consent = Flag()
    placed = Flag()


class MembersSchema(AnswerSchema):
    items = fields.List(fields.Nested(MemberSchema), metadata={"description": "by name"})


class NewMemberSchema(StrictSchema):
    profile_id = Whole(1, MAX_ID, required=True)


class AddedSchema(AnswerSchema):
    added = fields.Integer(metadata={"description": "0: was in it before"})


FollowUpPageSchema = page_of(FollowUpSchema)
