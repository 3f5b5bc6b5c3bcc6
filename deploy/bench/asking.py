"""The people of the measurement: guests from many addresses, and the organizer with the editor open."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count, cycle
from queue import SimpleQueue
from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup

from deploy.bench.counting import HEADER
from deploy.bench.stage import Stage

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130 Mobile Safari/537.36"
# As many as the bank is said to keep open.
BANKS_CONNECTIONS = 15


class Person:
    """One browser that keeps its connection open."""

    def __init__(self, stage: Stage, cookie: str = "") -> None:
        self.connection = HTTPConnection("127.0.0.1", stage.port, timeout=60)
        self.cookie = cookie
        self.numbers = count()

    def ask(self, method: str, path: str, data: dict[str, Any] | None = None, expect: tuple[int, ...] = (200,)) -> tuple[float, int, bytes]:
        """Seconds to the last byte, queries and body; another status than expected ends the measurement."""
        number = next(self.numbers)
        headers = {"User-Agent": PHONE, "X-Forwarded-For": f"10.{number // 65025 % 255}.{number // 255 % 255}.{number % 255}"}
        if self.cookie:
            headers["Cookie"] = self.cookie
        body = urlencode(data, doseq=True) if data is not None else None
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.perf_counter()
        self.connection.request(method, path, body, headers)
        answer = self.connection.getresponse()
        content = answer.read()
        took = time.perf_counter() - began
        if answer.status not in expect:
            raise SystemExit(f"{method} {path} answered {answer.status}:\n{content[:600].decode(errors='replace')}")
        for _name, cookie in (pair for pair in answer.getheaders() if pair[0].lower() == "set-cookie" and self.cookie):
            if cookie.startswith("csrftoken=") and "csrftoken=" not in self.cookie:
                self.cookie += "; " + cookie.split(";")[0]
        return took, int(answer.headers.get(HEADER, 0)), content


def scenes(stage: Stage) -> dict[str, Callable[[], tuple[float, int]]]:
    """What is measured, by name: each call does it once and says seconds and queries."""
    known = stage.known
    guest, host = Person(stage), Person(stage, f"sessionid={known['session']}")
    edit = f"/admin/pages/{known['page']}/edit/"
    typed = {**form_fields(host.ask("GET", edit)[2]), **known["typed"]}
    links, answers = cycle(known["links"]), cycle(known["links"])
    reply = {"choice": "coming", "people": "2", "message": "Міндетті түрде барамыз!"}

    def one(person: Person, method: str, path: str, *rest: Any) -> tuple[float, int]:
        return person.ask(method, path, *rest)[:2]

    def preview() -> tuple[float, int]:
        sent = one(host, "POST", f"{edit}preview/", typed)
        shown = one(host, "GET", f"{edit}preview/?mode=kk")
        return sent[0] + shown[0], sent[1] + shown[1]

    return {
        "nginx, the same bytes": lambda: one(guest, "GET", "/copy.html"),
        "guest page": lambda: one(guest, "GET", known["face"]),
        "personal link": lambda: one(guest, "GET", "/" + next(links)),
        "answer of a guest": lambda: one(guest, "POST", "/" + next(answers), reply, (302,)),
        "editor: preview": preview,
        "editor: save a draft": lambda: one(host, "POST", edit, typed, (302,)),
        "guest list of 500": lambda: one(host, "GET", f"/admin/celebrations/{known['invitation']}/guests/"),
        "the bank's check": lambda: one(guest, "GET", known["check"]),
        "my celebrations": lambda: one(host, "GET", "/admin/celebrations/"),
    }


def steady(stage: Stage, path: str, *, per_second: int, seconds: int) -> list[float]:
    """Ask `path` so many times a second, whether or not the answers have come, each time from a connection that is free.

    Seconds from the moment each was due to its answer: who waits for a free worker waits too.
    """
    free: SimpleQueue[Person] = SimpleQueue()
    for _connection in range(BANKS_CONNECTIONS):
        free.put(Person(stage))
    began = time.perf_counter() + 0.1

    def ask(number: int) -> float:
        due = began + number / per_second
        time.sleep(max(0, due - time.perf_counter()))
        person = free.get()
        try:
            person.ask("GET", path)
        finally:
            free.put(person)
        return time.perf_counter() - due

    with ThreadPoolExecutor(max_workers=per_second) as pool:
        return list(pool.map(ask, range(per_second * seconds)))


def form_fields(html: bytes) -> dict[str, list[str]]:
    """What a browser would send of the editor's form as it stands, its buttons left out."""
    typed: dict[str, list[str]] = {}
    form = BeautifulSoup(html, "html.parser").select_one("#w-editor-form, #page-edit-form, form[data-edit-form]")
    for field in form.select("input[name], textarea[name], select[name]"):
        kind = field.get("type", "")
        if kind in {"submit", "button", "file"} or (kind in {"checkbox", "radio"} and not field.has_attr("checked")):
            continue
        if field.name == "select":
            values = [option.get("value", "") for option in field.select("option[selected]")]
        else:
            values = [field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")]
        typed.setdefault(field["name"], []).extend(values)
    return typed
