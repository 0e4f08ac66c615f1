"""How much of invented CVs is read, and how much of what is read is there. `make` nothing: run with -s to see the
table.

The CVs of `cvs` were written before the reader, those of `cvs_held_out` after it; docs/intake.md has their first
figures.
"""

import tomllib
from collections import Counter
from pathlib import Path

from matching_service.services.intake.proposal import proposal_of
from matching_service.services.intake.text_reader import curriculum_of
from tests.unit.intake.measured import PARTS, TODAY, found_in, said_in

HERE = Path(__file__).parent
# of both folders: (precision, recall), the least that a change may leave; raise them with the reader
PINNED = dict.fromkeys(PARTS, (1.0, 1.0)) | {
    "municipality": (1.0, 0.94),
    "months": (0.97, 0.97),
    "schools": (0.95, 0.95),
    "courses": (1.0, 0.88),
    "skills": (0.95, 1.0),
    "languages": (0.96, 0.88),
}


def read(path, known):
    return proposal_of(curriculum_of(path.read_text(), known, TODAY), known, TODAY)


def test_cvs_are_read_as_well_as_before(known):
    hits, found, said = Counter(), Counter(), Counter()
    files = sorted(HERE.glob("cvs*/*.txt"))
    assert len(files) == 19
    for path in files:
        expected = said_in(tomllib.loads(path.with_suffix(".toml").read_text()), lambda name: code_of(name, known))
        read_parts = found_in(read(path, known))
        for part in PARTS:
            hits[part] += (expected[part] & read_parts[part]).total()
            found[part] += read_parts[part].total()
            said[part] += expected[part].total()
    figures = {part: (hits[part] / found[part], hits[part] / said[part]) for part in PARTS}
    for part, (precision, recall) in figures.items():
        print(f"{part:14} precision {precision:.2f}  recall {recall:.2f}  of {said[part]}")
    worse = {part: one for part, one in figures.items() if one < PINNED[part] or one[1] < PINNED[part][1]}
    assert not worse


def code_of(name, known):
    return known.skills.code(name) or known.reader.skills.link(name, 1)[0].code


def test_what_is_nobodys_business_stands_nowhere_in_the_proposal(known):
    """Not even in the passages, but for the lines that hold something else as well."""
    told = {
        "krojacica": ("1505975735027", "Romkinj", "pravoslavn", "ženski"),
        "vozac": ("14. 5. 1985", "oženjen", "srpsko"),
        "albanski": ("12.03.1998", "Femër", "pamartuar"),
        "povratnik": ("Rom sam", "38 godina", "povratnik", "dece"),
        "engleski": ("Ivan Ivić",),
    }
    for name, words in told.items():
        proposal = str(read(HERE / "cvs" / f"{name}.txt", known))
        assert not [word for word in words if word in proposal], name


def test_what_is_not_sure_is_not_ticked(known):
    told = read(HERE / "cvs" / "povratnik.txt", known)
    assert not any(one.is_sure for one in (*told.experiences, *told.educations))
    listed = read(HERE / "cvs" / "vozac.txt", known)
    assert all(one.is_sure for one in (*listed.experiences, *listed.educations, *listed.licences))
    assert listed.experiences[0].guesses[0].code == "truck-driver"
