"""Statistics of suggestions: acceptance in a period, and accuracy of the trained models."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q

from raekoda.casework.suggestions import queries
from raekoda.casework.suggestions.models import Decision, Field, LearntModel
from raekoda.casework.suggestions.rules import FEWEST_REPORTS, LEARNT_FIELDS
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor

PERIODS = (30, 90)
USED = (Decision.TAKEN, Decision.CHANGED)

__all__ = ["FEWEST_REPORTS", "PERIODS", "FieldStatistics", "acceptance", "model_runs", "period"]


@dataclass(frozen=True)
class FieldStatistics:
    """One field: number of cases with suggestions, by outcome."""

    title: Any
    offered: int
    taken: int
    first_taken: int
    refused: int
    other: int
    agreed: int
    undecided: int

    @property
    def decided(self) -> int:
        return self.taken + self.refused + self.other

    @property
    def share(self) -> int | None:
        """Accepted share of the decided ones, in percent; None when none is decided."""
        return round(100 * self.taken / self.decided) if self.decided else None


def period(value: str) -> int:
    """The requested period in days; the shortest when it is not one of :data:`PERIODS`."""
    return next((days for days in PERIODS if str(days) == value), PERIODS[0])


def acceptance(actor: Actor, days: int) -> list[FieldStatistics]:
    """Statistics of each field over the last ``days``, counted by case. One query per field."""
    since = clock.now() - timedelta(days=days)
    lines = [_line(field, actor, since) for field in Field if field != Field.ANSWER]
    return [*lines, _drafts(actor, since)]


def model_runs(actor: Actor) -> list[dict[str, Any]]:
    """For each field the model in use, if any, and the latest training run. One query."""
    runs = list(queries.runs_visible_to(actor).order_by("-trained_at", "-pk"))
    found = []
    for field in LEARNT_FIELDS:
        of_field = [run for run in runs if run.field == field]
        found.append(
            {
                "title": field.label,
                "used": next((run for run in of_field if run.result == LearntModel.Result.USED), None),
                "last": of_field[0] if of_field else None,
            }
        )
    return found


def _line(field: Field, actor: Actor, since: datetime) -> FieldStatistics:
    """A case counts once: accepted when any suggestion was, else rejected, else decided otherwise."""
    made = queries.visible_to(actor).filter(field=field, made_at__gte=since).order_by()
    suggestions = made.exclude(outcome=Decision.AGREED)
    by_case = suggestions.values("case_id").annotate(
        used=Count("pk", filter=Q(outcome__in=USED)),
        first=Count("pk", filter=Q(outcome__in=USED, rank=1)),
        no=Count("pk", filter=Q(outcome=Decision.REFUSED)),
        instead=Count("pk", filter=Q(outcome=Decision.OTHER)),
    )
    counted = by_case.aggregate(
        offered=Count("case_id"),
        taken=Count("case_id", filter=Q(used__gt=0)),
        first_taken=Count("case_id", filter=Q(first__gt=0)),
        refused=Count("case_id", filter=Q(used=0, no__gt=0)),
        other=Count("case_id", filter=Q(used=0, no=0, instead__gt=0)),
    )
    agreed = made.filter(outcome=Decision.AGREED).count()
    decided = counted["taken"] + counted["refused"] + counted["other"]
    return FieldStatistics(field.label, **counted, agreed=agreed, undecided=counted["offered"] - decided)


def _drafts(actor: Actor, since: datetime) -> FieldStatistics:
    drafts = queries.drafts_visible_to(actor).filter(made_at__gte=since).exclude(text="").order_by()
    counted = dict(drafts.values_list("outcome").annotate(Count("pk")))
    used = sum(counted.get(each, 0) for each in USED)
    whole, refused = counted.get(Decision.TAKEN, 0), counted.get(Decision.REFUSED, 0)
    return FieldStatistics(
        Field.ANSWER.label, sum(counted.values()), used, whole, refused, 0, 0, sum(counted.values()) - used - refused
    )
