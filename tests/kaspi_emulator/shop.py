"""A small shop that answers check and pay as the protocol wants, until it is told to do something wrong."""

import json
import time
from urllib.parse import parse_qs

import httpx


class Shop:
    """A WSGI application. `spoil(command, said)` may change an answer; what it returns is sent as it is."""

    def __init__(self, form: str = "json") -> None:
        self.form = form
        self.asked: list[dict[str, str]] = []
        self.paid: dict[str, str] = {}
        self.statuses: list[int] = []
        self.delay = 0.0
        self.spoil = lambda command, said: said
        self.content_type = {"json": "application/json", "xml": "application/xml; charset=utf-8"}[form]

    @property
    def transport(self) -> httpx.WSGITransport:
        return httpx.WSGITransport(app=self)

    def __call__(self, environ, start_response):
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        self.asked.append(asked | {"xff": environ.get("HTTP_X_FORWARDED_FOR", "")})
        time.sleep(self.delay)
        status = self.statuses.pop(0) if self.statuses else 200
        body = self._answer(asked).encode() if status == 200 else b"<html>broken</html>"
        start_response(f"{status} So", [("Content-Type", self.content_type)])
        return [body]

    def _answer(self, asked: dict[str, str]) -> str:
        said = {"txn_id": asked["txn_id"], "result": 0, "sum": asked["sum"], "comment": "OK"}
        if asked["account"] != "INV1":
            said["result"] = 1
        elif asked["command"] == "pay":
            self.paid[asked["txn_id"]] = asked["sum"]
            said |= {"prv_txn_id": "77", "prv_txn": "77"}
        said = self.spoil(asked["command"], said)
        if self.form == "json":
            return json.dumps(said)
        return "<response>" + "".join(f"<{name}>{value}</{name}>" for name, value in said.items()) + "</response>"
