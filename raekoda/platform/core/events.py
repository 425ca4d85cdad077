"""Events: how an app notifies the apps above it. Handlers run at once, inside the action's transaction."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeVar

from raekoda.platform.core.registry import Registry, dotted_name

Handler = TypeVar("Handler", bound=Callable[..., None])


@dataclass(frozen=True)
class Subscription:
    """A function that is called with every event of a class."""

    event: type[Any]
    handler: Callable[[Any], None]

    @property
    def key(self) -> str:
        return f"{dotted_name(self.event)}: {dotted_name(self.handler)}"


subscriptions: Registry[Subscription] = Registry(
    f"{__name__}.subscriptions",
    Subscription,
    "Handlers of events, called in the transaction of the action that emits one",
    key=lambda subscription: subscription.key,
)


def on(event_type: type[Any]) -> Callable[[Handler], Handler]:
    """Subscribe the decorated function to events of ``event_type``; it is called in the transaction of the action."""

    def subscribe(handler: Handler) -> Handler:
        subscriptions.register(Subscription(event_type, handler), module=handler.__module__)
        return handler

    return subscribe


def emit(event: Any) -> None:
    """Hand ``event`` to every handler of its type; a handler's error undoes the action."""
    for handler in _handlers(type(event), subscriptions.version):  # type: ignore[arg-type]
        handler(event)


@lru_cache(maxsize=1024)
def _handlers(event_type: type[Any], version: int) -> tuple[Callable[[Any], None], ...]:
    """The handlers of events of this type, in the order in which they subscribed."""
    return tuple(subscription.handler for subscription in subscriptions if subscription.event is event_type)
