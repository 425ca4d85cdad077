"""The demo's notices, and made-up people who get them by e-mail."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from raekoda.channels.notices import actions
from raekoda.channels.notices.models import Kind, Notice, Subscriber
from raekoda.identity.places.queries import districts
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.tools.demo import read

SUBSCRIBERS = 14
LANGUAGES = ("et", "et", "et", "ru", "et", "en")
BEGIN_HOUR, END_HOUR = 8, 16


def notices(municipality: Municipality, actor: Actor) -> int:
    """Subscribe made-up people and publish the demo's notices, unless the municipality has some; how many."""
    if Notice.objects.exists():
        return 0
    areas = districts(municipality)
    for number in range(SUBSCRIBERS):
        Subscriber.objects.create(
            municipality=municipality, email=f"tellija{number + 1}.{municipality.slug}@example.ee",
            language=LANGUAGES[number % len(LANGUAGES)], kinds=sorted({*list(Kind.values)[: 2 + number % 3], "crisis"}),
            area_ids=[areas[number % len(areas)].pk] if areas and number % 2 else [], confirmed_at=clock.now(),
        )  # fmt: skip
    entries = [entry for entry in read("notices") if municipality.code in entry["municipalities"]]
    for entry in entries:
        notice = actions.save(actions.new_notice(municipality), _values(entry), actor=actor)
        actions.publish(notice, actor=actor)
    return len(entries)


def _values(entry: dict[str, Any]) -> dict[str, Any]:
    words = {
        f"{name}_{language}": entry[language][name] for language in ("et", "en", "ru") for name in ("title", "text")
    }
    day = clock.today() + timedelta(days=entry["in_days"])
    begin = clock.local_midnight(day)
    return {
        **words,
        "kind": entry["kind"],
        "place": entry["place"],
        "starts_at": begin + timedelta(hours=BEGIN_HOUR),
        "ends_at": begin + timedelta(days=entry["days"] - 1, hours=END_HOUR),
        "banner_tone": entry.get("banner", ""),
        "banner_until": begin + timedelta(days=entry["days"]) if entry.get("banner") else None,
    }
