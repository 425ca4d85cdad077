"""How good suggestions are: what became of those made lately, and what the models do on cases held out."""

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

__all__ = ["FEWEST_REPORTS", "PERIODS", "Line", "learnt", "period", "taken"]


@dataclass(frozen=True)
class Line:
    """One field: on how many cases something was offered, and what became of it there."""

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
        """Taken, of those decided on, in hundredths; None before anything was decided."""
        return round(100 * self.taken / self.decided) if self.decided else None


def period(written: str) -> int:
    """The period asked for, in days; the shortest when it is none of those there are."""
    return next((days for days in PERIODS if str(days) == written), PERIODS[0])


def taken(actor: Actor, days: int) -> list[Line]:
    """A line for each field over the suggestions of the last ``days``, counted by case. A query for each field."""
    since = clock.now() - timedelta(days=days)
    lines = [_line(field, actor, since) for field in Field if field != Field.ANSWER]
    return [*lines, _drafts(actor, since)]


def learnt(actor: Actor) -> list[dict[str, Any]]:
    """For each field the model in use, if any, and the latest run. One query."""
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


def _line(field: Field, actor: Actor, since: datetime) -> Line:
    """A case counts once: as taken when any of its suggestions was, else as refused, else as decided otherwise."""
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
    return Line(field.label, **counted, agreed=agreed, undecided=counted["offered"] - decided)


def _drafts(actor: Actor, since: datetime) -> Line:
    drafts = queries.drafts_visible_to(actor).filter(made_at__gte=since).exclude(text="").order_by()
    counted = dict(drafts.values_list("outcome").annotate(Count("pk")))
    used = sum(counted.get(each, 0) for each in USED)
    whole, refused = counted.get(Decision.TAKEN, 0), counted.get(Decision.REFUSED, 0)
    return Line(
        Field.ANSWER.label, sum(counted.values()), used, whole, refused, 0, 0, sum(counted.values()) - used - refused
    )
