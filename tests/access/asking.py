"""Requests to every path of the URL table, and their answers as bytes that can be compared."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.test import Client

from tests.access.town import as_it_was

HEADERS = ("Content-Type", "Content-Disposition", "Location", "HX-Redirect")
ONLY_WRITTEN = 405
REQUEST_ID = "non-interference-0001"
NEVER_EQUAL = (
    re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[^"]*'),
    re.compile(rb'(?<="X-CSRFToken": ")[^"]*'),
    re.compile(rb'(?<=name="stamp" value="form:)[^"]*'),
    re.compile(rb'(?<=name="carried" value=")[^"]*'),
    re.compile(rb'(?<=data-keep="notice-)[^"]*'),
    re.compile(rb"(?<=/CreationDate \()[^)]*"),
    re.compile(rb"(?<=/ID \[)[^\]]*"),
)
"""What differs between two answers to the same request: the token against forged forms, the signed
time of a form, the reference of a new notice, the time at which a PDF was made."""


@dataclass(frozen=True)
class Asked:
    """One request: by GET, or with ``sent`` by POST."""

    path: str
    address: str
    query: str = ""
    sent: tuple[tuple[str, str], ...] | None = None

    def __str__(self) -> str:
        return f"{'GET' if self.sent is None else 'POST'} {self.path} ({self.address}?{self.query})"


@dataclass(frozen=True)
class Answer:
    """What of an answer is compared."""

    status: int
    headers: tuple[str, ...]
    body: bytes

    def difference(self, other: Answer) -> str:
        """Where two answers differ, in a few words; empty when they are equal."""
        if (self.status, self.headers) != (other.status, other.headers):
            return f"{self.status} {self.headers} / {other.status} {other.headers}"
        if self.body == other.body:
            return ""
        at = next(
            (index for index, (one, two) in enumerate(zip(self.body, other.body, strict=False)) if one != two),
            min(len(self.body), len(other.body)),
        )
        shown = [body[max(at - 60, 0) : at + 100].decode(errors="replace") for body in (self.body, other.body)]
        return f"{len(self.body)}/{len(other.body)} bytes, {shown[0]!r} / {shown[1]!r}"


def ask(client: Client, asked: Asked) -> Answer:
    """The answer; whatever the request changed is undone."""
    headers = {"HTTP_X_REQUEST_ID": REQUEST_ID, "QUERY_STRING": asked.query.encode().decode("latin-1")}
    with as_it_was():
        if asked.sent is None:
            answer = client.get(asked.address, **headers)  # type: ignore[arg-type]
        else:
            answer = client.post(asked.address, dict(asked.sent), **headers)  # type: ignore[arg-type]
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for pattern in NEVER_EQUAL:
        body = pattern.sub(b"", body)
    return Answer(answer.status_code, tuple(answer.get(name, "") for name in HEADERS), body)


def ask_groups(client: Client, groups: Iterable[list[Asked]]) -> dict[Asked, Answer]:
    """The answers to the requests of each path, beginning with an empty cache; a path that is only written to is read once."""
    cache.clear()
    answers: dict[Asked, Answer] = {}
    for group in groups:
        is_read = True
        for asked in group:
            if asked.sent is not None or is_read:
                answers[asked] = ask(client, asked)
                is_read = is_read and (asked.sent is not None or answers[asked].status != ONLY_WRITTEN)
    return answers


def ask_all(client: Client, all_asked: Iterable[Asked]) -> dict[Asked, Answer]:
    """The answers to all requests, beginning with an empty cache."""
    cache.clear()
    return {asked: ask(client, asked) for asked in all_asked}


def differences(one: Mapping[Asked, Answer], other: Mapping[Asked, Answer]) -> Iterator[tuple[Asked, str]]:
    """Requests whose answers differ, and where."""
    for asked, answer in one.items():
        if difference := answer.difference(other[asked]):
            yield asked, difference


def sent(**values: Any) -> tuple[tuple[str, str], ...]:
    return tuple((name, str(value)) for name, value in values.items())
