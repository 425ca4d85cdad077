"""The demo's life event, shown in every municipality. Steps that no act read says anything of are marked as examples."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from raekoda.selfservice.lifeevents.models import LifeEvent, Question, Step
from raekoda.tools.demo import read

TEXTS = ("title", "summary", "text", "help", "answers", "what", "where", "until")


@transaction.atomic
def life_events() -> None:
    """Death of a relative, unless it is there."""
    entry = read("lifeevents")
    if LifeEvent.objects.filter(slug=entry["slug"], municipality=None).exists():
        return
    questions, steps = entry.pop("questions"), entry.pop("steps")
    event = LifeEvent.objects.create(is_published=True, is_demo=True, **_in_columns(entry))
    for order, values in enumerate(questions):
        Question.objects.create(event=event, order=order, **_in_columns(values))
    for order, values in enumerate(steps):
        Step.objects.create(event=event, order=order, **_in_columns(values))


def _in_columns(values: dict[str, Any]) -> dict[str, Any]:
    """Texts in three languages as the columns they stand in."""
    columns = {name: value for name, value in values.items() if name not in TEXTS}
    for name in TEXTS:
        columns |= {f"{name}_{language}": words for language, words in values.get(name, {}).items()}
    return columns
