"""The text of a document, taken out in a process of its own that is held to little time and memory.

    python -m matching_service.services.intake.extraction < document

answers with JSON: `text`, `europass` (an attached Europass file, or null), `has_picture`; or `refused`, a key.
Documents come from strangers: whatever one of them does to its parser, it does to this process alone. Nothing is
written anywhere.
"""

import io
import json
import resource
import sys
import zipfile

_MB = 1024 * 1024
MOST_MEMORY, MOST_SECONDS = 1024 * _MB, 15
MOST_UNPACKED, MOST_SHRUNK, HARMLESS, MOST_PARTS = 60 * _MB, 200, _MB, 2000
MOST_PAGES, MOST_LETTERS = 30, 60_000
# a page of a CV that was scanned has at most a stamp or a number in letters
FEWEST_LETTERS = 40
_IS_ENCRYPTED = 0x1


class Refused(Exception):
    """The document cannot be read; the message is a key."""


def extract(content: bytes) -> dict[str, object]:
    """Raises Refused."""
    if content[:1024].lstrip().startswith(b"%PDF"):
        from matching_service.services.intake import pdf_text  # noqa: PLC0415 - takes long, and only for these

        found = pdf_text.read(content)
    elif content.startswith(b"PK"):
        found = _of_archive(content)
    else:
        raise Refused("not_a_document")
    if len(found["text"]) > MOST_LETTERS:
        raise Refused("too_long_for_cv")
    return found


def _of_archive(content: bytes) -> dict[str, object]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _check(archive.infolist())
            names = set(archive.namelist())
            if "word/document.xml" in names:
                from matching_service.services.intake import docx_text  # noqa: PLC0415

                return docx_text.read(content, names)
            if "content.xml" in names and "mimetype" in names:
                from matching_service.services.intake import odt_text  # noqa: PLC0415

                return odt_text.read(archive)
    except zipfile.BadZipFile as error:
        raise Refused("damaged") from error
    raise Refused("not_a_document")


def _check(parts: list[zipfile.ZipInfo]) -> None:
    """Small files can unpack to very large ones."""
    if any(part.flag_bits & _IS_ENCRYPTED for part in parts):
        raise Refused("encrypted")
    shrunk = any(part.file_size > max(HARMLESS, MOST_SHRUNK * part.compress_size) for part in parts)
    if shrunk or len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
        raise Refused("unpacks_to_too_much")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))
    try:
        answer = extract(sys.stdin.buffer.read())
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "unpacks_to_too_much"}
    except Exception:  # a parser may raise anything at a damaged document, and no process outlives it
        answer = {"refused": "damaged"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    # under this name, so that what others raise is what is caught here
    from matching_service.services.intake import extraction

    extraction.main()
