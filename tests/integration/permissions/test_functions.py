"""Every public function of the services, in every role, with what is the actor's own, what is shared with the
organisation, and what is a stranger's: it answers whom the table of permissions allows, and nobody else."""

import ast
import importlib
import inspect
import pkgutil
from pathlib import Path

import pytest

import employer_portal
from matching_service import api, services
from matching_service.errors import Forbidden, NotFound, ServiceError
from matching_service.services.identity import permissions
from matching_service.services.identity.permissions import ANYBODY, OPERATOR_ROLE, PERMISSIONS
from tests.permission_tables.expected import ROLES, allowed, whose
from tests.permission_tables.functions import ASKED_BEFORE, FOR_ANYBODY, FUNCTIONS
from tests.permission_tables.uses import Does, Use

_PACKAGE = services.__name__ + "."
CALLS = [
    (name, does)
    for name, several in FUNCTIONS.items()
    for does in (several if isinstance(several, tuple) else (several,))
]


@pytest.mark.parametrize(("name", "does"), CALLS, ids=[f"{name}-{does.action}" for name, does in CALLS])
def test_a_function_answers_whom_the_table_allows_and_nobody_else(name, does: Does, made, table):
    asked_when_answered, wrong = [], []
    for role in ROLES:
        for of in whose(does.kind):
            table.asked.clear()
            with made.app.app_context(), made.session() as session:
                answered = _answers(does, Use(session, made.world.actors[role], made.engine), made.world.things[of])
            if answered:
                asked_when_answered.append(set(table.asked))
            if answered != allowed(does.action, role, does.kind, of):
                wrong.append((role, of, "answered" if answered else "refused"))
    assert wrong == []
    assert all(does.action in asked for asked in asked_when_answered)
    assert asked_when_answered or set(PERMISSIONS[does.action]) == {OPERATOR_ROLE}


def _answers(does: Does, use: Use, on) -> bool:
    """Also where something is wrong with what was given: it was looked at."""
    try:
        does.call(use, on)
    except (Forbidden, NotFound):
        return False
    except ServiceError:
        return True
    return True


# ---- nothing is forgotten


def public_functions():
    """Name below the package -> function."""
    found = {}
    modules = (one for one in pkgutil.walk_packages(services.__path__, _PACKAGE) if one.name != permissions.__name__)
    for module in modules:
        for name, function in vars(importlib.import_module(module.name)).items():
            if inspect.isfunction(function) and function.__module__ == module.name and not name.startswith("_"):
                found[f"{module.name.removeprefix(_PACKAGE)}.{name}"] = function
    return found


PUBLIC_FUNCTIONS = public_functions()
WITH_ACTOR = {name for name, function in PUBLIC_FUNCTIONS.items() if "actor" in inspect.signature(function).parameters}


def test_every_function_that_knows_who_asks_is_listed_once():
    assert WITH_ACTOR - FUNCTIONS.keys() - ASKED_BEFORE.keys() == set()
    assert (FUNCTIONS.keys() | ASKED_BEFORE.keys()) - WITH_ACTOR == set()
    assert FUNCTIONS.keys() & ASKED_BEFORE.keys() == set()


def called_by_pages_and_api():
    """Names of the functions of services that are named in their code."""
    for package in (employer_portal, api):
        for path in Path(package.__file__).parent.rglob("*.py"):
            tree = ast.parse(path.read_text())
            modules = {}
            for node in ast.walk(tree):
                if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(services.__name__):
                    below = node.module.removeprefix(services.__name__).strip(".")
                    for alias in node.names:
                        modules[alias.asname or alias.name] = f"{below}.{alias.name}".strip(".")
            for node in ast.walk(tree):
                if isinstance(node, ast.Name) and node.id in modules:
                    yield modules[node.id]
                elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
                    yield f"{modules[node.value.id]}.{node.attr}"


def test_what_pages_and_api_call_asks_the_table_or_is_for_anybody():
    called = set(called_by_pages_and_api()) & PUBLIC_FUNCTIONS.keys()
    assert called >= {"profiles.people.get", "matching.ranking.rank_people", "browsing.browse.browse"}
    assert called - WITH_ACTOR == FOR_ANYBODY.keys()
    assert {name for name in called & ASKED_BEFORE.keys() if ASKED_BEFORE[name].endswith("asked")} == set()


# ---- the table itself


def test_the_table_names_roles_that_there_are():
    roles = {role for granted in PERMISSIONS.values() for role in granted}
    assert roles <= {*ROLES[1:], ANYBODY, OPERATOR_ROLE}


def test_every_action_of_the_table_is_tried():
    assert PERMISSIONS.keys() == {does.action for _name, does in CALLS}
