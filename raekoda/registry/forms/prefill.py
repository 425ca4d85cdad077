"""What the city already knows, by name: rooms register sources, forms name them.

A source is asked once for all the names a form needs of it: ``source(person, names) -> {name: value}``, values as the kinds of
``forms.kinds`` keep them; what is not known is left out. ``words`` say where a value comes from.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from raekoda.identity.persons.models import Person
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
class Registered:
    prefix: str
    source: Source
    words: Any = ""
    offers: tuple[Offer, ...] = field(default=())


_sources: dict[str, Registered] = {}


def register(prefix: str, source: Source, *, words: Any = "", offers: Iterable[Offer] = ()) -> None:
    """Let forms name what begins with ``prefix`` ("person."); registering it again replaces it.

    A source without ``offers`` takes any name under its prefix ("earlier.<field>").
    """
    _sources[prefix] = Registered(prefix, source, words, tuple(offers))


def offers() -> list[Offer]:
    """Every name that officials may choose."""
    return [offer for prefix in sorted(_sources) for offer in _sources[prefix].offers]


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
        values = _ask(_sources[prefix], person, sorted(set(names)))
        words = str(_sources[prefix].words)
        found.update({name: Prefilled(value, words) for name, value in values.items()})
    return {key: found[each.prefill] for key, each in definition.fields.items() if each.prefill in found}


def prefilled(value: Any) -> Prefilled:
    return value if isinstance(value, Prefilled) else Prefilled(value)


def _of(name: str) -> Registered | None:
    return next((registered for prefix, registered in _sources.items() if name.startswith(prefix)), None)


def _ask(registered: Registered, person: Person, names: list[str]) -> Mapping[str, Any]:
    try:
        return registered.source(person, names)
    except Exception as error:
        log.warning("forms.prefill_failed", source=registered.prefix, error=type(error).__name__)
        return {}
