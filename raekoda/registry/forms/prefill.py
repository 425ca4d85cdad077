"""Prefilling of forms: apps register sources, fields refer to their names.

A source is called once with all names that a form needs from it: ``source(person, names) -> {name: value}``, with values in the
stored form of ``forms.kinds``; unknown ones are left out. ``label`` describes where a value comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import structlog

from raekoda.identity.persons.models import Person
from raekoda.platform.core.registry import Registry
from raekoda.registry.forms.definition import Definition

log = structlog.get_logger(__name__)
Source = Callable[[Person, list[str]], Mapping[str, Any]]


@dataclass(frozen=True)
class Prefilled:
    """A known value and the label of its source."""

    value: Any
    source: str = ""


@dataclass(frozen=True)
class Offer:
    """A name that officials may select, such as ``person.email``; ``kinds`` are the field kinds it fits."""

    name: str
    label: Any
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrefillSource:
    """A source of names with ``prefix`` ("person."). Without ``offers`` any name is accepted ("earlier.<field>")."""

    prefix: str
    source: Source
    label: Any = ""
    offers: tuple[Offer, ...] = ()


prefill_sources: Registry[PrefillSource] = Registry(
    f"{__name__}.prefill_sources",
    PrefillSource,
    "Sources of what the municipality knows, with which forms are filled in",
    key=lambda source: source.prefix,
    order=lambda source: source.prefix,
)


def offers() -> list[Offer]:
    """Every name that officials may select."""
    return [offer for source in prefill_sources for offer in source.offers]


def is_known(name: str) -> bool:
    """Whether a source provides ``name``."""
    registered = _find_source(name)
    if registered is None:
        return False
    return not registered.offers or name in [offer.name for offer in registered.offers]


def gather(definition: Definition, person: Person | None) -> dict[str, Prefilled]:
    """Known values of ``person`` for the fields of ``definition``, by key. A failing source provides nothing."""
    if person is None:
        return {}
    requested: dict[str, list[str]] = {}
    for field in definition.fields.values():
        if field.prefill and (registered := _find_source(field.prefill)) is not None:
            requested.setdefault(registered.prefix, []).append(field.prefill)
    found: dict[str, Prefilled] = {}
    for prefix, names in requested.items():
        values = _fetch(prefill_sources[prefix], person, sorted(set(names)))
        label = str(prefill_sources[prefix].label)
        found.update({name: Prefilled(value, label) for name, value in values.items()})
    return {key: found[field.prefill] for key, field in definition.fields.items() if field.prefill in found}


def as_prefilled(value: Any) -> Prefilled:
    return value if isinstance(value, Prefilled) else Prefilled(value)


def _find_source(name: str) -> PrefillSource | None:
    return next((source for source in prefill_sources if name.startswith(source.prefix)), None)


def _fetch(source: PrefillSource, person: Person, names: list[str]) -> Mapping[str, Any]:
    try:
        return source.source(person, names)
    except Exception as error:
        log.warning("forms.prefill_failed", source=source.prefix, error=type(error).__name__)
        return {}
