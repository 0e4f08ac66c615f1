"""Writing the taxonomy into the database in bulk: a few statements for thousands of rows, only for what differs."""

from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from matching_service.errors import BadInput
from matching_service.matcher.taxonomy import Label
from matching_service.services.reference_data.starter_files import ConceptEntry
from models import Municipality, Occupation, OccupationLabel, OccupationSkill, Skill, SkillLabel, reference_queries

_CHUNK = 500  # SQLite binds at most 999 values in older builds


def write_by_code(
    session: Session, model: type[Occupation] | type[Skill] | type[Municipality], lines: Mapping[str, dict]
) -> dict[str, int]:
    """Insert or update rows by code; `lines` maps a code to its other columns. Returns the ids of these codes."""
    known = {row.code: row for row in session.execute(select(model.__table__))}
    new = [{"code": code, **columns} for code, columns in lines.items() if code not in known]
    changed = [
        {"id": known[code].id, **columns}
        for code, columns in lines.items()
        if code in known and any(getattr(known[code], name) != value for name, value in columns.items())
    ]
    _execute(session, insert(model), new)
    _execute(session, update(model), changed)
    return reference_queries.ids_of_all_codes(session, model)


def write_labels(
    session: Session,
    model: type[OccupationLabel] | type[SkillLabel],
    labels: Mapping[int, Sequence[Label]],
    keep_others_of: Iterable[int] = (),
) -> None:
    """Make the labels of these concepts (by id) equal to `labels`; those of other concepts stay as they are.

    Concepts in `keep_others_of` only gain labels.
    """
    owner = "occupation_id" if model is OccupationLabel else "skill_id"
    stored = {
        (getattr(row, owner), row.language, row.text): row
        for row in session.execute(select(model.__table__))
        if getattr(row, owner) in labels
    }
    wanted = {
        (concept_id, label.language, label.text): label.kind for concept_id, own in labels.items() for label in own
    }
    kept = set(keep_others_of)
    _delete(session, model, [row.id for key, row in stored.items() if key not in wanted and key[0] not in kept])
    changed = [
        {"id": row.id, "kind": wanted[key]} for key, row in stored.items() if key in wanted and wanted[key] != row.kind
    ]
    _execute(session, update(model), changed)
    new = [
        {owner: concept_id, "language": language, "text": text, "kind": kind}
        for (concept_id, language, text), kind in wanted.items()
        if (concept_id, language, text) not in stored
    ]
    _execute(session, insert(model), new)


def write_relations(
    session: Session,
    entries: Sequence[ConceptEntry],
    occupation_ids: dict[str, int],
    skill_ids: dict[str, int],
    keep_others_of: Iterable[int] = (),
) -> None:
    """Make the skills of these occupations equal to what their entries say; essential wins over optional.

    Occupations in `keep_others_of` only gain skills.
    """
    wanted = _wanted_relations(entries, occupation_ids, skill_ids)
    own, kept = {occupation_ids[entry.code] for entry in entries}, set(keep_others_of)
    stored = {
        (row.occupation_id, row.skill_id): row.essential
        for row in session.execute(select(OccupationSkill.__table__))
        if row.occupation_id in own
    }
    for occupation_id, skill_id in stored.keys() - wanted.keys():
        if occupation_id not in kept:
            gone = OccupationSkill.occupation_id == occupation_id, OccupationSkill.skill_id == skill_id
            session.execute(delete(OccupationSkill).where(*gone))
    changed = [key for key in wanted.keys() & stored.keys() if wanted[key] != stored[key]]
    _execute(session, update(OccupationSkill), [_relation(key, wanted[key]) for key in changed])
    new = sorted(wanted.keys() - stored.keys())
    _execute(session, insert(OccupationSkill), [_relation(key, wanted[key]) for key in new])


def _relation(key: tuple[int, int], essential: bool) -> dict[str, object]:
    return {"occupation_id": key[0], "skill_id": key[1], "essential": essential}


def _wanted_relations(
    entries: Iterable[ConceptEntry], occupation_ids: dict[str, int], skill_ids: dict[str, int]
) -> dict[tuple[int, int], bool]:
    """(occupation id, skill id) -> essential."""
    wanted = {}
    for entry in entries:
        for code in (*entry.optional, *entry.essential):
            if code not in skill_ids:
                raise BadInput(f"occupation {entry.code} names the skill {code}, which does not exist")
            wanted[occupation_ids[entry.code], skill_ids[code]] = code in entry.essential
    return wanted


def _execute(session: Session, statement, rows: list[dict]) -> None:
    if rows:
        session.execute(statement, rows)


def _delete(session: Session, model: type[OccupationLabel] | type[SkillLabel], ids: list[int]) -> None:
    for start in range(0, len(ids), _CHUNK):
        session.execute(delete(model).where(model.id.in_(ids[start : start + _CHUNK])))
