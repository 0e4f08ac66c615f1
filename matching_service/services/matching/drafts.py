"""What an opening says, while it is being written: read as it would be when it is saved, and stored nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from matching_service.errors import Invalid
from matching_service.matcher.link import Link
from matching_service.matcher.opening_reading import OpeningReading
from matching_service.services.identity import permissions
from matching_service.services.identity.actors import Actor
from matching_service.services.index.engine import Engine
from matching_service.services.index.reading import EVIDENCE_LENGTH
from matching_service.services.marketplace import wording
from matching_service.services.marketplace.opening_record import OpeningRecord, SkillDemand
from matching_service.services.marketplace.wording import Concern
from matching_service.services.matching import reach
from matching_service.services.matching.reach import Reach
from matching_service.services.profiles.person_record import OccupationReading

MOST_ALTERNATIVES = 4
# A name of another occupation that is less like the title than this is no help.
LEAST_LIKELY = 0.1
# A text of fewer letters says nothing that people could be counted by.
SHORTEST = 4
# Of longer texts the beginning is read while somebody writes; saving reads them whole.
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Draft:
    """`record`: with what was read, beside what somebody has decided. `alternatives`: codes of other occupations the
    words may mean, likeliest first. `reach` None: there is nothing to count by yet."""

    record: OpeningRecord
    alternatives: tuple[str, ...]
    concerns: tuple[Concern, ...]
    reach: Reach | None


def read(session: Session, actor: Actor, engine: Engine, record: OpeningRecord, secret: str) -> Draft:
    """For companies and staff; of a record that may be unfinished. Raises Forbidden."""
    permissions.only_company_of(actor, "openings.create")
    reader = engine.reader(session)
    record = replace(record, title=record.title[:LONGEST], description=record.description[:LONGEST])
    found = reader.opening(record.title, record.description)
    record = _with_what_was_read(record, found)
    near = reader.occupations.link(record.title) if record.title.strip() else ()
    return Draft(
        record=record,
        alternatives=_alternatives(record, found, near),
        concerns=wording.concerns(record),
        reach=_counted(session, actor, engine, record, secret),
    )


def _with_what_was_read(record: OpeningRecord, found: OpeningReading) -> OpeningRecord:
    """As services/index/reading.py writes it onto a row."""
    occupation = record.occupation
    if occupation.source in (None, "text"):
        link = found.occupation
        occupation = OccupationReading(link.code if link else None, "text", link.confidence if link else None)
    decided = tuple(skill for skill in record.skills if skill.source != "text" or skill.rejected)
    known = {skill.code for skill in decided}
    pairs = zip(found.skills, found.demands, strict=True)
    read = tuple(_demand(link, demand.weight) for link, demand in pairs if link.code not in known)
    return replace(record, occupation=occupation, skills=(*decided, *read))


def _demand(link: Link, weight: float) -> SkillDemand:
    return SkillDemand(link.code, False, weight, "text", link.confidence, link.evidence[:EVIDENCE_LENGTH])


def _alternatives(record: OpeningRecord, found: OpeningReading, near: Iterable[Link]) -> tuple[str, ...]:
    read = [found.occupation.code] if found.occupation else []
    alike = [link.code for link in near if link.confidence >= LEAST_LIKELY]
    codes = dict.fromkeys([*read, *(code for code, _share in found.others), *alike])
    codes.pop(record.occupation.code, None)
    return tuple(codes)[:MOST_ALTERNATIVES]


def _counted(session: Session, actor: Actor, engine: Engine, record: OpeningRecord, secret: str) -> Reach | None:
    """None for what cannot be counted by: too little, or something in it cannot be right."""
    if len((record.title + record.description).strip()) < SHORTEST:
        return None
    try:
        return reach.of_record(session, actor, engine, replace(record, title=record.title or "-"), secret)
    except Invalid:
        return None
