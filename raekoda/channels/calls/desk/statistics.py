"""Statistics of the phone desk, as a page and as CSV."""

from __future__ import annotations

from itertools import chain

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.channels.calls.desk.screen import tabs
from raekoda.channels.calls.statistics import get_countable, tables, totals
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.spreadsheets import lines_for_people
from raekoda.platform.core.staff import staff_page

PERIODS = (7, 30, 90, 365)


@require_safe
@staff_page("calls.see_figures")
def index(request: HttpRequest) -> HttpResponse:
    """Statistics of calls and visits; also for analysts."""
    actor, days = Actor.of(request), _days(request)
    calls = get_countable(actor, days)
    context = {
        "totals": totals(calls),
        "tables": tables(calls),
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
        "tabs": tabs("figures") if actor.may("calls.work") else [],
    }
    return render(request, "calls/figures.html", context)


@require_safe
@staff_page("calls.see_figures")
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The same tables as CSV."""
    days = _days(request)
    header = [_("Figures by"), _("Name"), _("Calls")]
    counted = tables(get_countable(Actor.of(request), days))
    rows = ([table.title, line.name, line.count] for table in counted for line in table.lines)
    response = HttpResponse("".join(lines_for_people(chain([header], rows))), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("calls")}-{clock.today():%Y-%m-%d}.csv"'
    return response


def _days(request: HttpRequest) -> int:
    asked = request.GET.get("days", "")
    return int(asked) if asked in {str(each) for each in PERIODS} else PERIODS[1]
