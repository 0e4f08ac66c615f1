"""What the audit trail can tell of is declared once, recorded somewhere, and has words."""

import ast
import re
from collections import Counter
from dataclasses import fields
from pathlib import Path

import pytest

import matching_service
from employer_portal import audit_words
from employer_portal.words import ROLES
from matching_service.services.identity.actors import ANONYMOUS
from matching_service.services.marketplace import application_states, opening_states
from matching_service.services.marketplace.employers import EmployerRecord
from matching_service.services.placements import placement_states
from matching_service.services.protection.protected import ProtectedRecord
from matching_service.services.protection.retention_rules import RULES
from matching_service.services.trail import audit
from matching_service.services.trail.audit_actions import ACTIONS
from matching_service.services.trail.audit_trail import AuditQuestion
from models import vocabulary

OF_WHOLE_PEOPLE = [name for name, rule in RULES.items() if rule.people]
# all parts of a placement record in one way
RECORDS = re.compile(r"\baudit\.record\(|\bplacements\.tell\(")
RECORDING = [
    ast.parse(text)
    for path in Path(matching_service.__file__).parent.rglob("*.py")
    if RECORDS.search(text := path.read_text(encoding="utf-8"))
]


def named(node):
    return [one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)]


def asked(module):
    """The texts of `permissions.require(actor, "people.read")` and its like, which record nothing."""
    calls = (one for one in ast.walk(module) if isinstance(one, ast.Call) and isinstance(one.func, ast.Attribute))
    return [text for call in calls if getattr(call.func.value, "id", "") == "permissions" for text in named(call)]


def recorded():
    """What modules that record name more often than they ask for its permission."""
    for module in RECORDING:
        yield from (Counter(named(module)) - Counter(asked(module))).keys()


def test_every_declared_action_is_recorded_somewhere():
    dynamic = {f"openings.{action}" for action in opening_states.TRANSITIONS}
    dynamic |= {f"applications.{action}" for action in application_states.TRANSITIONS}
    dynamic |= {f"placements.{action}" for action in placement_states.TRANSITIONS}
    assert ACTIONS.keys() - dynamic <= set(recorded())


@pytest.mark.parametrize(
    ("action", "subject"),
    [("people.sell", None), ("people.read", None), ("people.read", ("opening", 1)), ("audit.read", ("person", 1))],
)
def test_what_is_not_declared_is_not_recorded(action, subject):
    with pytest.raises(ValueError, match="not declared"):
        audit.record(None, ANONYMOUS, action, subject)


def test_every_action_and_every_kind_of_thing_has_words():
    assert audit_words.ACTIONS.keys() == ACTIONS.keys()
    assert audit_words.SUBJECTS.keys() == {kind for kind in ACTIONS.values() if kind}


def told_beside():
    """The names of details: keys of what is given as `details=`, of what variables are made of, and of the helper
    `_told`."""
    for module in RECORDING:
        for node in ast.walk(module):
            given = isinstance(node, ast.keyword) and node.arg == "details"
            put_together = isinstance(node, ast.Assign | ast.AugAssign) and names(node) & {"details", "told"}
            if given or put_together or (isinstance(node, ast.FunctionDef) and node.name == "_told"):
                yield from keys(node)


def keys(node):
    for one in ast.walk(node):
        if isinstance(one, ast.Dict):
            yield from (key.value for key in one.keys if isinstance(key, ast.Constant))
        elif isinstance(one, ast.Subscript):
            yield from named(one.slice)


def names(assignment):
    targets = assignment.targets if isinstance(assignment, ast.Assign) else [assignment.target]
    return {one.id for target in targets for one in ast.walk(target) if isinstance(one, ast.Name)}


def test_every_detail_has_words():
    known = audit_words.NUMBERED.keys() | audit_words.LABELS.keys() | {name for name, _value in audit_words.FLAGS}
    told = set(told_beside())
    assert told > {"purpose", "employer", "known", "active", "named_protected", "sent_back"}
    asked = {field.name for field in fields(AuditQuestion)}
    assert told | asked <= known
    assert known - told - asked - {"person", "organisation", "first", "from", "to"} == set()


@pytest.mark.parametrize(
    ("table", "values"),
    [
        (audit_words.PURPOSES, {*vocabulary.PROTECTED_PURPOSES, "access", "request", *OF_WHOLE_PEOPLE}),
        (audit_words.RETAINED, RULES),
        (audit_words.VALUES["changed"], {field.name for field in fields(EmployerRecord)}),
        (ROLES, {*vocabulary.ROLES, "operator"}),
    ],
)
def test_every_value_has_words(table, values):
    assert set(table) == set(values)


def test_what_is_known_of_protected_data_has_words():
    assert {field.name for field in fields(ProtectedRecord)} <= audit_words.VALUES["known"].keys()
