"""CSV export of the list, streamed and recorded in the journal; no personal data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, StreamingHttpResponse
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.casework.assistant.desk.filters import Listed, gap_list
from raekoda.casework.assistant.models import AskChannel, Gap
from raekoda.casework.assistant.unanswered import statistics
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.spreadsheets import batched, lines_for_people
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current, municipality_scope

ROWS_AT_ONCE = 500


@require_safe
@staff_page("assistant.view")
def export(request: HttpRequest) -> StreamingHttpResponse:
    """CSV of the filtered list."""
    actor = Actor.of(request)
    listed = gap_list(request.GET, actor)
    journal.record("assistant.export_gaps", None, actor, state=listed.state, filters=sorted(listed.form.chosen()))
    lines = _lines(listed, current(), get_language() or "et")
    response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{_("asked")}-{clock.today():%Y-%m-%d}.csv"'
    return response


def _lines(listed: Listed, municipality: Municipality, language: str) -> Iterator[str]:
    """The heading, then groups in batches, two queries each."""

    def rows() -> Iterator[list[Any]]:
        yield _heading()
        keys = list(listed.gaps.order_by(*listed.order).values_list("pk", flat=True))
        for lot in batched(keys, ROWS_AT_ONCE):
            found = listed.gaps.in_bulk(lot)
            gaps = [found[key] for key in lot if key in found]
            counted = statistics.figures_for(gaps, listed.questions, listed.since)
            yield from (_row(gap, counted[gap.pk]) for gap in gaps)

    with municipality_scope(municipality), override(language):
        yield from lines_for_people(rows())


def _heading() -> list[str]:
    names = [_("Group"), _("Topic"), _("State"), _("Times asked"), _("First asked"), _("Last asked")]
    return [*names, *(str(label) for label in AskChannel.labels), _("Answer")]


def _row(gap: Gap, counted: statistics.Figures) -> list[Any]:
    by_channel = dict(counted.channels)
    return [
        gap.title, gap.topic, gap.get_state_display(), counted.asked, _day(counted.first), _day(counted.last),
        *(by_channel.get(str(label), 0) for label in AskChannel.labels), gap.answer.title if gap.answer else "",
    ]  # fmt: skip


def _day(moment: Any) -> str:
    return clock.local_day(moment).isoformat() if moment else ""
