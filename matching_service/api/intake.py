"""CVs read into proposed profiles; nothing is stored."""

from collections.abc import Iterator
from contextlib import contextmanager

from matching_service.api.blueprint import Blueprint
from matching_service.api.profiles import ONE
from matching_service.api.schemas.intake import DocumentSchema, ProfileReadingSchema
from matching_service.errors import Invalid
from matching_service.request_context import current_actor, current_engine, transaction
from matching_service.services.intake import intake

blp = Blueprint("profile_readings", __name__, description="What a CV says, to be confirmed; nothing is stored")


@blp.post("/profile-readings")
@blp.signed_in
@blp.refuses(503)
@blp.takes(DocumentSchema)
@blp.response(200, ProfileReadingSchema)
def read_new(document):
    """What a CV says of a new person; for staff

    Nothing is stored: what is right of it is sent to `POST /profiles`.
    """
    return _read(document, None)


@blp.post(f"{ONE}/readings")
@blp.signed_in
@blp.refuses(404, 503)
@blp.takes(DocumentSchema)
@blp.response(200, ProfileReadingSchema)
def read_profile(document, profile_id):
    """What a CV says of a person, beside the profile that is there; for staff and the person

    Nothing is stored: what is right of it is sent to `PUT /profiles/{profile_id}`.
    """
    return _read(document, profile_id)


def _read(document: str | bytes, profile_id: int | None):
    read = intake.read_text if isinstance(document, str) else intake.read_file
    with transaction() as session, _refused_as_content():
        return read(session, current_actor(), current_engine(), document, profile_id)


@contextmanager
def _refused_as_content() -> Iterator[None]:
    """The services know a file, and not that it came as `content`."""
    try:
        yield
    except Invalid as error:
        renamed = {("content" if path == "file" else path): problem for path, problem in error.problems.items()}
        raise Invalid(renamed) from error
