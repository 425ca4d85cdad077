"""X-Road message protocol for REST (PR-REST 1.0.4)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from raekoda.identity.registers.errors import Trouble
from raekoda.identity.registers.wire import Question, Reply, door
from raekoda.platform.core.outgoing import Answer
from raekoda.platform.core.xroad.names import Member

NOT_FOUND = 404


def ask(question: Question) -> Reply:
    """Ask; raises :class:`Trouble`. 404 of the service (not of X-Road) means that it does not know the person."""
    service = f"{question.provider.path}/{quote(question.message.service, safe='')}"
    path = question.message.path_for(question.code, question.country)
    headers = {
        "Accept": "application/json",
        "X-Road-Client": question.client.path,
        "X-Road-Id": str(question.id),
        "X-Road-UserId": question.user,
        "X-Road-Issue": quote(question.issue, safe="/-. "),
    }
    answer = door.asked(
        "GET", f"{question.server.rstrip('/')}/r1/{service}/{path}", seconds=question.seconds,
        headers={name: value for name, value in headers.items() if value},
    )  # fmt: skip
    _check_error(answer)
    _check_echo(answer, question, service)
    request_hash = answer.headers.get("X-Road-Request-Hash", "")[:100]
    if answer.status == NOT_FOUND:
        return Reply(None, request_hash)
    if not answer.is_ok:
        raise Trouble(f"HTTP {answer.status}", is_down=answer.status >= 500)
    return Reply(content_of(answer), request_hash)


def allowed_methods(server: str, client: Member, provider: Member, seconds: float) -> list[str]:
    """Codes of the services of ``provider`` that ``client`` may call (metadata service). Raises :class:`Trouble`."""
    headers = {"Accept": "application/json", "X-Road-Client": client.path}
    answer = door.asked(
        "GET", f"{server.rstrip('/')}/r1/{provider.path}/allowedMethods", headers=headers, seconds=seconds
    )
    _check_error(answer)
    if not answer.is_ok:
        raise Trouble(f"HTTP {answer.status}", is_down=answer.status >= 500)
    content = content_of(answer)
    rows = content.get("service") if isinstance(content, dict) else None
    return [str(row.get("service_code", "")) for row in rows or [] if isinstance(row, dict)]


def content_of(answer: Answer) -> Any:
    """The body as JSON. Raises :class:`Trouble`."""
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise Trouble("answer", is_down=True) from error


def _check_error(answer: Answer) -> None:
    """``X-Road-Error`` says that something on the way failed, not the register (4.6)."""
    code = answer.headers.get("X-Road-Error", "")
    if code:
        raise Trouble(f"xroad {code[:80]}", is_down=code.startswith("Server."))


def _check_echo(answer: Answer, question: Question, service: str) -> None:
    """The answer must be to this question: security servers put its identifier, client and service into it (4.3)."""
    expected = {"X-Road-Id": str(question.id), "X-Road-Client": question.client.path, "X-Road-Service": service}
    for name, value in expected.items():
        if answer.headers.get(name, value) != value:
            raise Trouble("answer to another question", is_down=True)
