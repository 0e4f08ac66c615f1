"""A browsable page of the API: Swagger UI from its Python package, served by us; nothing external, nothing inline."""

from importlib.resources import files

from flask import Blueprint, Response, send_from_directory

_OURS = str(files("matching_service.api") / "static")
# The interface draws its icons from data: addresses and sets sizes in style attributes.
_POLICY = "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"

blp = Blueprint(
    "docs",
    __name__,
    url_prefix="/docs",
    static_folder=str(files("flask_swagger_ui") / "dist"),
    static_url_path="/assets",
)


@blp.get("")
def page() -> Response:
    response = send_from_directory(_OURS, "docs.html")
    response.headers["Content-Security-Policy"] = _POLICY
    return response


@blp.get("/start.js")
def start() -> Response:
    return send_from_directory(_OURS, "start.js")
