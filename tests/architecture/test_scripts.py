"""The 42 scripts of the fake bank's document: each has a test, and the table beside them tells where."""

import ast
import re
from collections import defaultdict

from .sources import ROOT, functions

FOLDER = ROOT / "tests" / "kaspi"
SCRIPTS = set(range(1, 43))
NUMBERED = re.compile(r"test_(\d\d)_")
ROW = re.compile(r"^\| (\d+) \|.*\| (.+) \|$", re.MULTILINE)


def proven() -> dict[int, set[str]]:
    """Which files prove a script, by the number in the names of their tests; a test that is skipped proves nothing."""
    found: dict[int, set[str]] = defaultdict(set)
    for path in FOLDER.glob("test_*.py"):
        for function in functions(path):
            number = NUMBERED.match(function.name)
            if number and not any("skip" in ast.unparse(mark) or "xfail" in ast.unparse(mark) for mark in function.decorator_list):
                found[int(number[1])].add(path.name)
    return found


def test_every_script_has_a_test():
    assert set(proven()) == SCRIPTS


def test_table_tells_where_each_is_proven():
    told = {int(number): set(re.findall(r"`(test_\w+\.py)`", where)) for number, where in ROW.findall((FOLDER / "README.md").read_text())}
    assert told == proven()
