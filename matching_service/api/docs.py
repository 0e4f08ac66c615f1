"""A browsable page of the API: Swagger UI from its Python package, served by us; nothing external, nothing inline."""

from importlib.resources import files

from flask import Blueprint, Response, send_from_directory

_OURS = str(files("matching_service.api") / "static")
blp = Blueprint(
    "docs",
    __name__,
    url_prefix="/docs",
    static_folder=str(files("flask_swagger_ui") / "dist"),
    static_url_path="/assets",
)


@blp.get("")
def page() -> Response:
    return send_from_directory(_OURS, "docs.html")


@blp.get("/start.js")
def start() -> Response:
    return send_from_directory(_OURS, "start.js")
