"""A resident's dashboard over all apps; it has no data of its own."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.identity.persons import queries
from raekoda.identity.persons.access import Resident, get_resident, resident_page
from raekoda.identity.persons.sections import Row, Section, sections

app_name = "myown"
MAX_ROWS = 5
FETCHED_ROWS = 10


@resident_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Pending rows first, then each app's section, and the persons this resident may act for."""
    resident = get_resident(request)
    assert resident is not None
    presented = [present_section(section, resident) for section in sections if section.rows is not None]
    waiting = sorted((row for section in presented for row in section["waiting"]), key=_due_or_max)
    others = [
        {"key": right.pk, "name": right.represented.name, "kind": right.get_kind_display()}
        for right in queries.get_representations(resident.person)
        if resident.representation is None or right.pk != resident.representation.pk
    ]
    if resident.acts_for_other:
        others.insert(0, {"key": "self", "name": resident.person.name, "kind": _("myself")})
    context = {
        "acts_for_other": resident.acts_for_other,
        "subject_name": resident.subject.name,
        "waiting": waiting,
        "sections": [section for section in presented if section["rows"] or section["empty"]],
        "others": others,
    }
    return render(request, "dashboard/home.html", context)


def present_section(section: Section, resident: Resident) -> dict[str, Any]:
    assert section.rows is not None
    rows = section.rows(resident, FETCHED_ROWS)
    without_action = [row for row in rows if not row.needs_action]
    return {
        "key": section.key,
        "label": section.label,
        "icon": section.icon,
        "empty": section.empty,
        "url": reverse(section.url) if section.url else "",
        "rows": without_action[:MAX_ROWS],
        "has_more": len(without_action) > MAX_ROWS or len(rows) >= FETCHED_ROWS,
        "waiting": [row for row in rows if row.needs_action],
    }


def _due_or_max(row: Row) -> date:
    return row.due or date.max


urlpatterns = [path("iseteenindus/", home, name="home")]
