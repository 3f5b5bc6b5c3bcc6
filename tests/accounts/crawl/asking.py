"""Asking an address in every way a browser, a script or a spreadsheet would, and looking for marks in the answer."""

import html
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from urllib.parse import unquote, urlencode
from zipfile import BadZipFile, ZipFile

from django.db import transaction
from django.test import Client

from tests.accounts.crawl.world import World, state_of

HTMX = {"hx-request": "true", "x-requested-with": "XMLHttpRequest"}
JSON = {"accept": "application/json", "x-requested-with": "XMLHttpRequest"}
# Each asks for several things at once: what a view does not know it leaves alone.
WAYS: tuple[tuple[str, dict[str, str]], ...] = (
    ("", {}),
    ("?export=csv&format=csv&q=BETA", JSON),
    ("", HTMX),
    ("?export=xlsx&format=xlsx&id=all&p=1&action=all", HTMX),
)
ESCAPE = re.compile(r"\\u([0-9a-fA-F]{4})")


@dataclass
class Crawl:
    """A person's requests so far: what leaked, what broke, what changed, and how many addresses were asked.

    Each is undone, so one that is just like an earlier one is not made again: its answer is known.
    """

    client: Client
    foreign: World
    marks: tuple[str, ...]
    asked: set[str] = field(default_factory=set)
    statuses: dict[tuple[str, ...], int] = field(default_factory=dict)
    leaks: list[str] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    before: dict[str, Any] = field(default_factory=dict)

    def get(self, path: str, query: str = "", headers: dict[str, str] | None = None) -> int:
        def ask() -> int:
            return self._ask("GET", path + query, lambda: self.client.get(path + query, headers=headers, **self._from()))

        return self._once(ask, "GET", path + query, str(headers or {}))

    def post(self, path: str, data: dict[str, Any], headers: dict[str, str] | None = None, content_type: str = "") -> int:
        extra = {"content_type": content_type} if content_type else {}
        words = f"POST{' ' + content_type if content_type else ''} {urlencode(data, doseq=True)[:60]}"

        def ask() -> int:
            return self._ask(words, path, lambda: self.client.post(path, data, headers=headers, **extra, **self._from()), may_change=True)

        return self._once(ask, "POST", path, urlencode(data, doseq=True), str(headers or {}), content_type)

    def _once(self, ask: Callable[[], int], *words: str) -> int:
        if words not in self.statuses:
            self.statuses[words] = ask()
        return self.statuses[words]

    def _from(self) -> dict[str, str]:
        """Each time another address, so that no limit of one answers in place of the view."""
        return {"REMOTE_ADDR": f"10.0.{len(self.asked) // 250}.{len(self.asked) % 250 + 1}"}

    def _ask(self, way: str, path: str, ask: Any, may_change: bool = False) -> int:
        self.asked.add(f"{way} {path}")
        with transaction.atomic():
            response = ask()
            body = text_of(response)
            if may_change and response.status_code not in {404, 405}:
                self._compare(f"{way} {path}")
            transaction.set_rollback(True)
        said = unquote(path)
        for mark in self.marks:
            if mark in body and mark not in said:
                self.leaks.append(f"{way} {path} → {response.status_code}: {mark} in …{_around(body, mark)}…")
        if response.status_code >= 500 or response.status_code == 429:
            self.failures.append(f"{way} {path} → {response.status_code}")
        return response.status_code

    def _compare(self, words: str) -> None:
        self.before = self.before or {}
        now = state_of(self.foreign)
        if changed := [table for table, digest in now.items() if self.before.get(table, digest) != digest]:
            self.changes.append(f"{words}: {changed}")


def text_of(response: Any) -> str:
    """Everything a person could read in the answer: head, body, what is escaped in it, and the cells of a spreadsheet."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    head = " ".join(f"{name}: {value}" for name, value in response.items())
    if content[:2] == b"PK":
        content = b" ".join(_unzipped(content))
    text = head + " " + content.decode("utf-8", "ignore")
    if response.headers.get("Content-Type", "").startswith("text/csv"):
        text += content.decode("utf-16", "ignore")
    plain = ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    return " ".join({text, plain, html.unescape(plain), unquote(text)})


def _unzipped(content: bytes) -> Iterator[bytes]:
    try:
        with ZipFile(BytesIO(content)) as archive:
            yield from (archive.read(name) for name in archive.namelist())
    except BadZipFile:
        yield content


def _around(body: str, mark: str) -> str:
    at = body.index(mark)
    return " ".join(body[max(0, at - 60) : at + 40].split())


def posted(own: World, foreign: World) -> Iterator[dict[str, Any]]:
    """Forms a stranger would try: their own words, with the other workspace's numbers under every name a form may have."""
    words = {
        "title": "CRAWLED",
        "name": "CRAWLED",
        "message": "CRAWLED",
        "choice": "not_coming",
        "role": "viewer",
        "confirm": "1",
        "body-count": "0",
    }
    numbers: dict[str, Any] = {}
    for model, found in foreign.rows.items():
        base = model._meta.model_name
        numbers |= dict.fromkeys((base, f"{base}_id", f"{base}_pk", f"{base}s", base.removeprefix("party") or base), found[:1])
    yield words | numbers | {"id": numbers["party"], "ids": numbers["party"], "pk": numbers["party"]}
    yield {"action-publish": "1", "action-unpublish": "1", "action-delete": "1", "workspace": foreign.workspace.pk} | words
    yield words
