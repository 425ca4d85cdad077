"""What the city already knows, by name: apps register sources, forms name them.

A source is asked once for all the names a form needs of it: ``source(person, names) -> {name: value}``, values as the kinds of
``forms.kinds`` keep them; what is not known is left out. ``words`` say where a value comes from.
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
    """A value the city knows and, for people, where from."""

    value: Any
    source: str = ""


@dataclass(frozen=True)
class Offer:
    """A name that officials may choose, such as ``person.email``; ``kinds`` are those of fields it fits."""

    name: str
    words: Any
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrefillSource:
    """What forms may name beginning with ``prefix`` ("person."). Without ``offers`` any name under it ("earlier.<field>")."""

    prefix: str
    source: Source
    words: Any = ""
    offers: tuple[Offer, ...] = ()


prefill_sources: Registry[PrefillSource] = Registry(
    f"{__name__}.prefill_sources",
    PrefillSource,
    "Sources of what the municipality knows, with which forms are filled in",
    key=lambda source: source.prefix,
    order=lambda source: source.prefix,
)


def offers() -> list[Offer]:
    """Every name that officials may choose."""
    return [offer for source in prefill_sources for offer in source.offers]


def is_known(name: str) -> bool:
    """Whether ``name`` can be asked of a source."""
    registered = _of(name)
    if registered is None:
        return False
    return not registered.offers or name in [offer.name for offer in registered.offers]


def gather(definition: Definition, person: Person | None) -> dict[str, Prefilled]:
    """What is known of ``person`` for the fields of ``definition``, by key. A source that fails fills in nothing."""
    if person is None:
        return {}
    wanted: dict[str, list[str]] = {}
    for each in definition.fields.values():
        if each.prefill and (registered := _of(each.prefill)) is not None:
            wanted.setdefault(registered.prefix, []).append(each.prefill)
    found: dict[str, Prefilled] = {}
    for prefix, names in wanted.items():
        values = _ask(prefill_sources[prefix], person, sorted(set(names)))
        words = str(prefill_sources[prefix].words)
        found.update({name: Prefilled(value, words) for name, value in values.items()})
    return {key: found[each.prefill] for key, each in definition.fields.items() if each.prefill in found}


def prefilled(value: Any) -> Prefilled:
    return value if isinstance(value, Prefilled) else Prefilled(value)


def _of(name: str) -> PrefillSource | None:
    return next((source for source in prefill_sources if name.startswith(source.prefix)), None)


def _ask(source: PrefillSource, person: Person, names: list[str]) -> Mapping[str, Any]:
    try:
        return source.source(person, names)
    except Exception as error:
        log.warning("forms.prefill_failed", source=source.prefix, error=type(error).__name__)
        return {}
