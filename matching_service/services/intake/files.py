"""What was uploaded -> text or a Europass file. Read in memory; nothing of it is kept."""

import subprocess  # nosec B404
import sys
from dataclasses import dataclass

import orjson

from matching_service.errors import Invalid
from matching_service.services.intake.columns import unfolded

MOST_BYTES = 5 * 1024 * 1024
MOST_LETTERS = 60_000
MOST_SECONDS = 20
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1250")


@dataclass(frozen=True, slots=True)
class Extracted:
    """Either `text`, or `europass`: XML or JSON of Europass."""

    text: str = ""
    europass: str | None = None
    has_picture: bool = False


def extracted(content: bytes) -> Extracted:
    """Raises Invalid with the field `file`."""
    if not content.strip():
        raise Invalid({"file": "empty"})
    if len(content) > MOST_BYTES:
        raise Invalid({"file": "file_too_large"})
    if content.startswith(b"PK") or b"%PDF" in content[:1024]:
        return _of_document(content)
    if content.startswith((b"\xd0\xcf\x11\xe0", b"{\\rtf")):
        raise Invalid({"file": "old_word"})
    text = _decoded(content)
    if text.lstrip()[:1] in ("<", "{"):
        if "europass" not in text[:4000].lower() and "SkillsPassport" not in text[:4000]:
            raise Invalid({"file": "not_a_document"})
        return Extracted(europass=text)
    return Extracted(checked_text(text))


def checked_text(text: str, field: str = "file") -> str:
    """Raises Invalid for what is too long to be a CV, and for nothing at all."""
    if not text.strip():
        raise Invalid({field: "empty"})
    if len(text) > MOST_LETTERS:
        raise Invalid({field: "too_long_for_cv"})
    return text


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
            continue
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text or sum(not sign.isprintable() and sign not in "\r\n\t\f" for sign in text) > len(text) // 50:
            break
        return text
    raise Invalid({"file": "not_a_document"})


def _of_document(content: bytes) -> Extracted:
    """By a process of its own, which ends with the document. Raises Invalid."""
    # our own module, told nothing but the document
    command = [sys.executable, "-m", "matching_service.services.intake.extraction"]
    try:
        done = subprocess.run(command, input=content, capture_output=True, timeout=MOST_SECONDS, check=False)  # nosec B603
    except subprocess.TimeoutExpired as error:
        raise Invalid({"file": "takes_too_long"}) from error
    if done.returncode or not done.stdout:
        raise Invalid({"file": "takes_too_long" if done.returncode < 0 else "damaged"})
    answer = orjson.loads(done.stdout)
    if "refused" in answer:
        raise Invalid({"file": answer["refused"]})
    # here, as nothing of ours but the parsers is needed over there: that process begins in a fraction of a second
    answer["text"] = "\n\n".join(unfolded(page) for page in answer["text"].split("\f"))
    return Extracted(**answer)
