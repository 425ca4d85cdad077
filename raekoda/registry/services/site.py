"""Public pages of the register."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import path, register_converter, reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.platform.core.fragments import fragment
from raekoda.platform.core.links import site_url
from raekoda.platform.search import queries as search
from raekoda.registry.services import downloads, pages, queries, texts
from raekoda.registry.services.models import Service, Topic
from raekoda.registry.services.structured_data import government_service
from raekoda.registry.services.texts import written

app_name = "services"
MAX_QUERY_LENGTH = 200
VIEWS = {"teema": "topics", "elusundmus": "events", "ettevotjale": "business", "tahestik": "letters"}


@require_safe
def service_list(request: HttpRequest) -> HttpResponse:
    """All services by topic, life event or letter, or search results for ``q``."""
    language = translation.get_language() or "et"
    query = request.GET.get("q", "").replace("\x00", "").strip()[:MAX_QUERY_LENGTH]
    view = VIEWS.get(request.GET.get("vaade", ""), "topics")
    context: dict[str, Any] = {"q": query, "view": view, "views": _views(view), "formats": downloads.LABELS.items()}
    if query:
        context["results"] = search.search(query, language, kinds=["service"], limit=50)
    else:
        context["groups"] = _groups(view, language)
    return render(request, "services/list.html", context)


def _groups(view: str, language: str) -> list[pages.Group]:
    if view == "letters":
        return pages.by_letter(language)
    if view == "topics":
        return pages.by_topic(language)
    return pages.by_life_event(language, business=view == "business")


def _views(current: str) -> list[dict[str, Any]]:
    labels = {
        "teema": _("By topic"),
        "elusundmus": _("By life event"),
        "ettevotjale": _("For business and associations"),
        "tahestik": _("A–Z"),
    }
    base = reverse("services:list")
    return [
        {"label": label, "url": f"{base}?vaade={key}" if key != "teema" else base, "is_current": VIEWS[key] == current}
        for key, label in labels.items()
    ]


@require_safe
def service_page(request: HttpRequest, slug: str) -> HttpResponse:
    """The page of one public service; 410 for a retired one."""
    part = fragment(request, f"service:{slug}", lambda: _published_parts(request, slug))
    if part is None:
        return _retired_or_404(request, slug)
    return render(request, "services/service.html", {"part": part})


def _published_parts(request: HttpRequest, slug: str) -> dict[str, Any] | None:
    service = queries.for_page(slug)
    return _parts(request, service) if service else None


def _retired_or_404(request: HttpRequest, slug: str) -> HttpResponse:
    retired = Service.objects.filter(slug=slug, retired_at__isnull=False).first()
    if retired is None:
        raise Http404(slug)
    name = written(retired, "name", translation.get_language() or "et")
    return render(request, "services/retired.html", {"service": retired, "name": name}, status=410)


def _parts(request: HttpRequest, service: Service) -> dict[str, Any]:
    """The parts of a service's page, which are the same for everybody."""
    language = translation.get_language() or "et"
    page = pages.ServicePresenter(service, language)
    context = {
        "page": page,
        "service": service,
        "unit": service.unit,
        "facts": key_facts(page),
        "legal_bases": list(service.legal_bases.all()),
        "blocks": pages.render_blocks(request, service) if service.pk else [],
    }
    return {
        "title": str(page.text["name"]),
        "description": str(page.text["summary"]),
        "structured_data": government_service(page, site_url(service.municipality)),
        "trail": render_to_string("services/trail.html", context),
        "content": render_to_string("services/_service.html", context),
    }


def key_facts(page: pages.ServicePresenter) -> list[tuple[str, Any]]:
    """Key facts of a service, without unknown ones."""
    rows = [
        (_("Cost"), texts.inline(page.cost)),
        (_("How long"), texts.inline(page.duration)),
        (_("Provided by"), page.provider),
        (_("Languages of service"), page.service_languages),
    ]
    return [row for row in rows if row[1]]


def preview(request: HttpRequest, service: Service, language: str) -> HttpResponse:
    """The page of an unpublished draft."""
    with translation.override(language or "et"):
        return render(request, "services/service.html", {"part": _parts(request, service)})


@require_safe
def topic_page(request: HttpRequest, slug: str) -> HttpResponse:
    """A topic and its services."""
    language = translation.get_language() or "et"
    topic = get_object_or_404(Topic.objects.select_related("parent"), slug=slug)
    services = list(queries.for_topic(topic).only(*pages.ROW_FIELDS, "takes_reports"))
    children = [(child.slug, written(child, "name", language)) for child in topic.children.order_by("order", "pk")]
    context = {
        "topic": topic,
        "name": written(topic, "name", language),
        "description": written(topic, "description", language),
        "parent": topic.parent,
        "parent_name": written(topic.parent, "name", language) if topic.parent else None,
        "children": children,
        "lines": pages.present_services(services, language),
        "takes_reports": any(service.takes_reports for service in services),
        "blocks": pages.render_blocks(request, topic),
    }
    return render(request, "services/topic.html", context)


class DataFormat:
    """URL converter of the open data formats."""

    regex = "|".join(downloads.LABELS)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(DataFormat, "services_format")

urlpatterns = [
    path("teenused/", service_list, name="list"),
    path("teenused/andmed.<services_format:data_format>", downloads.export, name="export"),
    path("teenused/andmed/", downloads.about, name="about-data"),
    path("teenused/<slug:slug>/", service_page, name="service"),
    path("teemad/<slug:slug>/", topic_page, name="topic"),
]
