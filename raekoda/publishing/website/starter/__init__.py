"""What a new municipality's site starts with: topics, units and pages in three languages, as plain JSON files."""

from __future__ import annotations

import json
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=8)
def _read(name: str) -> Any:
    return json.loads(files(__package__).joinpath(name).read_text(encoding="utf-8"))


def topics() -> list[dict[str, Any]]:
    """Topics by residents' need: slug, icon, name and description by language, children of the same shape."""
    return _read("topics.json")


def units() -> list[str]:
    """Names of the units that most municipalities have."""
    return _read("units.json")


def pages() -> list[dict[str, Any]]:
    """Pages: slug, kind ("text" or "news"), and by language title, intro and blocks (type, value)."""
    return _read("pages.json")


def home() -> dict[str, dict[str, str]]:
    """The front page's words by language."""
    return _read("home.json")
