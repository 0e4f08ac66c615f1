"""The words that people agree to: data/consents/VERSION/PURPOSE.LANGUAGE.md, each with a headline and paragraphs.

A text that was used once never changes: other words are another version. Version names sort by time.
"""

from dataclasses import dataclass
from functools import cache
from importlib import resources

from models.vocabulary import CONSENT_PURPOSES

FALLBACK = "sr"


@dataclass(frozen=True, slots=True)
class ConsentText:
    """`language` is the one it is written in, which may be another than was asked for."""

    purpose: str
    version: str
    language: str
    title: str
    paragraphs: tuple[str, ...]

    def of_company(self, name: str) -> "ConsentText":
        """With the company's name where it belongs."""
        title, *paragraphs = (part.replace("{company}", name) for part in (self.title, *self.paragraphs))
        return ConsentText(self.purpose, self.version, self.language, title, tuple(paragraphs))


def text(purpose: str, language: str, version: str | None = None) -> ConsentText:
    """In the language, or in Serbian where there is none in it; the current version unless another is named.

    Raises KeyError for a version that there is not.
    """
    version = version or current_version(purpose)
    found = _texts()
    return found.get((purpose, version, language)) or found[purpose, version, FALLBACK]


@cache
def current_version(purpose: str) -> str:
    return max(versions(purpose))


@cache
def versions(purpose: str) -> tuple[str, ...]:
    """Oldest first."""
    return tuple(sorted({version for its, version, _language in _texts() if its == purpose}))


@cache
def _texts() -> dict[tuple[str, str, str], ConsentText]:
    folders = (entry for entry in (resources.files("data") / "consents").iterdir() if entry.is_dir())
    files = ((folder.name, file) for folder in folders for file in folder.iterdir() if file.name.endswith(".md"))
    read = (_read(version, *file.name.split(".")[:2], file.read_text(encoding="utf-8")) for version, file in files)
    return {(one.purpose, one.version, one.language): one for one in read if one.purpose in CONSENT_PURPOSES}


def _read(version: str, purpose: str, language: str, written: str) -> ConsentText:
    title, *paragraphs = (part.strip() for part in written.strip().split("\n\n"))
    return ConsentText(purpose, version, language, title.removeprefix("# "), tuple(paragraphs))
