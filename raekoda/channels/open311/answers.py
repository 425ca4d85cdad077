"""Reading what a partner answers, JSON or XML alike, and what its words mean here."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from raekoda.casework.cases.models import Outcome
from raekoda.channels.open311 import rules
from raekoda.channels.open311.errors import Open311Error
from raekoda.platform.core.text import clean_text

LONGEST_WORDS = 4000
LISTS = {"attributes": "attribute", "values": "value"}
OPEN, CLOSED = "open", "closed"
CLOSING = {
    "closed": Outcome.ANSWERED,
    "archived": Outcome.ANSWERED,
    "fixed": Outcome.SOLVED,
    "fixed - council": Outcome.SOLVED,
    "fixed - user": Outcome.SOLVED,
    "no_further_action": Outcome.ANSWERED,
    "not_councils_responsibility": Outcome.NOT_OURS,
    "duplicate": Outcome.ANSWERED,
    "unable_to_fix": Outcome.REFUSED,
}
"""Words that end a report at a partner: GeoReport's own and the additional states of FixMyStreet."""
OUR_OUTCOMES = (Outcome.SOLVED, Outcome.ANSWERED, Outcome.PLANNED, Outcome.NOT_OURS, Outcome.REFUSED)


class Unreadable(Exception):
    """An answer that is no GeoReport."""


@dataclass(frozen=True)
class Seen:
    """A report as its partner describes it now."""

    id: str
    status: str
    words: str = ""
    outcome: str = ""
    updated: datetime | None = None
    url: str = ""
    description: str = ""

    @property
    def is_open(self) -> bool:
        return not self.outcome


@dataclass(frozen=True)
class Update:
    """One entry of the service request updates."""

    update_id: str
    request_id: str
    status: str
    outcome: str
    words: str
    at: datetime | None


def rows(body: bytes, form: str, member: str) -> list[dict[str, Any]]:
    """The list of an answer. ``member`` is the name of its elements in XML. Raises :class:`Unreadable`."""
    return _json_rows(body, member) if form == "json" else _xml_rows(body, member)


def _json_rows(body: bytes, member: str) -> list[dict[str, Any]]:
    try:
        content = json.loads(body.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise Unreadable("not JSON") from error
    if isinstance(content, dict):
        lists = [value for value in content.values() if isinstance(value, list)]
        content = lists[0] if len(lists) == 1 and len(content) == 1 else [content]
    if not isinstance(content, list):
        raise Unreadable("not a list")
    return [row.get(member, row) if set(row) == {member} else row for row in content if isinstance(row, dict)]


def _xml_rows(body: bytes, member: str) -> list[dict[str, Any]]:
    try:
        root = fromstring(body, forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError, LookupError) as error:
        raise Unreadable("not XML") from error
    if root.tag.lower() in {"html", "{http://www.w3.org/1999/xhtml}html"}:
        raise Unreadable("a web page")
    found = root.findall(member) or ([root] if root.tag == member else [])
    return [_fields(element) for element in found]


def _fields(element: Element) -> dict[str, Any]:
    return {part.tag: _value(part) for part in element}


def _value(part: Element) -> Any:
    if part.tag in LISTS:
        return [_fields(each) for each in part.findall(LISTS[part.tag])]
    return _fields(part) if len(part) else (part.text or "")


def text_of(row: dict[str, Any], *names: str) -> str:
    """The first filled one of the named fields, cleaned, at most 4,000 characters."""
    for name in names:
        value = row.get(name)
        if isinstance(value, (str, int, float)) and not isinstance(value, bool) and (text := clean_text(str(value))):
            return text[:LONGEST_WORDS]
    return ""


def line_of(row: dict[str, Any], *names: str, limit: int = 120) -> str:
    """As :func:`text_of`, one line of at most ``limit`` characters."""
    return " ".join(text_of(row, *names).split())[:limit]


def moment_of(row: dict[str, Any], *names: str) -> datetime | None:
    """The moment of a field; None when there is none or it is no date."""
    try:
        return rules.moment(text_of(row, *names), "")
    except Open311Error:
        return None


def outcome_of(status: str, code: str = "") -> str:
    """What came of a report by a partner's status ("" while it is open); ``code`` is our own word when it is one of us."""
    closing = CLOSING.get(status.strip().lower())
    if closing is None:
        return ""
    return code if code in OUR_OUTCOMES else closing.value


def seen(row: dict[str, Any]) -> Seen:
    """A row of GET requests."""
    status = line_of(row, "status", limit=40).lower() or OPEN
    more = row.get("extended_attributes")
    more = more if isinstance(more, dict) else {}
    return Seen(
        id=line_of(row, "service_request_id"),
        status=status,
        words=text_of(row, "status_notes"),
        outcome=outcome_of(status, line_of(more, "outcome", limit=40)),
        updated=moment_of(row, "updated_datetime"),
        url=_link(line_of(more, "html_url", limit=500)),
        description=text_of(row, "description"),
    )


def update(row: dict[str, Any]) -> Update:
    """A row of GET servicerequestupdates."""
    status = line_of(row, "status", limit=40).lower()
    return Update(
        update_id=line_of(row, "update_id"),
        request_id=line_of(row, "service_request_id"),
        status=status,
        outcome=outcome_of(status, line_of(row, "external_status_code", limit=40)),
        words=text_of(row, "description"),
        at=moment_of(row, "updated_datetime"),
    )


def attributes(row: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The questions of a service definition, in our own form; what is no question is left out."""
    listed = row.get("attributes")
    for each in listed if isinstance(listed, list) else []:
        if not isinstance(each, dict) or not (code := line_of(each, "code", limit=60)):
            continue
        values = each.get("values")
        yield {
            "code": code,
            "datatype": line_of(each, "datatype", limit=20),
            "required": _is_true(each.get("required")),
            "variable": _is_true(each.get("variable", True)),
            "description": text_of(each, "description")[:300],
            "datatype_description": text_of(each, "datatype_description")[:300],
            "values": [
                {"key": line_of(one, "key"), "name": line_of(one, "name") or line_of(one, "key")}
                for one in (values if isinstance(values, list) else [])
                if isinstance(one, dict) and line_of(one, "key")
            ],
        }


def _is_true(value: Any) -> bool:
    return value is True or (isinstance(value, str) and value.strip().lower() == "true")


def _link(text: str) -> str:
    try:
        return rules.media_url(text)
    except Open311Error:
        return ""
