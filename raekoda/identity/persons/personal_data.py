"""Export and erasure of personal data (GDPR articles 15, 17, 20): every app that stores data of persons registers a
:class:`PersonalDataSource` in ``personal_data_sources``."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.registry import Registry


@dataclass(frozen=True)
class ErasureResult:
    """The result of an erasure: number of records deleted and retained, why and until when (``None``: not known yet).
    ``needs_person``: the retained records require that the person stays identified."""

    deleted: int
    retained: int = 0
    reason: str = ""
    until: date | None = None
    needs_person: bool = True


@dataclass(frozen=True)
class PersonalDataSource:
    """``export`` returns the stored records as JSON-ready rows; ``erase`` deletes what may be deleted today and is
    idempotent. ``leave_out`` tells the officials of what ``export`` leaves out because it is withheld from the person; it is
    idempotent."""

    name: str
    label: Any
    export: Callable[[Person], list[dict[str, Any]]]
    erase: Callable[[Person, Actor], ErasureResult]
    leave_out: Callable[[Person], None] | None = None


personal_data_sources: Registry[PersonalDataSource] = Registry(
    f"{__name__}.personal_data_sources",
    PersonalDataSource,
    "What an app stores about a person: how it is exported and deleted",
    key=lambda source: source.name,
    order=lambda source: source.name,
)
