"""Events: how a room tells the rooms above what happened. Handlers run at once, inside the action's transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

Handler = TypeVar("Handler", bound=Callable[..., None])
_handlers: dict[type, list[Callable[[Any], None]]] = defaultdict(list)


def on(event_type: type[Any]) -> Callable[[Handler], Handler]:
    """Subscribe the decorated function to events of ``event_type``; it is called in the transaction of the action."""

    def subscribe(handler: Handler) -> Handler:
        if handler not in _handlers[event_type]:
            _handlers[event_type].append(handler)
        return handler

    return subscribe


def emit(event: Any) -> None:
    """Hand ``event`` to every handler of its type; a handler's error undoes the action."""
    for handler in _handlers[type(event)]:
        handler(event)
