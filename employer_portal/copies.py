"""A copy of all that is held on a person, in words: for reading and printing, in one file that needs nothing else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial

from flask import render_template

from employer_portal import audit_words, copy_words, presentation
from employer_portal.i18n import gettext
from employer_portal.words import ROLES, word
from matching_service.services.protection.retention_rules import RULES
from matching_service.services.rights.export import Export, Referred, Section

# More rows of one kind than anybody reads; the file for programs has them all.
MOST_ROWS = 200
_VALUES = {**copy_words.VALUES, "action": audit_words.ACTIONS, "audit_entry.purpose": audit_words.PURPOSES}
_REFERRED = {
    "municipality": presentation.municipality,
    "occupation": presentation.occupation,
    "skill": presentation.skill,
    "role": partial(word, ROLES),
}


@dataclass(frozen=True, slots=True)
class Fact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one table holds. `rows` without what tells only programs something; `more`: rows that are not shown."""

    title: str
    origin: str
    kept: str
    rows: tuple[tuple[Fact, ...], ...]
    more: int


def as_html(copy: Export) -> str:
    return render_template("rights/copy.html", copy=copy, parts=tuple(_parts(copy)))


def file_name(copy: Export, suffix: str) -> str:
    """Of an attachment: without a name, as it may lie in a shared folder."""
    return f"podaci-{copy.person_id}-{copy.made_at.date().isoformat()}.{suffix}"


def kept(rule: str) -> str:
    """How long: a rule of retention, or one of the register's own words."""
    if rule not in RULES:
        return word(copy_words.KEPT, rule)
    since = word(copy_words.SINCE, rule)
    return word(copy_words.KEPT, "days") % {"days": RULES[rule].days, "since": since}


def _parts(copy: Export) -> Iterator[Part]:
    for section in copy.sections:
        rows = tuple(_facts(section, row) for row in section.rows[:MOST_ROWS])
        yield Part(
            word(copy_words.TABLES, section.table),
            word(copy_words.ORIGINS, section.holding.origin),
            kept(section.holding.kept),
            tuple(row for row in rows if row),
            len(section.rows) - len(rows),
        )


def _facts(section: Section, row: Mapping[str, object]) -> tuple[Fact, ...]:
    """What is not known is not listed."""
    shown = {name: value for name, value in row.items() if _tells(section.table, name, value)}
    return tuple(
        Fact(_label(section.table, name), _value(section.table, name, value))
        for name, value in shown.items()
        if value not in (None, "")
    )


def _label(table: str, name: str) -> str:
    own = f"{table}.{name}"
    return word(copy_words.COLUMNS, own if own in copy_words.COLUMNS else name)


def _tells(table: str, name: str, value: object) -> bool:
    """Numbers of rows tell nobody anything, unless the row has a name."""
    named = isinstance(value, Referred) and name in copy_words.COLUMNS
    return named or not {name, f"{table}.{name}"} & copy_words.TECHNICAL


def _value(table: str, name: str, value: object) -> str:
    words = _VALUES.get(f"{table}.{name}") or _VALUES.get(name)
    if isinstance(value, Referred):
        return _REFERRED.get(value.kind, str)(value.name or value.id)
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if words:
        return word(words, value)
    if isinstance(value, date | datetime):
        return presentation.day(value)
    if name.endswith("confidence"):
        return presentation.percent(value)
    if name == "score":
        return presentation.number(100 * value)
    return presentation.number(value, 0 if value == int(value) else 1) if isinstance(value, float) else str(value)
