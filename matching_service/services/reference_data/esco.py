"""Merging the official ESCO download (CSV, zipped) into the taxonomy.

An ESCO occupation is the starter taxonomy's where both have the same ISCO unit group and one of ESCO's labels is one of
the starter's English labels; a skill, where a label is the same. Merged concepts keep their own essential skills and
gain ESCO's URI, labels and (as optional) skills; all others come in under codes that start with `esco:`. Lone words of
ESCO are not looked for inside texts: in Serbian, "plan", "ide" and "transport" say something else.
"""

import csv
import io
import lzma
import re
import zipfile
import zlib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from matching_service.errors import BadInput
from matching_service.matcher.taxonomy import ESCO_PREFIX
from matching_service.matcher.text import fold
from models import Occupation, OccupationLabel, OccupationSkill, Skill, SkillLabel, TaxonomyRevision

# file name in the download -> columns that are read
FILES = {
    "occupations": ("conceptUri", "iscoGroup", "preferredLabel", "altLabels"),
    "skills": ("conceptUri", "skillType", "preferredLabel", "altLabels"),
    "occupationSkillRelations": ("occupationUri", "relationType", "skillUri"),
}
# What damaged data raises, by the method it is compressed with (OSError: bz2), or by what is in it.
_DAMAGE = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, OSError, EOFError, UnicodeDecodeError, csv.Error)
LONGEST_LABEL = 400
_BATCH = 5_000


@dataclass(frozen=True, slots=True)
class EscoImport:
    """What an import added: new concepts, starter concepts that found their ESCO counterpart, labels, relations."""

    occupations: int
    occupations_merged: int
    skills: int
    skills_merged: int
    labels: int
    relations: int

    @property
    def changed(self) -> bool:
        return any((self.occupations, self.skills, self.labels, self.relations, self.merged))

    @property
    def merged(self) -> int:
        return self.occupations_merged + self.skills_merged


@dataclass(frozen=True, slots=True)
class _Concept:
    uri: str
    group: str  # ISCO unit group of an occupation, type of a skill
    labels: tuple[str, ...]  # the preferred one first


Progress = Callable[[int], None]


def import_esco(session: Session, path: Path, progress: Progress = lambda rows: None) -> EscoImport:
    """Merge the download at `path`; a second time adds nothing. `progress(rows)` is told of
    every few thousand rows read or written.

    Readings made with the old taxonomy are stale afterwards: `Engine.read_again`. Raises BadInput when the file is
    missing, is no zip archive, or lacks a table or a column.
    """
    with _open(path) as archive:
        tables = {name: _find(archive, name) for name in FILES}
        language = _language(tables["occupations"])
        occupations = [_occupation(row) for row in _rows(archive, tables, "occupations", progress)]
        skills = [_skill(row) for row in _rows(archive, tables, "skills", progress)]
        relations = [
            (row["occupationUri"], row["skillUri"], row["relationType"] == "essential")
            for row in _rows(archive, tables, "occupationSkillRelations", progress)
        ]
    new_occupations, merged_occupations = _put_occupations(session, occupations, language)
    new_skills, merged_skills = _put_skills(session, skills, language)
    labels = _put_labels(session, OccupationLabel, "occupation_id", Occupation, occupations, language, progress)
    labels += _put_labels(session, SkillLabel, "skill_id", Skill, skills, language, progress)
    added = _put_relations(session, relations, progress)
    done = EscoImport(new_occupations, merged_occupations, new_skills, merged_skills, labels, added)
    if done.changed:
        session.get_one(TaxonomyRevision, 1).revision += 1
        session.flush()
    return done


# ---- the archive


def _open(path: Path) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(path)
    except FileNotFoundError:
        raise BadInput(f"{path}: no such file") from None
    except (zipfile.BadZipFile, OSError) as error:
        raise BadInput(f"{path}: not a readable zip archive ({error})") from None


def _find(archive: zipfile.ZipFile, table: str) -> str:
    """The member that holds a table: `occupations_en.csv`, also inside a folder; relations have no language."""
    pattern = re.compile(rf"(.*/)?{table}(_[a-z]{{2}})?\.csv")
    for name in archive.namelist():
        if pattern.fullmatch(name):
            return name
    raise BadInput(f"{archive.filename}: not an ESCO download in CSV (no {table} in it)")


def _language(member: str) -> str:
    found = re.search(r"_([a-z]{2})\.csv$", member)
    language = found.group(1) if found else "en"
    if language not in ("sr", "en", "de", "sq"):
        raise BadInput(f"{member}: the taxonomy has no labels in the language {language!r}")
    return language


def _rows(archive: zipfile.ZipFile, tables: dict[str, str], name: str, progress: Progress) -> Iterator[dict]:
    try:
        with _open_table(archive, tables[name]) as raw:
            reader = csv.DictReader(io.TextIOWrapper(raw, "utf-8-sig", newline=""))
            missing = [column for column in FILES[name] if column not in (reader.fieldnames or ())]
            if missing:
                raise BadInput(f"{archive.filename}: {tables[name]} has no column {missing[0]}")
            for done, row in enumerate(reader, start=1):
                if any(row[column] is None for column in FILES[name]):
                    raise BadInput(f"{archive.filename}: {tables[name]}, line {reader.line_num}: too few columns")
                if done % _BATCH == 0:
                    progress(_BATCH)
                yield row
    except _DAMAGE as error:
        raise BadInput(f"{archive.filename}: {tables[name]} cannot be read ({error})") from None


def _open_table(archive: zipfile.ZipFile, member: str) -> IO[bytes]:
    """zipfile raises RuntimeError for an encrypted member, its NotImplementedError for an unknown compression."""
    try:
        return archive.open(member)
    except RuntimeError as error:
        raise BadInput(f"{archive.filename}: {member} cannot be read ({error})") from None


def _occupation(row: dict) -> _Concept:
    if not re.match(r"\d{4}", row["iscoGroup"]):
        raise BadInput(f"{row['conceptUri']}: the ISCO group {row['iscoGroup']!r} has no four digits")
    return _Concept(row["conceptUri"], row["iscoGroup"][:4], _labels(row))


def _skill(row: dict) -> _Concept:
    return _Concept(row["conceptUri"], row["skillType"], _labels(row))


def _labels(row: dict) -> tuple[str, ...]:
    texts = [row["preferredLabel"], *row["altLabels"].split("\n")]
    return tuple(dict.fromkeys(text.strip()[:LONGEST_LABEL] for text in texts if text.strip()))


# ---- into the database


def _put_occupations(session: Session, concepts: list[_Concept], language: str) -> tuple[int, int]:
    """New and merged occupations."""
    rows = session.scalars(select(Occupation)).all()
    known = {row.esco_uri for row in rows if row.esco_uri}
    isco_of = {row.id: row.isco_code for row in rows if row.esco_uri is None}
    starter = _by_label(session, OccupationLabel, OccupationLabel.occupation_id, language, isco_of)
    field_of = _fields_by_isco(rows)
    by_id = {row.id: row for row in rows}
    new, merged = [], 0
    for concept in concepts:
        if concept.uri in known:
            continue
        match = _match(starter, ((fold(label), concept.group) for label in concept.labels))
        if match is not None and by_id[match].esco_uri is None:
            by_id[match].esco_uri = concept.uri
            merged += 1
        else:
            field = field_of(concept.group)
            new.append({"isco_code": concept.group, "field": field, **_identity(concept)})
    session.flush()
    _insert(session, Occupation, new)
    return len(new), merged


def _put_skills(session: Session, concepts: list[_Concept], language: str) -> tuple[int, int]:
    """New and merged skills."""
    rows = session.scalars(select(Skill)).all()
    known = {row.esco_uri for row in rows if row.esco_uri}
    free = {row.id: "" for row in rows if row.esco_uri is None}
    starter = _by_label(session, SkillLabel, SkillLabel.skill_id, language, free)
    by_id = {row.id: row for row in rows}
    new, merged = [], 0
    for concept in concepts:
        if concept.uri in known:
            continue
        match = _match(starter, ((fold(label), "") for label in concept.labels))
        if match is not None and by_id[match].esco_uri is None:
            by_id[match].esco_uri = concept.uri
            merged += 1
        else:
            kind = "knowledge" if concept.group == "knowledge" else "skill"
            new.append({"kind": kind, "field": None, **_identity(concept)})
    session.flush()
    _insert(session, Skill, new)
    return len(new), merged


def _identity(concept: _Concept) -> dict[str, str]:
    """The URI's own identifier makes the code: labels of ESCO are neither unique nor stable."""
    return {"code": ESCO_PREFIX + concept.uri.rsplit("/", 1)[-1], "esco_uri": concept.uri}


def _by_label(session: Session, table, owner, language: str, groups: dict[int, str]) -> dict[tuple[str, str], int]:
    """(folded label, group) -> id of the starter concept."""
    labels = session.execute(select(owner, table.text).where(table.language == language).order_by(table.id))
    found: dict[tuple[str, str], int] = {}
    for concept_id, text in labels:
        if concept_id in groups:
            found.setdefault((fold(text), groups[concept_id]), concept_id)
    return found


def _match(starter: dict[tuple[str, str], int], keys: Iterable[tuple[str, str]]) -> int | None:
    return next((starter[key] for key in keys if key in starter), None)


def _fields_by_isco(rows: Iterable[Occupation]) -> Callable[[str], str | None]:
    """The field most usual among known occupations of the longest shared ISCO prefix of two digits or more."""
    fields: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        if row.field:
            for digits in (4, 3, 2):
                fields[row.isco_code[:digits]][row.field] += 1

    def field(isco: str) -> str | None:
        for digits in (4, 3, 2):
            if isco[:digits] in fields:
                return min(fields[isco[:digits]].items(), key=lambda item: (-item[1], item[0]))[0]
        return None

    return field


def _put_labels(
    session: Session, table, owner: str, concept_table, concepts: list[_Concept], language: str, progress: Progress
) -> int:
    """Labels that a concept does not have yet; the preferred one stays preferred only where there is none."""
    ids = dict(session.execute(select(concept_table.esco_uri, concept_table.id)).all())
    column = getattr(table, owner)
    present = session.execute(select(column, table.text, table.kind).where(table.language == language)).all()
    texts = {(concept_id, fold(text)) for concept_id, text, _ in present}
    preferred = {concept_id for concept_id, _, kind in present if kind == "preferred"}
    new = []
    starter = set(session.scalars(select(concept_table.id).where(~concept_table.code.startswith(ESCO_PREFIX))))
    named_before = starter & preferred
    for concept in concepts:
        concept_id = ids[concept.uri]
        for text in concept.labels:
            # a lone English word would be found in texts of other languages; the starter has such words of its own
            if concept_id in named_before and len(text.split()) == 1:
                continue
            if (concept_id, fold(text)) not in texts:
                texts.add((concept_id, fold(text)))
                kind = "synonym" if concept_id in preferred else "preferred"
                preferred.add(concept_id)
                new.append({owner: concept_id, "language": language, "kind": kind, "text": text})
    _insert(session, table, new, progress)
    return len(new)


def _put_relations(session: Session, relations: list[tuple[str, str, bool]], progress: Progress) -> int:
    """Relations not there yet. What is essential is for the starter taxonomy to say where it has the occupation."""
    rows = session.execute(select(Occupation.esco_uri, Occupation.id, Occupation.code))
    occupations = {row.esco_uri: row for row in rows}
    skills = dict(session.execute(select(Skill.esco_uri, Skill.id)).all())
    pairs = session.execute(select(OccupationSkill.occupation_id, OccupationSkill.skill_id))
    present = {(occupation_id, skill_id) for occupation_id, skill_id in pairs}
    new = []
    for occupation_uri, skill_uri, essential in relations:
        occupation, skill_id = occupations.get(occupation_uri), skills.get(skill_uri)
        if occupation is not None and skill_id is not None and (occupation.id, skill_id) not in present:
            present.add((occupation.id, skill_id))
            essential = essential and occupation.code.startswith(ESCO_PREFIX)
            new.append({"occupation_id": occupation.id, "skill_id": skill_id, "essential": essential})
    _insert(session, OccupationSkill, new, progress)
    return len(new)


def _insert(session: Session, table, rows: list[dict], progress: Progress = lambda rows: None) -> None:
    for start in range(0, len(rows), _BATCH):
        batch = rows[start : start + _BATCH]
        session.execute(insert(table), batch)
        progress(len(batch))
