"""Statistics of the phone desk. They contain no personal data."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, ExpressionWrapper, F, Q, QuerySet
from django.db.models.fields import DurationField
from django.db.models.functions import ExtractHour
from django.utils.translation import gettext as _

from raekoda.channels.calls.models import Call, Channel, Promise, WrapUpCode
from raekoda.identity.accounts.capabilities import ORDINARY
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor


@dataclass(frozen=True)
class Line:
    """A row of a table. ``share`` is the percentage of the largest row."""

    name: str
    count: int
    share: int = 0


@dataclass(frozen=True)
class Table:
    key: str
    title: str
    lines: list[Line]


@dataclass(frozen=True)
class Totals:
    """Totals of a period. ``waited`` and ``talked`` are averages in seconds, None without calls."""

    calls: int
    missed: int
    visits: int
    cases: int
    promised: int
    waited: int | None
    talked: int | None


def get_countable(actor: Actor, days: int) -> QuerySet[Call]:
    """Calls of the last ``days`` days, only for counting, without those about special matters. Raises ``PermissionDenied``."""
    actor.require("calls.see_figures")
    recent = Call.objects.filter(started_at__gte=clock.now() - timedelta(days=days))
    return recent.filter(Q(case=None) | Q(case__sensitivity__in=ORDINARY)).order_by()


def totals(calls: QuerySet[Call]) -> Totals:
    """Totals of the calls. Two queries."""
    answered = Q(answered_at__isnull=False, channel=Channel.PHONE, direction="in")
    found = calls.aggregate(
        calls=Count("id", filter=Q(channel=Channel.PHONE)),
        missed=Count("id", filter=Q(channel=Channel.PHONE, operator=None, answered_at=None, ended_at__isnull=False)),
        visits=Count("id", filter=Q(channel=Channel.COUNTER)),
        cases=Count("id", filter=Q(case__isnull=False)),
        waited=Avg(_between("answered_at", "started_at"), filter=answered),
        talked=Avg(_between("ended_at", "answered_at"), filter=Q(answered_at__isnull=False, ended_at__isnull=False)),
    )
    found["promised"] = Promise.objects.filter(call__in=calls).count()
    found["waited"], found["talked"] = (_seconds(found[name]) for name in ("waited", "talked"))
    return Totals(**found)


def tables(calls: QuerySet[Call]) -> list[Table]:
    """Calls by wrap-up code, hour of the day (Estonian time) and channel. Four queries."""
    names = {code.pk: code.name for code in WrapUpCode.objects.all()}
    by_code = _counted(calls.filter(noted_at__isnull=False), "code_id")
    by_channel = _counted(calls, "channel")
    hours = calls.annotate(hour=ExtractHour("started_at", tzinfo=clock.TALLINN))
    by_hour = _counted(hours, "hour")
    return [
        Table(
            "code", _("What they came to"), _lines({names.get(key, _("not chosen")): n for key, n in by_code.items()})
        ),
        Table("hour", _("Hour of the day"), _lines(_whole_day(by_hour), in_order=True)),
        Table("channel", _("Channel"), _lines({str(Channel(key).label): n for key, n in by_channel.items()})),
    ]


def _counted(calls: QuerySet[Any], by: str) -> dict[Any, int]:
    return {row[by]: row["n"] for row in calls.values(by).annotate(n=Count("id"))}


def _whole_day(by_hour: dict[int, int]) -> dict[str, int]:
    """All hours from the first to the last with calls, including those without."""
    if not by_hour:
        return {}
    return {f"{hour:02}–{(hour + 1) % 24:02}": by_hour.get(hour, 0) for hour in range(min(by_hour), max(by_hour) + 1)}


def _lines(counted: dict[str, int], *, in_order: bool = False) -> list[Line]:
    largest = max(counted.values(), default=0) or 1
    lines = [Line(name, count, round(100 * count / largest)) for name, count in counted.items()]
    return lines if in_order else sorted(lines, key=lambda line: (-line.count, line.name))


def _between(later: str, earlier: str) -> ExpressionWrapper:
    return ExpressionWrapper(F(later) - F(earlier), output_field=DurationField())


def _seconds(span: timedelta | None) -> int | None:
    return None if span is None else round(span.total_seconds())
