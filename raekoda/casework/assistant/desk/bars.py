"""An SVG bar chart of months; the page has the same figures as text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from raekoda.casework.assistant.unanswered.statistics import Month

WIDTH = 10
GAP = 4
HEIGHT = 40
LEAST = 2


@dataclass(frozen=True)
class Part:
    """A segment of a bar."""

    kind: str
    y: int
    height: int


@dataclass(frozen=True)
class Bar:
    """A month with stacked segments."""

    month: Month
    x: int
    parts: list[Part]


@dataclass(frozen=True)
class Bars:
    """The chart and its size."""

    bars: list[Bar]
    width: int
    height: int = HEIGHT
    bar_width: int = WIDTH


def draw(months: Sequence[Month]) -> Bars:
    """A bar per month, scaled to the highest one."""
    highest = max((month.asked for month in months), default=0) or 1
    bars = [Bar(month, place * (WIDTH + GAP), _parts(month, highest)) for place, month in enumerate(months)]
    return Bars(bars, max(1, len(months) * (WIDTH + GAP) - GAP))


def _parts(month: Month, highest: int) -> list[Part]:
    parts: list[Part] = []
    top = HEIGHT
    for kind, number in (("without", month.without), ("otherwise", month.otherwise), ("helped", month.helped)):
        if number:
            height = max(LEAST, round(HEIGHT * number / highest))
            top -= height
            parts.append(Part(kind, top, height))
    return parts
