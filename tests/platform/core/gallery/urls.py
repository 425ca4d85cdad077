"""A test-only site that shows every component: looked at, measured by axe, driven by a browser."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template import engines
from django.urls import include, path

from raekoda.platform.core import clock
from tests.platform.core.gallery.forms import EveryField

HERE = Path(__file__).parent
TARTU = [[26.66, 58.34], [26.80, 58.34], [26.80, 58.41], [26.66, 58.41], [26.66, 58.34]]
SUGGESTIONS = [
    {"text": "Tänavavalgustus", "url": "", "kind": "Teenus"},
    {"text": "Tänava sulgemine", "url": "", "kind": "Teenus"},
    {"text": "Miks valgusti vilgub?", "url": "/kohal/", "kind": "Vastus"},
]


def page(request: HttpRequest, name: str, **context: Any) -> HttpResponse:
    template = engines["django"].from_string((HERE / f"{name}.html").read_text(encoding="utf-8"))
    return HttpResponse(template.render(context, request))


def sample() -> dict[str, Any]:
    today = clock.today()
    return {
        "late": today - timedelta(days=2),
        "soon": today + timedelta(days=1),
        "later": today + timedelta(days=12),
        "page": SimpleNamespace(next_cursor="n", previous_cursor="p"),
        "tabs": [
            {"label": "Minu", "url": "?v=mine", "is_current": True, "count": 4},
            {"label": "Üksuse", "url": "?v=unit", "count": 31},
            {"label": "Kõik", "url": "?v=all"},
        ],
        "rows": [
            ("Kui kaua läheb", "Kuni 15 päeva"),
            ("Maksumus", "Tasuta"),
            ("E-post", "mari.maasikas@example.ee", "?change=email"),
            ("Tühi", ""),
        ],
        "entries": [
            {"at": datetime(2026, 11, 20, 8, 5, tzinfo=UTC), "title": "Teade saadud", "icon": "inbox", "tone": "info"},
            {
                "at": datetime(2026, 11, 20, 9, 30, tzinfo=UTC),
                "title": "Suunatud: teede osakond",
                "by": "Reegel",
                "icon": "corner-up-right",
            },
            {
                "at": datetime(2026, 11, 21, 12, 0, tzinfo=UTC),
                "title": "Küsitud lisa",
                "by": "Kati Kask",
                "text": "Kas post kannab numbrit?\nSee on sildil.",
                "tone": "warning",
                "icon": "message-circle-question-mark",
            },
            {"at": datetime(2026, 11, 22, 6, 0, tzinfo=UTC), "title": "Vastatud", "icon": "check", "tone": "success"},
        ],
        "desk_navigation": [
            {"label": "Minu töö", "url": "/laud/", "icon": "inbox", "count": 4, "is_current": True},
            {"label": "Hilinenud", "url": "#", "icon": "circle-alert", "count": 2, "tone": "danger"},
            {"label": "Üksuse järjekord", "url": "#", "icon": "users", "count": 31},
            {"label": "Kõik pöördumised", "url": "#", "icon": "list"},
            {"label": "Uus pöördumine", "url": "#", "icon": "phone", "divider": True},
            {"label": "Vastused", "url": "#", "icon": "message-square-text"},
        ],
        "user": SimpleNamespace(is_authenticated=True, get_full_name="Kati Kask", get_username="kati"),
    }


def components(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Teade nr 2026-004217 on vastu võetud.")
    return page(request, "components", **sample())


def home(request: HttpRequest) -> HttpResponse:
    return page(request, "home", hide_search=True, **sample())


def form(request: HttpRequest) -> HttpResponse:
    bound = EveryField(request.POST, request.FILES) if request.method == "POST" else EveryField()
    if bound.is_bound and bound.is_valid():
        return redirect("arrived")
    return page(request, "form", form=bound, **sample())


def arrived(request: HttpRequest) -> HttpResponse:
    return page(request, "arrived")


def desk(request: HttpRequest) -> HttpResponse:
    return page(request, "desk", **sample())


def fault(request: HttpRequest, status: int) -> HttpResponse:
    return render(request, f"{status}.html", {"request_id": "0f3a9b"}, status=status)


def suggestions(request: HttpRequest) -> JsonResponse:
    words = request.GET.get("q", "").lower()
    return JsonResponse({"suggestions": [each for each in SUGGESTIONS if words in each["text"].lower()]})


def outline(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [TARTU]}})


def markers(request: HttpRequest) -> JsonResponse:
    points = [(26.72, 58.378, "Auk teel"), (26.735, 58.371, "Katkine pink")]
    features = [
        {
            "type": "Feature",
            "geometry": {"type": "Point", "coordinates": [lon, lat]},
            "properties": {"title": title, "url": "/kohal/"},
        }
        for lon, lat, title in points
    ]
    return JsonResponse({"type": "FeatureCollection", "features": features})


urlpatterns = [
    path("", home),
    path("osad/", components),
    path("vorm/", form, name="form"),
    path("kohal/", arrived, name="arrived"),
    path("laud/", desk),
    path("viga/<int:status>/", fault),
    path("otsi/soovitused/", suggestions),
    path("outline.geojson", outline),
    path("markers.geojson", markers),
    path("", include("raekoda.platform.core.urls")),
]
