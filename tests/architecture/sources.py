"""Our own source files, for the tests that read them."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "payments", "messaging", "invitations", "guests", "cms")
NOT_OURS = {"node_modules", "vendor"}


def modules(*folders: str) -> Iterator[Path]:
    """Python files without generated migrations."""
    for folder in folders or APPS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def templates() -> Iterator[Path]:
    yield from sorted((ROOT / "templates").rglob("*.html"))


def every_text_file() -> Iterator[Path]:
    """What git would keep, pictures and faces aside."""
    for path in sorted(ROOT.rglob("*")):
        inside = path.relative_to(ROOT)
        is_hidden = any((part.startswith(".") and part != ".ci") or part in NOT_OURS for part in inside.parts)
        if not is_hidden and path.is_file() and path.suffix in TEXT:
            yield path


TEXT = {".py", ".html", ".txt", ".md", ".css", ".js", ".toml", ".yml", ".yaml", ".sql", ".po", ".svg", ".sh", ".conf", ""}


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node
