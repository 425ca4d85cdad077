"""Message formats of the registers' services: names of fields in requests and responses.

They are configuration (``messages.json``, or the file of ``RAEKODA_REGISTERS_MESSAGES``), to be replaced when a
register's real description is known. ``assumed`` is true until then and shown to administrators.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

from django.conf import settings

DEFAULT_FILE = Path(__file__).with_name("messages.json")


@dataclass(frozen=True)
class Message:
    """A service: how it is called, and where (dotted paths) each of our fields is in its response.

    ``rows`` is the path of repeated elements ("" for a response that is a list itself, None for one record).
    """

    protocol: Literal["soap", "rest"]
    service: str
    answer: Mapping[str, str]
    version: str = ""
    namespace: str = ""
    path: str = ""
    request: Mapping[str, str] = field(default_factory=dict)
    rows: str | None = None

    def asked(self, code: str, country: str) -> dict[str, str]:
        """Request fields for the person with this code."""
        return {name: _fill(value, code, country) for name, value in self.request.items()}

    def path_for(self, code: str, country: str) -> str:
        """Path of a REST request, each part percent-encoded."""
        return "/".join(quote(_fill(part, code, country), safe="") for part in self.path.split("/"))

    def read(self, content: Any) -> dict[str, Any] | list[dict[str, Any]]:
        """A response with our field names: one record, or a list for a service with rows."""
        if self.rows is None:
            return self._record(content)
        found = content if self.rows == "" else get_path(content, self.rows)
        rows = found if isinstance(found, list) else [] if found in (None, "") else [found]
        return [self._record(row) for row in rows if isinstance(row, dict)]

    def _record(self, content: Any) -> dict[str, Any]:
        return {name: get_path(content, path) for name, path in self.answer.items()}


@dataclass(frozen=True)
class Messages:
    """All configured services; ``assumed``: not confirmed by the registers yet."""

    assumed: bool
    source: str
    services: Mapping[str, Message]


def get_messages() -> Messages:
    """The configuration in force."""
    return _read(str(settings.RAEKODA_REGISTERS_MESSAGES or DEFAULT_FILE))


def get_message(service: str) -> Message:
    """The message of one of our services ("population.residence"). Raises ``KeyError``."""
    return get_messages().services[service]


def get_path(content: Any, path: str) -> Any:
    """The value at a dotted path, or None."""
    for name in filter(None, path.split(".")):
        content = content.get(name) if isinstance(content, dict) else None
    return content


def _fill(text: str, code: str, country: str) -> str:
    return text.replace("{code}", code).replace("{country}", country).replace("{id}", f"{country}{code}")


@lru_cache(maxsize=8)
def _read(path: str) -> Messages:
    given = json.loads(Path(path).read_text(encoding="utf-8"))
    services = {name: Message(**service) for name, service in given["services"].items()}
    return Messages(bool(given.get("assumed")), str(given.get("source", "")), services)
