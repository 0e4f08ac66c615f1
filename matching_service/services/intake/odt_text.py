"""An OpenDocument text as text."""

import zipfile

from defusedxml import ElementTree

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"


def read(archive: zipfile.ZipFile) -> dict[str, object]:
    root = ElementTree.fromstring(archive.read("content.xml"), forbid_dtd=True)
    lines = [line for part in root.iter(f"{_OFFICE}text") for line in _lines(part)]
    pictures = any(name.startswith("Pictures/") for name in archive.namelist())
    return {"text": "\n".join(lines), "europass": None, "has_picture": pictures}


def _lines(part) -> list[str]:
    found = []
    for item in part:
        if item.tag in (f"{_TEXT}p", f"{_TEXT}h"):
            found += "".join(_text(item)).split("\n")
        elif item.tag == f"{_TABLE}table-row":
            cells = [[line for line in _lines(cell) if line.strip()] for cell in item]
            lines = [line for cell in cells for line in cell]
            found += [" | ".join(lines)] if all(len(cell) <= 1 for cell in cells) else lines
        elif item.tag == f"{_TEXT}list-item":
            found += [f"• {line}" for line in _lines(item)]
        else:
            found += _lines(item)
    return found


def _text(item) -> list[str]:
    signs = {f"{_TEXT}line-break": "\n", f"{_TEXT}tab": "\t", f"{_TEXT}s": " "}
    parts = [item.text or ""]
    for inner in item:
        parts += [signs[inner.tag]] if inner.tag in signs else _text(inner)
        parts.append(inner.tail or "")
    return parts
