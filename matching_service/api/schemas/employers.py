"""Companies."""

from marshmallow import fields, validate

from matching_service.api.schemas import facts
from matching_service.api.schemas.base import DetailSchema, IdentifiedSchema, RecordSchema, long_text, page_of
from matching_service.api.schemas.fields import Text
from matching_service.services.marketplace.employers import EmployerRecord


class EmployerInputSchema(RecordSchema):
    record = EmployerRecord

    pib = fields.String(
        required=True,
        validate=validate.Regexp(r"^[0-9]{9}\Z", error="Must be nine digits."),
        metadata={"pattern": "^[0-9]{9}$", "description": "tax number; its last digit is a checksum"},
    )
    name = Text(200, blank=False, required=True)
    municipality = facts.municipality()
    address = Text(300)
    activity = long_text()
    contact_name = Text(200)
    contact_email = Text(255)
    contact_phone = Text(60)


class EmployerSchema(DetailSchema, EmployerInputSchema, IdentifiedSchema):
    verified_at = fields.AwareDateTime(allow_none=True, metadata={"description": "null: not verified yet"})


EmployerPageSchema = page_of(EmployerSchema)
