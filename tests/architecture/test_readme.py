"""What a newcomer reads first is short and true."""

import re

from tests.architecture.sources import ROOT

README = (ROOT / "README.md").read_text()


def test_readme_begins_with_the_two_commands():
    commands = re.findall(r"^make [\w-]+", README, re.MULTILINE)
    assert commands[:2] == ["make demo", "make test"]
    assert README.index("make demo") < README.index("## ")


def test_readme_is_short():
    assert len(README.splitlines()) < 100


def test_readme_names_targets_that_exist():
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = {word for line in re.findall(r"make ([a-z][a-z -]*)", README) for word in line.split()[:1]}
    assert named <= targets


def test_documents_link_to_files_that_exist():
    broken = []
    for page in [ROOT / "README.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
            if not (page.parent / link).exists():
                broken.append(f"{page.name}: {link}")
    assert broken == []


def test_operations_names_every_setting():
    read = set()
    for path in (ROOT / "cms/settings").glob("*.py"):
        read |= set(re.findall(r"env\.(?:text|switch|words)\(\"(\w+)\"", path.read_text()))
    page = (ROOT / "docs/operations.md").read_text()
    assert sorted(name for name in read if f"`{name}`" not in page) == []


def test_ci_runs_the_gate_and_nothing_else():
    lines = (ROOT / ".ci/run").read_text().splitlines()
    assert lines == ["#!/usr/bin/env bash", "exec make test"]
