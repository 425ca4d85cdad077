"""The messages of the registers' services: which names stand in the question and the answer.

They are configuration (``messages.json``, or the file of ``RAEKODA_REGISTERS_MESSAGES``), the only place that changes when
a register's real description is known. ``assumed`` stays true until then and is shown to administrators.
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

OURS = Path(__file__).with_name("messages.json")


@dataclass(frozen=True)
class Message:
    """One service: how it is called, and where in its answer (dotted paths) each of our fields stands.

    ``rows`` is the path of the elements that are read one by one ("" for an answer that is a list itself, None for one record).
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
        """The fields of the question about the person with this code."""
        return {name: _filled(value, code, country) for name, value in self.request.items()}

    def path_for(self, code: str, country: str) -> str:
        """The path of a REST question, each part percent-encoded."""
        return "/".join(quote(_filled(part, code, country), safe="") for part in self.path.split("/"))

    def read(self, content: Any) -> dict[str, Any] | list[dict[str, Any]]:
        """An answer by our names: one record, or a list where the service gives rows."""
        if self.rows is None:
            return self._record(content)
        found = content if self.rows == "" else at(content, self.rows)
        rows = found if isinstance(found, list) else [] if found in (None, "") else [found]
        return [self._record(row) for row in rows if isinstance(row, dict)]

    def _record(self, content: Any) -> dict[str, Any]:
        return {name: at(content, path) for name, path in self.answer.items()}


@dataclass(frozen=True)
class Messages:
    """Every service of the configuration; ``assumed`` says that nobody has confirmed it yet."""

    assumed: bool
    source: str
    services: Mapping[str, Message]


def messages() -> Messages:
    """The configuration in force."""
    return _read(str(settings.RAEKODA_REGISTERS_MESSAGES or OURS))


def message(service: str) -> Message:
    """The message of one of our services ("population.residence"). Raises ``KeyError``."""
    return messages().services[service]


def at(content: Any, path: str) -> Any:
    """What stands at a dotted path; None when there is nothing."""
    for name in filter(None, path.split(".")):
        content = content.get(name) if isinstance(content, dict) else None
    return content


def _filled(text: str, code: str, country: str) -> str:
    return text.replace("{code}", code).replace("{country}", country).replace("{id}", f"{country}{code}")


@lru_cache(maxsize=8)
def _read(path: str) -> Messages:
    given = json.loads(Path(path).read_text(encoding="utf-8"))
    services = {name: Message(**service) for name, service in given["services"].items()}
    return Messages(bool(given.get("assumed")), str(given.get("source", "")), services)
