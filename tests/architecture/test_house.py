"""The house's rules that a machine can read: names, sizes, who may touch the database."""

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import APPS, ROOT, every_text_file, functions, modules, named

REFUSED_NAMES = {"utils", "helpers", "common", "services", "managers", "misc", "data", "info"}
LONGEST_FUNCTION = 60
LONGEST_MODULE = 400
PURE_AMONG_ACTIONS = {
    "invitations/actions.py: fresh_body": "makes a value, changes nothing",
    "payments/actions/checking.py: attempt_of": "makes a value, changes nothing",
}
SPEAKING_ROLES = ("access.py", "actions.py", "queries.py", "signals.py")


def _views():
    """Hooks and template tags are views in this: they fetch for a person and show."""
    return [path for path in modules() if path.stem.endswith(("views", "wagtail_hooks")) or path.parent.name in {"views", "templatetags"}]


def test_views_write_no_objects():
    found = [f"{named(path)}:{node.lineno}" for path in _views() for node in _database_calls(ast.parse(path.read_text()))]
    assert found == [], "views fetch through access.py and queries.py, change through actions.py"


def _database_calls(tree: ast.AST):
    calls = {"objects", "_default_manager", "_base_manager"}
    return [node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in calls]


def test_module_names_say_what_is_inside():
    refused = [named(path) for path in modules(*APPS, "deploy") if path.stem in REFUSED_NAMES or path.parent.name in REFUSED_NAMES]
    assert refused == []


def test_modules_are_short():
    long = [named(path) for path in modules(*APPS, "deploy", "tests") if len(path.read_text().splitlines()) > LONGEST_MODULE]
    assert long == []


def test_functions_are_short():
    long = [
        f"{named(path)}: {node.name}"
        for path in modules(*APPS, "deploy", "tests")
        for node in functions(path)
        if node.end_lineno - node.lineno >= LONGEST_FUNCTION
    ]
    assert long == []


def _speaks(path: Path) -> bool:
    return path.name in SPEAKING_ROLES or bool({"actions", "queries", "gateways", "channels"} & set(path.parts))


@pytest.mark.parametrize("path", [path for path in modules() if _speaks(path)], ids=named)
def test_public_functions_are_documented_and_annotated(path):
    tree = ast.parse(path.read_text())
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    silent = [node.name for node in public if not ast.get_docstring(node)]
    bare = [node.name for node in public if node.returns is None or any(a.annotation is None for a in _arguments(node))]
    assert (silent, bare) == ([], [])


def _arguments(node: ast.FunctionDef) -> list[ast.arg]:
    return [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]


@pytest.mark.parametrize("path", [path for path in modules() if "actions" in {path.stem, path.parent.name}], ids=named)
def test_actions_take_keywords_only(path):
    tree = ast.parse(path.read_text())
    public = [node for node in tree.body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]
    positional = [f"{named(path)}: {node.name}" for node in public if node.args.args or node.args.posonlyargs]
    assert [name for name in positional if name not in PURE_AMONG_ACTIONS] == []


def test_no_path_of_a_machine_is_written_down():
    machine = re.compile(r"/(?:work|home/[a-z]|Users/[A-Za-z]|root)/[\w.-]")
    found = [named(path) for path in every_text_file() if path.name != "uv.lock" and machine.search(path.read_text())]
    assert [name for name in found if name != named(ROOT / "tests/architecture/test_house.py")] == []
