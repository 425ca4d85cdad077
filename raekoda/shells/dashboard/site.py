"""A resident's first page: what matters now, over all apps. It holds nothing itself."""

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
SHOWN = 5
GATHERED = 10


@resident_page
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What is to be done first, then each app's section; and for whom else this person may act."""
    resident = get_resident(request)
    assert resident is not None
    shown = [_shown(section, resident) for section in sections if section.rows is not None]
    waiting = sorted((row for section in shown for row in section["waiting"]), key=_day)
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
        "sections": [section for section in shown if section["rows"] or section["empty"]],
        "others": others,
    }
    return render(request, "dashboard/home.html", context)


def _shown(section: Section, resident: Resident) -> dict[str, Any]:
    assert section.rows is not None
    rows = section.rows(resident, GATHERED)
    quiet = [row for row in rows if not row.needs_action]
    return {
        "key": section.key,
        "words": section.label,
        "icon": section.icon,
        "empty": section.empty,
        "url": reverse(section.url) if section.url else "",
        "rows": quiet[:SHOWN],
        "has_more": len(quiet) > SHOWN or len(rows) >= GATHERED,
        "waiting": [row for row in rows if row.needs_action],
    }


def _day(row: Row) -> date:
    return row.due or date.max


urlpatterns = [path("iseteenindus/", home, name="home")]
