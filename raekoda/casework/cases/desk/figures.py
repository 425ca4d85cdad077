"""Statistics of the register: load, lateness and satisfaction by unit and by service."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, F, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.casework.cases.models import OPEN_STATUSES, Case, Kind, Status
from raekoda.casework.cases.visibility import readable
from raekoda.identity.accounts.capabilities import ORDINARY
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page

PERIODS = (30, 90, 365)
FEWEST_RATINGS = 3


@dataclass(frozen=True)
class Line:
    """The figures of one unit, service or kind. ``share`` is its open cases in per cent of the largest count."""

    name: str
    open: int
    late: int
    arrived: int
    ended: int
    score: float | None
    ratings: int
    share: int = 0
    query: str = ""

    @property
    def shown_score(self) -> float | None:
        """The average, when there are enough ratings for one."""
        return self.score if self.ratings >= FEWEST_RATINGS else None


@require_safe
@staff_page("cases.see_figures")
def figures_page(request: HttpRequest) -> HttpResponse:
    """Figures of the last 30, 90 or 365 days; analysts see them too, but not the cases."""
    actor = Actor.of(request)
    days = int(request.GET["days"]) if request.GET.get("days") in {str(each) for each in PERIODS} else PERIODS[0]
    cases = countable_by(actor)
    context: dict[str, Any] = {
        "days": days,
        "periods": [
            {
                "url": f"?days={each}",
                "label": _("%(days)s days") % {"days": each},
                "is_current": each == days,
                "count": "",
            }
            for each in PERIODS
        ],
        "total": next(iter(lines(cases.annotate(everything=F("municipality")), "everything", "", days)), None),
        "tables": [
            {"title": _("By unit"), "lines": lines(cases, "unit__name", "unit", days)},
            {"title": _("By service"), "lines": lines(cases, "service__name", "service", days)},
            {"title": _("By kind"), "lines": lines(cases, "kind", "kind", days, dict(Kind.choices))},
        ],
        "may_open": actor.may("cases.view"),
        "fewest": FEWEST_RATINGS,
    }
    return render(request, "cases/desk/figures.html", context)


def countable_by(actor: Actor) -> QuerySet[Case]:
    """Cases of the municipality, for counting only; of special matters those that ``actor`` may read. Requires
    ``cases.see_figures``."""
    actor.require("cases.see_figures")
    return Case.objects.filter(Q(sensitivity__in=ORDINARY) | readable(actor))


def lines(cases: Any, group_by: str, parameter: str, days: int, names: dict[str, Any] | None = None) -> list[Line]:
    """One line per value of ``group_by``, the largest load first. One query."""
    start = clock.now() - timedelta(days=days)
    is_open = Q(status__in=OPEN_STATUSES)
    keys = [group_by, parameter] if parameter and parameter != group_by else [group_by]
    rows = (
        cases.filter(is_open | Q(registered_at__gte=start) | Q(closed_at__gte=start))
        .order_by()
        .values(*keys)
        .annotate(
            open=Count("id", filter=is_open),
            late=Count("id", filter=is_open & ~Q(status=Status.SUSPENDED) & Q(due_on__lt=clock.today())),
            arrived=Count("id", filter=Q(registered_at__gte=start)),
            ended=Count("id", filter=Q(closed_at__gte=start)),
            average=Avg("score", filter=Q(closed_at__gte=start)),
            ratings=Count("score", filter=Q(closed_at__gte=start)),
        )
    )
    largest = max((row["open"] for row in rows), default=0) or 1
    found = [
        Line(
            name=str((names or {}).get(row[group_by], row[group_by] or _("not chosen"))),
            open=row["open"],
            late=row["late"],
            arrived=row["arrived"],
            ended=row["ended"],
            score=row["average"],
            ratings=row["ratings"],
            share=round(100 * row["open"] / largest),
            query=f"?tab=open&{parameter}={row[parameter]}" if parameter and row[parameter] else "",
        )
        for row in rows
    ]
    return sorted(found, key=lambda line: (-line.open, -line.arrived, line.name))
