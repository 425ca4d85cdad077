"""Statistics of unanswered questions by group, channel and month, and the effect of answers.

Counted over stored questions; deleted ones no longer count.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Min, Q, QuerySet
from django.db.models.functions import TruncMonth

from raekoda.casework.assistant.models import AskChannel, Exchange, Gap
from raekoda.casework.assistant.unanswered.queries import answered_from, unhelpful
from raekoda.platform.core import clock

MONTHS_IN_LIST = 6
MONTHS_OF_A_GROUP = 12


@dataclass(frozen=True)
class Counts:
    """Number of unhelped questions of a group, first and last time."""

    asked: int
    first: datetime | None
    last: datetime | None


@dataclass
class Figures:
    """Statistics of a group in the list."""

    asked: int = 0
    first: datetime | None = None
    last: datetime | None = None
    channels: list[tuple[str, int]] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)


@dataclass(frozen=True)
class Month:
    """Questions of a month: unhelped, answered by the group's answer, answered otherwise."""

    day: date
    without: int = 0
    helped: int = 0
    otherwise: int = 0

    @property
    def asked(self) -> int:
        return self.without + self.helped + self.otherwise


@dataclass(frozen=True)
class Effect:
    """Questions before and after the answer was published, and how many it answered."""

    since: datetime
    before: int
    before_days: int
    after: int
    after_days: int
    given: int

    @property
    def share(self) -> int | None:
        """Percentage of later questions that got the answer; None without any."""
        return round(100 * self.given / self.after) if self.after else None


def counts(gap: Gap) -> Counts:
    """Counts over all stored questions of a group."""
    row = Exchange.objects.filter(unhelpful(), gap=gap).aggregate(
        number=Count("pk"), first=Min("asked_at"), last=Max("asked_at")
    )
    return Counts(row["number"], row["first"], row["last"])


def figures_for(
    gaps: Sequence[Gap], questions: QuerySet[Exchange], since: datetime | None = None
) -> dict[int, Figures]:
    """Statistics of groups over ``questions``; months are not limited by ``since``. Two queries in all."""
    found: dict[int, Figures] = {gap.pk: Figures() for gap in gaps}
    labels = dict(AskChannel.choices)
    asked = questions.filter(unhelpful(), gap__in=found)
    rows = asked.order_by().values_list("gap", "channel").annotate(
        number=Count("pk"), first=Min("asked_at"), last=Max("asked_at")
    )  # fmt: skip
    for gap, channel, number, first, last in rows.order_by("-number", "channel"):
        figures = found[gap]
        figures.asked += number
        figures.first = min(filter(None, (figures.first, first)))
        figures.last = max(filter(None, (figures.last, last)))
        figures.channels.append((str(labels[channel]), number))
    by_month = _by_month(asked)
    for gap in gaps:
        found[gap.pk].months = _row_of_months(by_month[gap.pk], MONTHS_IN_LIST)
    return found


def months(gap: Gap) -> list[Month]:
    """Months of the last year of a group. One query."""
    questions = Exchange.objects.filter(gap=gap)
    return _row_of_months(_by_month(questions, gap.answer_id)[gap.pk], MONTHS_OF_A_GROUP)


def effect(gap: Gap) -> Effect | None:
    """The effect of the group's published answer; None without one."""
    if gap.state != Gap.State.ANSWERED or gap.answered_at is None or gap.answer_id is None:
        return None
    since = gap.answered_at
    was_given = answered_from(gap.answer_id) & ~Q(helped=False) & Q(handed_over=False)
    row = Exchange.objects.filter(gap=gap).aggregate(
        before=Count("pk", filter=Q(asked_at__lt=since) & unhelpful()),
        first=Min("asked_at"),
        after=Count("pk", filter=Q(asked_at__gte=since)),
        given=Count("pk", filter=Q(asked_at__gte=since) & was_given),
    )
    first = min(row["first"] or since, since)
    return Effect(
        since, row["before"], _days(first, since), row["after"], _days(since, clock.now()), row["given"]
    )  # fmt: skip


def _by_month(questions: QuerySet[Exchange], answer: int | None = None) -> dict[int, dict[date, Month]]:
    helped = answered_from(answer) & ~unhelpful() if answer else Q(pk__in=[])
    rows = (
        questions.order_by()
        .values("gap", month=TruncMonth("asked_at", tzinfo=clock.TALLINN))
        .annotate(
            number=Count("pk"),
            without=Count("pk", filter=unhelpful()),
            helped=Count("pk", filter=helped),
        )
    )
    found: dict[int, dict[date, Month]] = defaultdict(dict)
    for row in rows:
        day, without, helped_by_it = row["month"].date(), row["without"], row["helped"]
        found[row["gap"]][day] = Month(day, without, helped_by_it, row["number"] - without - helped_by_it)
    return found


def _row_of_months(known: dict[date, Month], number: int) -> list[Month]:
    """The last ``number`` months, this one included, the oldest first."""
    return [known.get(day, Month(day)) for day in reversed(list(_months_back(number)))]


def _months_back(number: int) -> Iterable[date]:
    day = clock.today().replace(day=1)
    for _step in range(number):
        yield day
        day = (day - timedelta(days=1)).replace(day=1)


def _days(start: datetime, end: datetime) -> int:
    return max(1, (clock.local_day(end) - clock.local_day(start)).days)
