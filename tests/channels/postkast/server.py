"""A small state mailbox, built from the words of its document (chapters 04, 05, 07, 08, 11): a real web server on loopback.

Where the document is silent (what it answers when an external id comes a second time) it can be told to behave either way.
"""

from __future__ import annotations

import json
import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID, uuid4

TOKEN = "kokkulepitud-token"
PREFIX = "/api/private"
CODE = re.compile(r"^EE(\d{11}|\d{8})$")
Found = tuple[int, Any]


class Refusal(Exception):
    """An answer of chapter 08: status, and the named error where there is one."""

    def __init__(self, status: int, code: str = "") -> None:
        super().__init__(code)
        self.status, self.code = status, code


@dataclass
class StateMailbox:
    """What it keeps, and how it behaves: ``breaks`` are statuses for the next notifications instead of taking them;
    ``takes_then_hangs`` is how often it takes one and does not answer in time."""

    url: str = ""
    owner: dict[str, Any] = field(default_factory=lambda: {"id": str(uuid4()), "name": "Tartu linn"})
    profiles: list[dict[str, Any]] = field(default_factory=list)
    templates: dict[str, dict[str, Any]] = field(default_factory=dict)
    messages: list[dict[str, Any]] = field(default_factory=list)
    notifications: list[dict[str, Any]] = field(default_factory=list)
    operations: dict[str, dict[str, Any]] = field(default_factory=dict)
    logs: list[dict[str, Any]] = field(default_factory=list)
    requests: list[tuple[str, str, dict[str, str], Any]] = field(default_factory=list)
    breaks: list[int] = field(default_factory=list)
    takes_then_hangs: int = 0
    takes_then_fails: int = 0
    hangs_seconds: float = 1.5
    refuses_known_ids: bool = True
    cookie: str = ""
    wants_headers: bool = False
    has_right: bool = True

    def add_template(self, name: str, **texts: tuple[str, str]) -> str:
        """A template that is there already; ``texts`` by language: subject and content."""
        made = str(uuid4())
        self.templates[made] = {"id": made, "name": name}
        for language, (subject, content) in texts.items():
            self.messages.append(
                {"id": str(uuid4()), "templateId": made, "channel": "INBOX", "language": language, "subject": subject,
                 "content": content}
            )  # fmt: skip
        return made

    def happened(self, external_id: str, status: str) -> None:
        """The letter came so far: the operation and the log say so."""
        for operation in self.operations.values():
            if operation["externalId"] == external_id:
                operation["status"] = status
        self.logs.append({"id": str(uuid4()), "externalId": external_id, "status": status})

    def answer(self, method: str, path: str, asked: dict[str, str], headers: dict[str, str], body: Any) -> Found:
        """One request, checked as the document says."""
        self._authenticate(headers)
        route = f"{method} {re.sub(r'/[0-9a-f-]{36}$', '/{id}', path)}"
        found = {
            "GET /system/v1/owners/default": lambda: (200, self.owner),
            "PUT /system/v1/owners/default": lambda: self._changed_owner(body),
            "GET /system/v1/profiles": lambda: (200, {"content": self.profiles}),
            "POST /system/v1/profiles": lambda: self._new_profile(body),
            "GET /template/v1/templates": lambda: (200, {"content": list(self.templates.values())}),
            "POST /template/v1/templates": lambda: self._new_template(body),
            "GET /template/v1/template-messages": lambda: self._messages_of(asked),
            "POST /template/v1/template-messages": lambda: self._new_message(body),
            "POST /notification-management/v1/notifications": lambda: self._notify(headers, body),
            "GET /notification-management/v1/sending-operations": lambda: self._of(self.operations.values(), asked),
            "PUT /notification-management/v1/sending-operations/{id}": lambda: self._restart(path),
            "GET /notification-management/v1/notification-logs": lambda: self._of(self.logs, asked),
        }.get(route)
        if found is None:
            raise Refusal(404)
        return found()

    def _authenticate(self, headers: dict[str, str]) -> None:
        token = headers.get("cookie", "") if self.cookie else headers.get("authorization", "")
        if token != (f"{self.cookie}={TOKEN}" if self.cookie else f"Bearer {TOKEN}"):
            raise Refusal(401)
        if self.wants_headers and headers.get("x-user-access-type") != "UNLIMITED":
            raise Refusal(400, "headerParametersMissing")
        if not self.has_right:
            raise Refusal(403, "ERROR.12")

    def _changed_owner(self, body: Any) -> Found:
        self.owner |= body
        return 200, self.owner

    def _new_profile(self, body: Any) -> Found:
        profile = {"id": str(uuid4()), "name": _needed(body, "name")}
        self.profiles.append(profile)
        return 201, profile

    def _new_template(self, body: Any) -> Found:
        template = {"id": str(uuid4()), "name": _needed(body, "name")}
        self.templates[template["id"]] = template
        return 201, template

    def _messages_of(self, asked: dict[str, str]) -> Found:
        return 200, [each for each in self.messages if each["templateId"] == asked.get("templateId")]

    def _new_message(self, body: Any) -> Found:
        if _needed(body, "templateId") not in self.templates:
            raise Refusal(404, "templateId")
        kept = {name: _needed(body, name) for name in ("templateId", "channel", "language", "subject", "content")}
        self.messages.append({"id": str(uuid4()), **kept})
        return 201, self.messages[-1]

    def _notify(self, headers: dict[str, str], body: Any) -> Found:
        external_id = headers.get("x-external-id", "")
        if not _is_uuid(external_id):
            raise Refusal(400, "X-EXTERNAL-ID")
        if self.breaks:
            raise Refusal(self.breaks.pop(0))
        template = body.get("templateId") or body.get("originalTemplateId") if isinstance(body, dict) else None
        if not template:
            raise Refusal(400, "templateId")
        if template not in self.templates:
            raise Refusal(404, "templateId")
        self._check_parameters(template, body)
        if self.refuses_known_ids and any(each["externalId"] == external_id for each in self.notifications):
            raise Refusal(409, "externalId")
        kept = {"id": str(uuid4()), "externalId": external_id, **body}
        operation = {
            "id": str(uuid4()),
            "externalId": external_id,
            "notificationId": kept["id"],
            "status": "IN_PROGRESS",
        }
        self.notifications.append(kept)
        self.operations[operation["id"]] = operation
        if self.takes_then_hangs:
            self.takes_then_hangs -= 1
            time.sleep(self.hangs_seconds)
        if self.takes_then_fails:
            self.takes_then_fails -= 1
            raise Refusal(500)
        return 201, {"id": kept["id"], "sendingOperationId": operation["id"]}

    def _check_parameters(self, template: str, body: dict[str, Any]) -> None:
        parameters = body.get("parameters")
        if not isinstance(parameters, list) or not parameters:
            raise Refusal(400, "parameters")
        for parameter in parameters:
            kind = parameter.get("personType")
            if not CODE.match(str(parameter.get("code", ""))) or kind not in ("CITIZEN", "BUSINESS"):
                raise Refusal(400, "parameters")
            texts = [
                text
                for text in self.messages
                if (text["templateId"], text["language"]) == (template, parameter.get("language"))
            ]
            needed = set(re.findall(r"\{\{(\w+)\}\}", " ".join(text["subject"] + text["content"] for text in texts)))
            if not texts or not needed <= {name for name, value in parameter.get("values", {}).items() if value}:
                raise Refusal(400, "parameters")

    def _restart(self, path: str) -> Found:
        operation = self.operations.get(path.rpartition("/")[2])
        if operation is None:
            raise Refusal(404)
        operation["status"] = "IN_PROGRESS"
        self.logs.append({"id": str(uuid4()), "externalId": operation["externalId"], "status": "IN_PROGRESS"})
        return 200, operation

    @staticmethod
    def _of(rows: Any, asked: dict[str, str]) -> Found:
        wanted = asked.get("externalId")
        return 200, {"content": [row for row in rows if wanted is None or row["externalId"] == wanted]}


def _needed(body: Any, name: str) -> str:
    value = body.get(name) if isinstance(body, dict) else None
    if not isinstance(value, str) or not value.strip():
        raise Refusal(400, name)
    return value


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text.lower()
    except ValueError:
        return False


@contextmanager
def running() -> Iterator[StateMailbox]:
    """Run it on a free port."""
    mailbox = StateMailbox()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _do(self) -> None:
            parts = urlsplit(self.path)
            headers = {name.lower(): value for name, value in self.headers.items()}
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            content = self.rfile.read(int(headers.get("content-length", 0)))
            body = json.loads(content) if content else None
            mailbox.requests.append((self.command, parts.path.removeprefix(PREFIX), headers, body))
            try:
                if not parts.path.startswith(PREFIX):
                    raise Refusal(404)
                status, answer = mailbox.answer(self.command, parts.path.removeprefix(PREFIX), query, headers, body)
            except Refusal as refusal:
                status, answer = refusal.status, {"code": refusal.code} if refusal.code else None
            content_sent = b"" if answer is None else json.dumps(answer).encode()
            try:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(content_sent)))
                self.end_headers()
                self.wfile.write(content_sent)
            except OSError:  # who asked has gone
                self.close_connection = True

        def do_GET(self) -> None:
            self._do()

        def do_POST(self) -> None:
            self._do()

        def do_PUT(self) -> None:
            self._do()

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    mailbox.url = f"http://127.0.0.1:{server.server_address[1]}{PREFIX}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield mailbox
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
