"""How openings are found: counts of filters, hints while typing, searches that are kept."""

from marshmallow import fields, validate

from matching_service.api.schemas.base import AnswerSchema, IdentifiedSchema, RecordSchema, StrictSchema, page_of
from matching_service.api.schemas.fields import MAX_ID, Closed, QueryWhole, Text, Whole
from matching_service.services.browsing import hints
from matching_service.services.browsing.saved_searches import SavedSearchRecord
from matching_service.services.browsing.wanted import FLAGS, LONGEST_TEXT, MOST_VALUES, SORTS, Wanted
from models.vocabulary import DIGEST_RHYTHMS, FIELDS, LABEL_LANGUAGES, OPENING_KINDS, WORKING_TIMES


def _several(item: fields.Field) -> fields.List:
    """Said more than once: `?kind=internship&kind=vacancy`."""
    described = {"description": "any of these; say it more than once"}
    return fields.List(item, validate=validate.Length(max=MOST_VALUES), metadata=described)


class WantedSchema(StrictSchema):
    """What somebody looks for."""

    text = Text(LONGEST_TEXT, metadata={"description": "words, in any of the languages"})
    kind = _several(Closed(OPENING_KINDS))
    field = _several(Closed(FIELDS))
    municipality = _several(Text(60, blank=False))
    district = _several(Text(60, blank=False))
    working_time = _several(Closed(WORKING_TIMES))
    only = fields.List(Closed(FLAGS), metadata={"description": "what an opening must have, all of it"})
    near = Text(60, blank=False, metadata={"description": "code of a municipality: its openings within `km`"})
    km = QueryWhole(1, 500)
    sort = Closed(SORTS[1:])


def wanted(query: dict) -> Wanted:
    """Takes what is of WantedSchema out of a query."""
    said = {name: query.pop(name) for name in tuple(query) if name in WantedSchema._declared_fields}
    return Wanted(**{name: tuple(value) if isinstance(value, list) else value for name, value in said.items()})


class FacetCountSchema(AnswerSchema):
    value = fields.String()
    count = fields.Integer(validate=validate.Range(min=0))


def _counts() -> fields.List:
    return fields.List(fields.Nested(FacetCountSchema), metadata={"description": "most first"})


class FacetsSchema(AnswerSchema):
    """Each filter counted as if it were off, under all the others."""

    total = fields.Integer(validate=validate.Range(min=0))
    kind = _counts()
    field = _counts()
    municipality = _counts()
    district = _counts()
    working_time = _counts()
    only = _counts()


class HintQuerySchema(StrictSchema):
    text = Text(hints.LONGEST, required=True, metadata={"description": "what was typed so far"})
    language = Closed(LABEL_LANGUAGES, load_default="sr", metadata={"description": "of the names of trades"})


class HintSchema(AnswerSchema):
    kind = Closed((hints.OCCUPATION, hints.PLACE, hints.TITLE))
    text = fields.String()
    count = fields.Integer(metadata={"description": "openings that bear it"})


class HintsSchema(AnswerSchema):
    items = fields.List(fields.Nested(HintSchema))


class SavedSearchInputSchema(RecordSchema):
    record = SavedSearchRecord

    name = Text(120, blank=False, required=True)
    query = Text(2000, metadata={"description": "as in the address of /placements: kind=internship&near=nis&km=20"})
    rhythm = Closed(DIGEST_RHYTHMS, metadata={"description": "of the e-mails about what is new"})


class RhythmSchema(StrictSchema):
    rhythm = Closed(DIGEST_RHYTHMS, required=True)


class SavedSearchSchema(AnswerSchema, IdentifiedSchema):
    id = Whole(1, MAX_ID)
    name = fields.String(attribute="record.name")
    query = fields.String(attribute="record.query")
    rhythm = Closed(DIGEST_RHYTHMS, attribute="record.rhythm")
    created_at = fields.AwareDateTime()
    told_at = fields.AwareDateTime(allow_none=True)


SavedSearchPageSchema = page_of(SavedSearchSchema)
