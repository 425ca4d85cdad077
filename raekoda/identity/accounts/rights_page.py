"""Registries of the rights page: what a member would see, and what is amiss with the rights of the municipality."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from raekoda.identity.accounts.models import User
from raekoda.platform.core.registry import Registry

SHOWN_FROM = 5
"""Smaller numbers of records of a special category are not told apart."""


@dataclass(frozen=True)
class PreviewTable:
    """Counts in words: each row has a label and a cell for each of ``columns``."""

    caption: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]

    @property
    def labelled_rows(self) -> list[tuple[str, list[tuple[str, str]]]]:
        """The rows with cells as pairs of column and count."""
        return [(label, list(zip(self.columns, cells, strict=True))) for label, cells in self.rows]


@dataclass(frozen=True)
class Preview:
    """What an app would show to a member of staff: tables of counts, and tasks in sentences. Never a record."""

    tables: tuple[PreviewTable, ...] = ()
    tasks: tuple[str, ...] = ()


RightsPreview = Callable[[User], Preview]
RightsWarning = Callable[[], Iterable[Any]]

rights_previews: Registry[RightsPreview] = Registry(
    f"{__name__}.rights_previews", RightsPreview, "What a member of staff would see, in counts"
)
rights_warnings: Registry[RightsWarning] = Registry(
    f"{__name__}.rights_warnings", RightsWarning, "Sentences about what is amiss with the rights of a municipality"
)


def shown_count(count: int, *, is_special: bool) -> str:
    """``count`` in words; small counts of a special category as a range."""
    if is_special and 0 < count < SHOWN_FROM:
        return f"1–{SHOWN_FROM - 1}"
    return str(count)
