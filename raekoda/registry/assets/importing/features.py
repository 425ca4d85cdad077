"""The features of a GeoJSON file one by one. One that is no JSON ("26,7", NaN, .5) does not spoil the others."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any, TextIO

from django.utils.translation import gettext as _

from raekoda.platform.core.numbers import no_number

Feature = tuple[Any, str]
"""What a feature holds, and why it cannot be used; "" if it can."""
START = re.compile(r'"features"\s*:\s*\[')
PART = re.compile(r'"(?:[^"\\]|\\.)*"?|[{}\[\]]', re.DOTALL)
VALUE = re.compile(r'"(?:[^"\\]|\\.)*"?|[^\s,:{}\[\]"]+', re.DOTALL)
PAIR = re.compile(r'("[^"\\]*")\s*:\s*("[^"\\]*"|-?(?:0|[1-9]\d*))(?=\s*[,}])')
"""A member whose value is a text or a whole number: of a feature that is no JSON its identifier is still known."""
SOUND = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d{1,3})?|true|false|null")
TOO_DEEP = 60


class Damaged(ValueError):
    """The file itself is no collection of features, or breaks off."""


class _Utf8:
    """A text stream as UTF-8 bytes for the JSON reader."""

    def __init__(self, text: TextIO) -> None:
        self._text = text

    def read(self, size: int = -1) -> bytes:
        return self._text.read(size).encode("utf-8", errors="replace") if size else b""


def each_feature(open_text: Callable[[], TextIO]) -> Iterator[Feature]:
    """The features in order, streamed; where the JSON is not sound, the rest one at a time. Raises :class:`Damaged`."""
    import ijson

    count = 0
    try:
        with open_text() as text:
            for feature in ijson.items(_Utf8(text), "features.item", use_float=True):
                yield feature, ""
                count += 1
    except (ijson.JSONError, ValueError, RecursionError, OverflowError):
        with open_text() as text:
            yield from islice(_cut_out(text.read()), count, None)


def named_system(open_text: Callable[[], TextIO]) -> str:
    """The coordinate system that the collection names before anything in it is unsound; "" for none."""
    import ijson

    try:
        with open_text() as text:
            return str(next(ijson.items(_Utf8(text), "crs.properties.name"), "") or "")
    except (ijson.JSONError, ValueError, RecursionError):
        return ""


def _cut_out(text: str) -> Iterator[Feature]:
    """Each object of the list of features, found by its brackets."""
    start = START.search(text)
    if start is None:
        raise Damaged("no list of features")
    depth, begins = 0, 0
    for part in PART.finditer(text, start.end()):
        sign = part.group()
        if sign in "{[":
            begins = part.start() if depth == 0 else begins
            depth += 1
        elif sign in "}]":
            depth -= 1
            if depth < 0:
                return
            if depth == 0:
                yield _feature(text[begins : part.end()])
        if depth > TOO_DEEP:
            raise Damaged("nested too deep")
    raise Damaged("breaks off")


def _feature(text: str) -> Feature:
    """A feature without the values that are no JSON, and which ones these are."""
    unsound = [each for each in VALUE.findall(text) if not each.startswith('"') and not SOUND.fullmatch(each)]
    sound = VALUE.sub(lambda value: value.group() if value.group() not in unsound else "null", text)
    problem = no_number(unsound[0]) if unsound else ""
    try:
        return json.loads(sound, strict=False), problem
    except ValueError:
        found = {pair[1][1:-1]: json.loads(pair[2], strict=False) for pair in PAIR.finditer(text)}
        return {"properties": found}, problem or _("This feature cannot be read as JSON.")
