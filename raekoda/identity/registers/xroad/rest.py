"""X-Road message protocol for REST (PR-REST 1.0.4)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

from raekoda.identity.registers.errors import LookupFailed
from raekoda.identity.registers.xroad import RegisterRequest, RegisterResponse
from raekoda.identity.registers.xroad import client as security_server
from raekoda.platform.core.outgoing import Answer
from raekoda.platform.core.xroad.names import Member

NOT_FOUND = 404


def send(request: RegisterRequest) -> RegisterResponse:
    """Send a request. A 404 of the service means that it does not know the person. Raises :class:`LookupFailed`."""
    service = f"{request.provider.path}/{quote(request.message.service, safe='')}"
    path = request.message.path_for(request.code, request.country)
    headers = {
        "Accept": "application/json",
        "X-Road-Client": request.client.path,
        "X-Road-Id": str(request.id),
        "X-Road-UserId": request.user,
        "X-Road-Issue": quote(request.issue, safe="/-. "),
    }
    answer = security_server.send(
        "GET", f"{request.server.rstrip('/')}/r1/{service}/{path}", seconds=request.seconds,
        headers={name: value for name, value in headers.items() if value},
    )  # fmt: skip
    _check_error(answer)
    _check_echo(answer, request, service)
    request_hash = answer.headers.get("X-Road-Request-Hash", "")[:100]
    if answer.status == NOT_FOUND:
        return RegisterResponse(None, request_hash)
    if not answer.is_ok:
        raise LookupFailed(f"HTTP {answer.status}", is_down=answer.status >= 500)
    return RegisterResponse(parse_json(answer), request_hash)


def get_allowed_methods(server: str, client: Member, provider: Member, seconds: float) -> list[str]:
    """Codes of the services of ``provider`` that ``client`` may call (metadata service). Raises
    :class:`LookupFailed`."""
    headers = {"Accept": "application/json", "X-Road-Client": client.path}
    answer = security_server.send(
        "GET", f"{server.rstrip('/')}/r1/{provider.path}/allowedMethods", headers=headers, seconds=seconds
    )
    _check_error(answer)
    if not answer.is_ok:
        raise LookupFailed(f"HTTP {answer.status}", is_down=answer.status >= 500)
    content = parse_json(answer)
    rows = content.get("service") if isinstance(content, dict) else None
    return [str(row.get("service_code", "")) for row in rows or [] if isinstance(row, dict)]


def parse_json(answer: Answer) -> Any:
    """Parse the body as JSON. Raises :class:`LookupFailed`."""
    try:
        return json.loads(answer.content)
    except (ValueError, RecursionError) as error:
        raise LookupFailed("answer", is_down=True) from error


def _check_error(answer: Answer) -> None:
    """``X-Road-Error`` is an error of X-Road, not of the register (4.6)."""
    code = answer.headers.get("X-Road-Error", "")
    if code:
        raise LookupFailed(f"xroad {code[:80]}", is_down=code.startswith("Server."))


def _check_echo(answer: Answer, request: RegisterRequest, service: str) -> None:
    """Check that the response belongs to the request: its identifier, client and service are echoed (4.3)."""
    expected = {"X-Road-Id": str(request.id), "X-Road-Client": request.client.path, "X-Road-Service": service}
    for name, value in expected.items():
        if answer.headers.get(name, value) != value:
            raise LookupFailed("answer to another question", is_down=True)
