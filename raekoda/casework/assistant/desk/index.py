"""The list of groups."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from raekoda.casework.assistant.desk import bars
from raekoda.casework.assistant.desk.filters import TABS, Listed, gap_list
from raekoda.casework.assistant.models import Exchange
from raekoda.casework.assistant.unanswered import queries, statistics
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.registry.services.models import Topic

PAGE_SIZE = 25


@require_safe
@staff_page("assistant.view")
def gaps(request: HttpRequest) -> HttpResponse:
    """Groups of one state with statistics. A constant number of queries."""
    actor = Actor.of(request)
    listed = gap_list(request.GET, actor)
    page = keyset(listed.gaps, request, order=listed.order, size=PAGE_SIZE)
    counted = statistics.figures_for(page.items, listed.questions, listed.since)
    context = {
        "listed": listed,
        "page": page,
        "rows": [
            {"gap": gap, "figures": counted[gap.pk], "bars": bars.draw(counted[gap.pk].months)} for gap in page.items
        ],
        "tabs": _tabs(actor, listed),
        "topics": _topics(actor, listed),
        "is_demo": current().is_demo,
        "anything_asked": bool(page.items) or Exchange.objects.exists(),
    }
    return render(request, "assistant/unanswered/list.html", context)


def _topics(actor: Actor, listed: Listed) -> list[dict[str, Any]]:
    """Filter links by topic, most asked first."""
    same_state = queries.visible_to(actor).filter(state=listed.state, topic__isnull=False)
    asked = dict(same_state.order_by().values_list("topic").annotate(number=Sum("asked")))
    chosen = listed.form.chosen() | ({"seis": listed.tab} if listed.tab else {})
    return [
        {
            "topic": topic,
            "asked": asked[topic.pk],
            "url": "?" + urlencode(chosen | {"topic": str(topic.pk)}),
            "is_current": chosen.get("topic") == str(topic.pk),
        }
        for topic in sorted(Topic.objects.filter(pk__in=asked), key=lambda each: -asked[each.pk])
    ]


def _tabs(actor: Actor, listed: Listed) -> list[dict[str, Any]]:
    counts = dict(queries.visible_to(actor).order_by().values_list("state").annotate(number=Count("pk")))
    return [
        {
            "label": label,
            "url": "?" + urlencode({"seis": name} if name else {}),
            "count": counts.get(state, ""),
            "is_current": name == listed.tab,
        }
        for name, state, label in TABS
    ]
