"""What a password must be: long, and not one of those that are tried first. No rules on kinds of characters.

After NIST SP 800-63B and ASVS 2.1: length counts, common passwords and one's own name are refused, all characters may
be used, nothing expires.
"""

from collections.abc import Iterable

from zxcvbn import zxcvbn

MIN_LENGTH = 12
MAX_LENGTH = 128
# Of a longer password the beginning is judged: judging takes time that grows with the square of the length.
_JUDGED = 64
# zxcvbn: 0 and 1 are guessed within a million tries
_WEAKEST = 2
# What zxcvbn, whose lists are English, does not know: what people here begin with.
_COMMON_HERE = (
    "lozinka", "lozinka123", "sifra", "šifra", "posao", "poslovi", "srbija", "beograd", "novisad", "vranje", "leskovac",
    "pirot", "zvezda", "crvenazvezda", "partizan", "grobari", "delije", "volimte", "ljubavi", "ljubav", "sunce", "srce",
    "jelena", "milica", "marija", "nikola", "stefan", "marko", "milos", "aleksandar", "dragan", "zdravo", "probna",
    "praksa", "placements", "qwertz", "qwertzuiop", "asdfghjkl", "yxcvbnm",
)  # fmt: skip


def problem(password: str, about: Iterable[str] = ()) -> str | None:
    """too_short, too_long or too_common; None for a password that may be taken.

    `about`: what others know of the person, such as name and e-mail address; a password made of it is too common.
    """
    if len(password) < MIN_LENGTH:
        return "too_short"
    if len(password) > MAX_LENGTH:
        return "too_long"
    known = [part for text in about for part in (text, *text.replace("@", " ").replace(".", " ").split())]
    judged = zxcvbn(password[:_JUDGED], user_inputs=[*known, *_COMMON_HERE])
    return "too_common" if judged["score"] < _WEAKEST else None
