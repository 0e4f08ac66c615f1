"""Titles of occupational classifications without what they say about themselves.

"Not elsewhere classified" names no work, and what follows "except" names the work that is not meant.
"""

import re

# In English, German, Serbian, Croatian, Slovenian and Slovak; abbreviated too: n.e.c., a.n.g., d.n., i.n.
_ELSEWHERE = re.compile(
    r"[,(]?\s*\b(?:not elsewhere (?:classified|specified)|anderweitig nicht genannt\w*"
    r"|(?:inde|drugdje|drugde|drugje|nigdje) ne\w+|(?:nerazvrstan|neuvrščen)\w* (?:drugdje|drugde|drugje)"
    r"|(?:n\.\s?e\.\s?c|a\.\s?n\.\s?g|d\.\s?n|i\.\s?n)\.)\)?",
    re.IGNORECASE,
)
_EXCEPT = re.compile(
    r"[,(]?\s*\b(?:except|excluding|other than|außer|ausser|ausgenommen|osim|sem|razen|okrem|përveç)\b[^,)]*\)?",
    re.IGNORECASE,
)


def without_exclusions(title: str) -> str:
    """`title` without these; as it is where nothing else is left."""
    return _EXCEPT.sub("", _ELSEWHERE.sub("", title)).strip() or title
