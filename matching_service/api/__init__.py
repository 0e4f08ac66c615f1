"""JSON over HTTP under /api/v1, /health beside it; described in /openapi.json and browsable at /docs."""

from flask import Flask

from matching_service.api import (
    applications,
    audit,
    casework,
    cohorts,
    consents,
    docs,
    employers,
    errors,
    gaps,
    health,
    intake,
    lists,
    match,
    openings,
    pools,
    profiles,
    protected,
    reference,
    rights,
    row_id,
    saved_searches,
    shortlists,
    tokens,
)
from matching_service.api.spec import Api

_ROOMS = (
    tokens,
    profiles,
    intake,
    consents,
    employers,
    openings,
    saved_searches,
    shortlists,
    applications,
    casework,
    pools,
    match,
    rights,
    gaps,
    lists,
    cohorts,
    reference,
    health,
    protected,
    audit,
)


def init_app(app: Flask) -> None:
    app.json.sort_keys = False  # in the order of the schemas
    app.json.ensure_ascii = False
    errors.handle_unrouted(app)
    app.url_map.converters["row_id"] = row_id.RowIdConverter
    api = Api(app)
    api.register_converter(row_id.RowIdConverter, row_id.row_id_schema)
    for room in _ROOMS:
        api.register_blueprint(room.blp)
    one_of_both = [{"required": ["profile"]}, {"required": ["opening"]}]
    api.spec.components.schemas["MatchRequest"]["oneOf"] = one_of_both
    app.register_blueprint(docs.blp)
