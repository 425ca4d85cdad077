"""``raekoda plugins``: what apps add to one another, place by place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from raekoda.platform.core.events import subscriptions
from raekoda.platform.core.registry import all_registries, dotted_name


class Command(BaseCommand):
    help = "List every registry with what each app registered in it, and the handlers of events"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="the same as JSON")

    def handle(self, **options: Any) -> None:
        places, events = registered(), handled()
        if options["json"]:
            self.stdout.write(json.dumps({"registries": places, "events": events}, ensure_ascii=False, indent=2))
            return
        self.stdout.write("\n".join(lines(places, events)))


def lines(places: list[dict[str, Any]], events: dict[str, list[dict[str, str]]]) -> Iterator[str]:
    """The same for people: a paragraph for each registry, the one of event handlers last."""
    for place in places:
        yield from (place["place"], f"    {place['purpose']}")
        yield from (f"  {each['app']:<26} {each['key']}" for each in place["entries"])
        yield ""
    yield from (subscriptions.place, f"    {subscriptions.purpose}")
    for event, handlers in events.items():
        yield f"  {event}"
        yield from (f"    {each['app']:<24} {each['handler']}" for each in handlers)


def registered() -> list[dict[str, Any]]:
    """Every registry but that of event handlers, with its entries."""
    return [
        {
            "place": registry.place,
            "purpose": registry.purpose,
            "entries": [{"key": plugin.key, "app": plugin.app} for plugin in registry.plugins()],
        }
        for registry in all_registries()
        if registry is not subscriptions
    ]


def handled() -> dict[str, list[dict[str, str]]]:
    """The handlers of each class of events, in the order in which they are called."""
    by_event = sorted(subscriptions.plugins(), key=lambda plugin: dotted_name(plugin.entry.event))
    return {
        event: [{"handler": dotted_name(plugin.entry.handler), "app": plugin.app} for plugin in plugins]
        for event, plugins in groupby(by_event, key=lambda plugin: dotted_name(plugin.entry.event))
    }
