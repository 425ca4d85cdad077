"""Events: how a room tells the rooms above what happened. Handlers run at once, inside the action's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Event = TypeVar("Event")
_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def on(event_type: type[Event]) -> Callable[[Callable[[Event], None]], Callable[[Event], None]]:
    """Subscribe the decorated function to events of ``event_type``; it is called in the transaction of the action."""

    def subscribe(handler: Callable[[Event], None]) -> Callable[[Event], None]:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return subscribe


def emit(event: Any) -> None:
    """Hand ``event`` to every handler of its type; a handler's error undoes the action."""
    for handler in _handlers[type(event)]:
        handler(event)
