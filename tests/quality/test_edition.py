"""Stored readings carry the edition they were made with; whoever changes how texts are read must raise it.

When this fails and the change was intended: raise EDITION in matching_service/matcher/features.py, and write the new
digest (the test prints it) beside the new edition here. Old entries can go.
"""

import hashlib
import json

from matching_service.matcher.features import EDITION
from matching_service.matcher.reading import Reader
from tests.unit.matcher import trades

RECORDED = {4: "25199d34e2ad6537"}

TEXTS = (
    "Zavarivač. Tražimo zavarivača za MIG/MAG zavarivanje i čitanje tehničkih crteža.",
    "vozac viljuskra. 5 godina u magacinu, rukovanje viljuškarom",
    "Пекар. Печење хлеба, рад ноћу, HACCP",
    "krojačica. sivenje na masini, šnajderaj",
    "Koch. Englisch gut",
    "radnik. sve što treba",
)


def test_the_edition_was_raised_when_reading_changed():
    reader = Reader(trades.TAXONOMY, trades.FREQUENCIES)
    made = []
    for text in TEXTS:
        for features in (
            reader.encoder.transform_posting(reader.posting_of_text(text)),
            reader.encoder.transform_profile(reader.profile_of_text(text)),
        ):
            values = (f"{value:.4f}" for value in features.values)
            made.append(dict(zip(features.indices.tolist(), values, strict=True)))
    digest = hashlib.sha256(json.dumps(made).encode()).hexdigest()[:16]
    assert RECORDED.get(EDITION) == digest, f"reading differs from that of edition {EDITION}; its digest is {digest}"
