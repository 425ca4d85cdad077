"""Paths, headers and bodies of the administration interface (private-api), all in one place.

Paths, methods, headers and the fields ``templateId``, ``parameters``, ``attachments``, ``code``, ``personType`` are
those of the
document (chapters 05, 07, 11). It leaves the content of ``parameters``, ``attachments`` and the answers to the OpenAPI of the
agreed environment: assumptions about them are made only in this file, and answers are read leniently.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

OWNER = "/system/v1/owners/default"
PROFILES = "/system/v1/profiles"
TEMPLATES = "/template/v1/templates"
TEMPLATE_MESSAGES = "/template/v1/template-messages"
NOTIFICATIONS = "/notification-management/v1/notifications"
OPERATIONS = "/notification-management/v1/sending-operations"
LOGS = "/notification-management/v1/notification-logs"
EXTERNAL_ID = "X-EXTERNAL-ID"
PAGE = {"page": "0", "size": "200"}


@dataclass(frozen=True)
class Operation:
    """A sending operation: the outcome of a letter as a whole."""

    id: str
    notification_id: str
    status: str


def notification_body(
    *, template_id: str, profile_id: str, code: str, person_type: str, language: str, values: dict[str, str],
    files: Iterable[tuple[str, str, bytes]],
) -> dict[str, Any]:  # fmt: skip
    """The body of a new notification to one recipient. ``files``: (name, content type, content)."""
    body: dict[str, Any] = {
        "templateId": template_id,
        "parameters": [{"code": code, "personType": person_type, "language": language, "values": values}],
    }
    if profile_id:
        body["profileId"] = profile_id
    attachments = [
        {"name": name, "contentType": kind, "content": base64.b64encode(content).decode()}
        for name, kind, content in files
    ]
    return body | ({"attachments": attachments} if attachments else {})


def template_body(name: str, profile_id: str) -> dict[str, Any]:
    """The body of a new template."""
    return {"name": name} | ({"profileId": profile_id} if profile_id else {})


def template_message_body(template_id: str, text: dict[str, str]) -> dict[str, Any]:
    """The body of a template's text in one channel and language."""
    return {"templateId": template_id, **{key: text[key] for key in ("channel", "language", "subject", "content")}}


def list_rows(content: Any) -> list[dict[str, Any]]:
    """The records of a list, whether it comes bare or as a page (``content``)."""
    records = content.get("content") if isinstance(content, dict) else content
    return [row for row in records if isinstance(row, dict)] if isinstance(records, list) else []


def first_text(row: dict[str, Any], *names: str) -> str:
    """The first of the named fields that is a filled text or number."""
    for name in names:
        value = row.get(name)
        if isinstance(value, (str, int)) and not isinstance(value, bool) and str(value).strip():
            return str(value).strip()
    return ""


def parse_operation(row: dict[str, Any]) -> Operation:
    """A sending operation from its record."""
    return Operation(
        first_text(row, "id", "sendingOperationId")[:60],
        first_text(row, "notificationId")[:60],
        first_text(row, "status", "state")[:60],
    )


def parse_created(content: Any) -> Operation:
    """The answer to a new notification: its identifier, and that of the operation when present."""
    row = content if isinstance(content, dict) else {}
    return Operation(
        first_text(row, "sendingOperationId", "operationId")[:60],
        first_text(row, "id", "notificationId")[:60],
        first_text(row, "status")[:60],
    )


def belongs_to(row: dict[str, Any], external_id: str) -> bool:
    """Whether a record belongs to the letter of this external id."""
    return first_text(row, "externalId", "xExternalId").lower() == external_id.lower()


def error_name(content: Any) -> str:
    """The named error of an answer ("headerParametersMissing", "ERROR.12") or the field that is wrong; never a value."""
    row = content if isinstance(content, dict) else {}
    name = first_text(row, "code", "errorCode", "error", "field")
    return "".join(char for char in name if char.isascii() and (char.isalnum() or char in "._[]-"))[:60]
