"""A PDF as text, as it is laid out, pages parted by form feeds; and the Europass file that Europass attaches to
its PDFs."""

import io

from pypdf import PageObject, PdfReader
from pypdf.generic import IndirectObject

from matching_service.services.intake.extraction import FEWEST_LETTERS, MOST_PAGES, Refused

_LONGEST_ATTACHMENT = 8 * 1024 * 1024


def read(content: bytes) -> dict[str, object]:
    reader = PdfReader(io.BytesIO(content), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused("encrypted")
    if len(reader.pages) > MOST_PAGES:
        raise Refused("too_many_pages")
    europass = _europass(reader)
    text = "" if europass else "\f".join(_text(page) for page in reader.pages)
    if not europass and sum(sign.isalpha() for sign in text) < FEWEST_LETTERS:
        raise Refused("scanned")
    return {"text": text, "europass": europass, "has_picture": any(_has_picture(page) for page in reader.pages)}


def _text(page: PageObject) -> str:
    """As it is laid out, which tells columns apart; where a font is too odd for that, in the order of the file."""
    try:
        laid_out = page.extract_text(extraction_mode="layout")
    except (KeyError, ValueError, TypeError, IndexError, ZeroDivisionError, AttributeError):
        laid_out = ""
    return laid_out if laid_out.strip() else page.extract_text()


def _europass(reader: PdfReader) -> str | None:
    for name, contents in reader.attachments.items():
        for content in contents:
            begins = content[:4000].lower()
            if name.lower().endswith(".xml") and b"europass" in begins and len(content) <= _LONGEST_ATTACHMENT:
                return content.decode("utf-8", "replace")
    return None


def _has_picture(page: PageObject) -> bool:
    resources = page.get("/Resources")
    resources = resources.get_object() if isinstance(resources, IndirectObject) else resources
    drawn = (resources or {}).get("/XObject")
    drawn = drawn.get_object() if drawn is not None else {}
    return any(item.get_object().get("/Subtype") == "/Image" for item in drawn.values())
