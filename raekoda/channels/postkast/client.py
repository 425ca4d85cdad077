"""The state mailbox as this program asks it: one method for each thing the document offers to a partner."""

from __future__ import annotations

import json
from typing import Any

from raekoda.channels.postkast import wire
from raekoda.channels.postkast.errors import Trouble
from raekoda.channels.postkast.models import Connection
from raekoda.platform.core import outgoing
from raekoda.platform.core.secrets import Unreadable

SECONDS = 20.0
CONFLICT = 409


def connection() -> Connection:
    """The connection of the open municipality. Raises :class:`Trouble` when there is none in use or its token is unreadable."""
    try:
        found = Connection.objects.filter(is_active=True).first()
    except Unreadable as error:
        raise Trouble("unreadable") from error
    if found is None:
        raise Trouble("not connected")
    return found


class Client:
    """Asks with the token and headers of a connection. Every method raises :class:`Trouble`."""

    def __init__(self, given: Connection, *, seconds: float = SECONDS) -> None:
        self._base = given.base_url.rstrip("/")
        self._headers = {"Accept": "application/json", **given.headers}
        if given.way == Connection.Way.COOKIE:
            self._headers["Cookie"] = f"{given.cookie}={given.token}"
        elif given.token:
            self._headers["Authorization"] = f"Bearer {given.token}"
        self._seconds = seconds

    def owner(self) -> dict[str, Any]:
        """The municipality as the state mailbox knows it."""
        found = self._ask("GET", wire.OWNER)
        if not isinstance(found, dict):
            raise Trouble("answer")
        return found

    def change_owner(self, fields: dict[str, Any]) -> None:
        """Write anew what recipients see of the municipality as a sender."""
        self._ask("PUT", wire.OWNER, body=fields)

    def profiles(self) -> list[dict[str, Any]]:
        """Under which names it may send."""
        return wire.rows(self._ask("GET", wire.PROFILES, params=wire.PAGE))

    def add_profile(self, name: str) -> str:
        """A new profile; its identifier."""
        return self._made(self._ask("POST", wire.PROFILES, body={"name": name}))

    def templates(self) -> list[dict[str, Any]]:
        """The templates there are."""
        return wire.rows(self._ask("GET", wire.TEMPLATES, params=wire.PAGE))

    def add_template(self, name: str, profile_id: str) -> str:
        """A new template, still without texts; its identifier."""
        return self._made(self._ask("POST", wire.TEMPLATES, body=wire.template(name, profile_id)))

    def template_messages(self, template_id: str) -> list[dict[str, Any]]:
        """The texts of a template."""
        asked = {"templateId": template_id, **wire.PAGE}
        found = wire.rows(self._ask("GET", wire.TEMPLATE_MESSAGES, params=asked))
        return [row for row in found if wire.word(row, "templateId") in ("", template_id)]

    def add_template_message(self, template_id: str, text: dict[str, str]) -> None:
        """A text of a template, in one channel and language."""
        self._ask("POST", wire.TEMPLATE_MESSAGES, body=wire.template_message(template_id, text))

    def notify(self, external_id: str, body: dict[str, Any]) -> wire.Operation:
        """Send a notification. A conflict (409) means that it is known there already."""
        return wire.taken(self._ask("POST", wire.NOTIFICATIONS, body=body, headers={wire.EXTERNAL_ID: external_id}))

    def find(self, external_id: str) -> wire.Operation | None:
        """The sending operation of a letter; None when the state mailbox does not know the letter."""
        found = wire.rows(self._ask("GET", wire.OPERATIONS, params={"externalId": external_id}))
        mine = [row for row in found if wire.is_of(row, external_id)]
        return wire.operation(mine[0]) if mine else None

    def restart(self, operation_id: str) -> None:
        """Let the state mailbox try an operation again; no new letter comes of it."""
        self._ask("PUT", f"{wire.OPERATIONS}/{operation_id}", body={})

    def log(self, external_id: str) -> list[str]:
        """The states that the log tells of a letter, oldest first."""
        found = wire.rows(self._ask("GET", wire.LOGS, params={"externalId": external_id}))
        return [wire.word(row, "status", "state") for row in found if wire.is_of(row, external_id)]

    def _ask(
        self,
        method: str,
        path: str,
        *,
        body: dict[str, Any] | None = None,
        params: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        sent = None if body is None else json.dumps(body, ensure_ascii=False).encode()
        kind = {"Content-Type": "application/json; charset=utf-8"} if sent is not None else {}
        try:
            answer = outgoing.request(
                method, self._base + path, content=sent, params=params, headers={**self._headers, **kind, **(headers or {})},
                seconds=self._seconds,
            )  # fmt: skip
        except outgoing.Forbidden as error:
            raise Trouble("address") from error
        except outgoing.NotReached as error:
            raise Trouble("time-out", may_have_arrived=error.may_have_arrived) from error
        content = _read(answer)
        if not answer.is_ok:
            named = wire.error(content)
            raise Trouble(
                f"{answer.status} {named}".strip(), status=answer.status, may_have_arrived=answer.status >= 500
            )
        return content

    @staticmethod
    def _made(content: Any) -> str:
        made = wire.word(content, "id") if isinstance(content, dict) else ""
        if not made:
            raise Trouble("answer", may_have_arrived=True)
        return made[:60]


def _read(answer: outgoing.Answer) -> Any:
    """The answer as JSON; None for an empty one or one that is something else."""
    try:
        return json.loads(answer.content) if answer.content.strip() else None
    except (ValueError, RecursionError):
        return None
