"""A GeoReport v2 server as others write it, from the words of the specification; it can be told to misbehave."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from xml.sax.saxutils import escape

SERVICES = [
    {"service_code": "R1", "service_name": "Riigitee auk", "metadata": "false", "type": "realtime", "group": "Teed"},
    {"service_code": "R2", "service_name": "Liiklusmärk", "metadata": "true", "type": "realtime", "group": "Teed"},
]
DEFINITION = {
    "service_code": "R2",
    "attributes": [
        {
            "variable": "true", "code": "sign", "datatype": "singlevaluelist", "required": "true", "order": "1",
            "description": "Milline märk?", "datatype_description": "",
            "values": [{"key": "stop", "name": "Stopp"}, {"key": "other", "name": "Muu"}],
        }
    ],
}  # fmt: skip
MEMBERS = {"attributes": "attribute", "values": "value"}


@dataclass
class OtherSide:
    """Its reports and updates, its manners, and what it was asked."""

    url: str = ""
    form: str = "json"
    key: str = "nende-voti"
    reports: dict[str, dict[str, Any]] = field(default_factory=dict)
    updates: list[dict[str, Any]] = field(default_factory=list)
    got_updates: list[dict[str, str]] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)
    posted: list[dict[str, str]] = field(default_factory=list)
    broken: str = ""
    breaks_only: str = ""
    knows_updates: bool = False
    lists: bool = True
    tokens: bool = False
    refuses: str = ""

    def change(self, number: str, status: str, notes: str = "") -> None:
        self.reports[number] |= {"status": status, "status_notes": notes, "updated_datetime": now()}

    def update(self, number: str, update_id: str, status: str, description: str = "") -> None:
        self.updates.append(
            {"update_id": update_id, "service_request_id": number, "status": status, "description": description,
             "updated_datetime": datetime.now(UTC).isoformat()}
        )  # fmt: skip


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def xml(root: str, member: str, rows: list[dict[str, Any]]) -> str:
    def inner(row: dict[str, Any]) -> str:
        return "".join(f"<{name}>{value_of(name, value)}</{name}>" for name, value in row.items())

    def value_of(name: str, value: Any) -> str:
        if isinstance(value, list):
            return "".join(f"<{MEMBERS[name]}>{inner(each)}</{MEMBERS[name]}>" for each in value)
        return "" if value is None else escape(str(value))

    rows_xml = "".join(f"<{member}>{inner(row)}</{member}>" for row in rows) if member else inner(rows[0])
    return f'<?xml version="1.0" encoding="utf-8"?><{root}>{rows_xml}</{root}>'


@contextmanager
def other_side(**manners: Any) -> Iterator[OtherSide]:
    """The server on a free port of this machine."""
    side = OtherSide(**manners)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            side.asked.append(self.path)
            if not self._breaks("GET"):
                self._read(parts.path.removeprefix("/v2/").rpartition(".")[0], parse_qs(parts.query))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            fields = {name: values[-1] for name, values in parse_qs(body).items()}
            path = urlsplit(self.path).path
            side.asked.append(f"POST {path}")
            if self._breaks("POST"):
                return
            if side.refuses or fields.get("api_key") != side.key:
                status = 400 if side.refuses else 403
                words = side.refuses or "Unknown api_key"
                self._write_line("errors", "error", [{"code": status, "description": words}], status)
            elif "servicerequestupdates" in path:
                side.got_updates.append(fields)
                self._write_line("service_request_updates", "request_update", [{"update_id": fields["update_id"]}])
            else:
                self._create(fields)

        def _create(self, fields: dict[str, str]) -> None:
            side.posted.append(fields)
            number = str(len(side.posted) + 100)
            side.reports[number] = {
                "service_request_id": number, "status": "open", "status_notes": "", "service_code": fields["service_code"],
                "description": fields["description"], "requested_datetime": now(), "updated_datetime": now(),
            }  # fmt: skip
            if side.broken == "accepts and falls silent":
                time.sleep(1.5)
            elif side.broken == "accepts and fails":
                self._raw(500, "oops", "text/html")
            elif side.tokens:
                self._write_line("service_requests", "request", [{"token": f"t-{number}", "service_notice": None}])
            else:
                self._write_line(
                    "service_requests", "request", [{"service_request_id": number, "service_notice": None}]
                )

        def _read(self, path: str, asked: dict[str, list[str]]) -> None:
            if path == "services":
                self._write_line("services", "service", SERVICES)
            elif path.startswith("services/"):
                self._definition()
            elif path == "requests":
                wanted = [one for each in asked.get("service_request_id", []) for one in each.split(",")]
                rows = [row for number, row in side.reports.items() if not wanted or number in wanted]
                self._write_line("service_requests", "request", rows if side.lists else [])
            elif path.startswith("requests/") and (row := side.reports.get(path.removeprefix("requests/"))):
                self._write_line("service_requests", "request", [row])
            elif path.startswith("tokens/"):
                number = path.removeprefix("tokens/t-")
                self._write_line(
                    "service_requests", "request", [{"token": f"t-{number}", "service_request_id": number}]
                )
            elif path == "servicerequestupdates" and side.knows_updates:
                start, end = (datetime.fromisoformat(asked[name][0]) for name in ("start_date", "end_date"))
                made = [one for one in side.updates if start <= datetime.fromisoformat(one["updated_datetime"]) <= end]
                self._write_line("service_request_updates", "request_update", made)
            else:
                self._write_line("errors", "error", [{"code": 404, "description": "not here"}], 404)

        def _definition(self) -> None:
            if side.form == "json":
                self._raw(200, json.dumps(DEFINITION), "application/json")
            else:
                self._raw(200, xml("service_definition", "", [DEFINITION]), "text/xml")

        def _breaks(self, method: str) -> bool:
            if not side.broken or side.broken.startswith("accepts") or side.breaks_only not in ("", method):
                return False
            if side.broken == "html":
                self._raw(200, "<!doctype html><html><body>Hooldus</body></html>", "text/html")
            elif side.broken == "garbage":
                self._raw(200, "\x00\x01{]", "application/json")
            elif side.broken == "huge":
                self._raw(200, "[" + " " * (6 * 1024 * 1024), "application/json")
            elif side.broken == "500":
                self._raw(500, "oops", "text/html")
            elif side.broken == "503":
                self._raw(503, "later", "text/plain")
            elif side.broken == "slow":
                self.send_response(200)
                self.end_headers()
                for _beat in range(40):
                    time.sleep(0.1)
                    self.wfile.write(b" ")
            return True

        def _write_line(self, root: str, member: str, rows: list[dict[str, Any]], status: int = 200) -> None:
            if side.form == "json":
                self._raw(status, json.dumps(rows), "application/json")
            else:
                self._raw(status, xml(root, member, rows), "text/xml; charset=utf-8")

        def _raw(self, status: int, body: str, kind: str) -> None:
            content = body.encode()
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def handle(self) -> None:
            try:
                super().handle()
            except (BrokenPipeError, ConnectionResetError):
                self.close_connection = True

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    side.url = f"http://127.0.0.1:{server.server_port}/v2"
    try:
        yield side
    finally:
        server.shutdown()
        server.server_close()
