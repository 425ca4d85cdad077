"""Client of the state mailbox: one method for each operation that the document offers to a partner."""

from __future__ import annotations

import json
from typing import Any

from raekoda.channels.postkast import protocol
from raekoda.channels.postkast.errors import RequestFailed
from raekoda.channels.postkast.models import Connection
from raekoda.platform.core import outgoing
from raekoda.platform.core.secrets import Unreadable

TIMEOUT_SECONDS = 20.0
CONFLICT = 409


def get_connection() -> Connection:
    """The connection of the open municipality. Raises :class:`RequestFailed` when none is in use or its token is unreadable."""
    try:
        active = Connection.objects.filter(is_active=True).first()
    except Unreadable as error:
        raise RequestFailed("unreadable") from error
    if active is None:
        raise RequestFailed("not connected")
    return active


class Client:
    """Sends requests with the token and headers of a connection. Every method raises :class:`RequestFailed`."""

    def __init__(self, connection: Connection, *, seconds: float = TIMEOUT_SECONDS) -> None:
        self._base = connection.base_url.rstrip("/")
        self._headers = {"Accept": "application/json", **connection.headers}
        if connection.way == Connection.Way.COOKIE:
            self._headers["Cookie"] = f"{connection.cookie}={connection.token}"
        elif connection.token:
            self._headers["Authorization"] = f"Bearer {connection.token}"
        self._seconds = seconds

    def owner(self) -> dict[str, Any]:
        """The municipality as the state mailbox knows it."""
        owner = self._request("GET", protocol.OWNER)
        if not isinstance(owner, dict):
            raise RequestFailed("answer")
        return owner

    def change_owner(self, fields: dict[str, Any]) -> None:
        """Replace the sender data that recipients see."""
        self._request("PUT", protocol.OWNER, body=fields)

    def profiles(self) -> list[dict[str, Any]]:
        """Sender names that the municipality may use."""
        return protocol.list_rows(self._request("GET", protocol.PROFILES, params=protocol.PAGE))

    def add_profile(self, name: str) -> str:
        """Create a profile; returns its identifier."""
        return self._created_id(self._request("POST", protocol.PROFILES, body={"name": name}))

    def templates(self) -> list[dict[str, Any]]:
        """All templates."""
        return protocol.list_rows(self._request("GET", protocol.TEMPLATES, params=protocol.PAGE))

    def add_template(self, name: str, profile_id: str) -> str:
        """Create a template without texts; returns its identifier."""
        return self._created_id(
            self._request("POST", protocol.TEMPLATES, body=protocol.template_body(name, profile_id))
        )

    def template_messages(self, template_id: str) -> list[dict[str, Any]]:
        """The texts of a template."""
        params = {"templateId": template_id, **protocol.PAGE}
        messages = protocol.list_rows(self._request("GET", protocol.TEMPLATE_MESSAGES, params=params))
        return [row for row in messages if protocol.first_text(row, "templateId") in ("", template_id)]

    def add_template_message(self, template_id: str, text: dict[str, str]) -> None:
        """Add a text of a template, in one channel and language."""
        self._request("POST", protocol.TEMPLATE_MESSAGES, body=protocol.template_message_body(template_id, text))

    def notify(self, external_id: str, body: dict[str, Any]) -> protocol.Operation:
        """Send a notification. A conflict (409) means that the mailbox has it already."""
        return protocol.parse_created(
            self._request("POST", protocol.NOTIFICATIONS, body=body, headers={protocol.EXTERNAL_ID: external_id})
        )

    def find(self, external_id: str) -> protocol.Operation | None:
        """The sending operation of a letter; None when the state mailbox does not know the letter."""
        operations = protocol.list_rows(self._request("GET", protocol.OPERATIONS, params={"externalId": external_id}))
        matching = [row for row in operations if protocol.belongs_to(row, external_id)]
        return protocol.parse_operation(matching[0]) if matching else None

    def restart(self, operation_id: str) -> None:
        """Retry an operation at the state mailbox; no new letter is created."""
        self._request("PUT", f"{protocol.OPERATIONS}/{operation_id}", body={})

    def log(self, external_id: str) -> list[str]:
        """States of a letter from the log, oldest first."""
        entries = protocol.list_rows(self._request("GET", protocol.LOGS, params={"externalId": external_id}))
        return [protocol.first_text(row, "status", "state") for row in entries if protocol.belongs_to(row, external_id)]

    def _request(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        content_type = {"Content-Type": "application/json; charset=utf-8"} if content is not None else {}
        try:
            answer = outgoing.request(
                method, self._base + path, content=content, params=params, headers={**self._headers, **content_type,
                **(headers or {})},
                seconds=self._seconds,
            )  # fmt: skip
        except outgoing.Forbidden as error:
            raise RequestFailed("address") from error
        except outgoing.NotReached as error:
            raise RequestFailed("time-out", may_have_arrived=error.may_have_arrived) from error
        answer_data = _parse_json(answer)
        if not answer.is_ok:
            name = protocol.error_name(answer_data)
            raise RequestFailed(
                f"{answer.status} {name}".strip(), status=answer.status, may_have_arrived=answer.status >= 500
            )
        return answer_data

    @staticmethod
    def _created_id(content: Any) -> str:
        created = protocol.first_text(content, "id") if isinstance(content, dict) else ""
        if not created:
            raise RequestFailed("answer", may_have_arrived=True)
        return created[:60]


def _parse_json(answer: outgoing.Answer) -> Any:
    """The answer as JSON; None when it is empty or not JSON."""
    try:
        return json.loads(answer.content) if answer.content.strip() else None
    except (ValueError, RecursionError):
        return None
