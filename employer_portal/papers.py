"""Documents to be printed and kept: pages that become PDFs by WeasyPrint, tagged so that they can be read aloud.

WeasyPrint needs Pango, a library of the system (Debian: apt install libpango-1.0-0 libpangoft2-1.0-0). Where that is
missing the same page is shown to be printed by the browser.
"""

from collections.abc import Callable
from functools import cache
from importlib.resources import files

from flask import Response, render_template


class CannotBeMade(Exception):
    """Pango is not installed on this machine."""


@cache
def _writer() -> Callable[..., bytes]:
    """Makes PDFs of HTML. Raises CannotBeMade."""
    try:
        import weasyprint  # noqa: PLC0415 # loads libraries of the system
    except OSError as error:
        raise CannotBeMade from error
    sheet = weasyprint.CSS(string=(files("employer_portal") / "static/paper.css").read_text())

    def written(html: str) -> bytes:
        return weasyprint.HTML(string=html).write_pdf(stylesheets=[sheet], pdf_variant="pdf/ua-1")

    return written


def can_be_made() -> bool:
    try:
        _writer()
    except CannotBeMade:
        return False
    return True


def pdf(name: str, template: str, **values: object) -> Response:
    """The template as a PDF with this file name. Raises CannotBeMade."""
    written = _writer()(render_template(template, for_pdf=True, **values))
    return Response(
        written, mimetype="application/pdf", headers={"Content-Disposition": f'attachment; filename="{name}.pdf"'}
    )
