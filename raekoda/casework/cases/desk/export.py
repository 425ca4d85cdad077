"""The list of cases as CSV, streamed and journalled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language, gettext_lazy, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.casework.cases import queries
from raekoda.casework.cases.desk.filters import case_list
from raekoda.casework.cases.desk.queue import default_tab
from raekoda.casework.cases.models import Case
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.spreadsheets import batched, lines_for_people
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current, municipality_scope

ROWS_AT_ONCE = 500

COLUMNS: list[tuple[Any, Callable[[Case], Any]]] = [
    (gettext_lazy("Number"), lambda case: case.number),
    (gettext_lazy("Subject"), lambda case: case.subject),
    (gettext_lazy("Kind"), lambda case: case.get_kind_display()),
    (gettext_lazy("Status"), lambda case: case.get_status_display()),
    (gettext_lazy("Outcome"), lambda case: case.get_outcome_display()),
    (gettext_lazy("Registered"), lambda case: _moment(case.registered_at)),
    (gettext_lazy("Due"), lambda case: case.due_on),
    (gettext_lazy("Closed"), lambda case: _moment(case.closed_at)),
    (gettext_lazy("Channel"), lambda case: case.get_channel_display()),
    (gettext_lazy("Service"), lambda case: case.service),
    (gettext_lazy("Unit"), lambda case: case.unit),
    (gettext_lazy("Official"), lambda case: case.official.display_name if case.official else None),
    (gettext_lazy("Area"), lambda case: case.area),
    (gettext_lazy("Address"), lambda case: case.address),
    (gettext_lazy("Longitude"), lambda case: case.point.lon if case.point else None),
    (gettext_lazy("Latitude"), lambda case: case.point.lat if case.point else None),
    (gettext_lazy("Satisfaction"), lambda case: case.score),
]


@require_safe
@staff_page("cases.export")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """CSV of the list at this address: the visible cases, with its filters, in its order."""
    actor = Actor.of(request)
    listed = case_list(request.GET, actor, default_tab(actor))
    journal.record("cases.export", None, actor, tab=listed.tab.name, filters=sorted(listed.form.chosen()))
    cases = queries.with_names(listed.cases, "service", "unit", "official", "area").defer("attributes", "public_text")
    lines = _lines(cases.order_by(*listed.tab.order), current(), get_language() or "et", actor)
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("cases")}-{clock.today():%Y-%m-%d}.csv"'
    return response


def _lines(cases: Any, municipality: Municipality, language: str, actor: Actor) -> Iterator[str]:
    """The CSV line by line; each batch is written to the access log before it is sent."""

    def rows() -> Iterator[list[Any]]:
        yield [str(title) for title, _value in COLUMNS]
        for batch in batched(cases.iterator(chunk_size=ROWS_AT_ONCE), ROWS_AT_ONCE):
            log_access_to_records(batch, actor, "cases.export")
            for case in batch:
                yield [value(case) for _title, value in COLUMNS]

    with municipality_scope(municipality), override(language):
        yield from lines_for_people(rows())


def _moment(moment: Any) -> str:
    return moment.astimezone(clock.TALLINN).strftime("%Y-%m-%d %H:%M") if moment else ""
