"""A browsable page of the API: Swagger UI from its Python package, served by us; nothing external, nothing inline."""

from importlib.resources import files
from pathlib import Path

from flask import Blueprint, Response, render_template_string, send_from_directory

_PAGE = """<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width, initial-scale=1">
  <title>Matching service: API</title>
  <link rel="stylesheet" href="{{ url_for('docs.static', filename='swagger-ui.css') }}">
  <link rel="icon" href="{{ url_for('docs.static', filename='favicon-32x32.png') }}">
</head>
<body>
  <div id="swagger-ui"></div>
  <script src="{{ url_for('docs.static', filename='swagger-ui-bundle.js') }}"></script>
  <script src="{{ url_for('docs.start') }}"></script>
</body>
</html>
"""
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
    return Response(render_template_string(_PAGE), headers={"Content-Security-Policy": _POLICY}, mimetype="text/html")


@blp.get("/start.js")
def start() -> Response:
    return send_from_directory(Path(__file__).parent / "static", "docs.js")
