"""Staff pages: an asset with its reports and history, printable labels of a layer, suggestions."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.registry.assets import labels, queries, sections
from raekoda.registry.assets.models import Asset

app_name = "assets_desk"

LABELS_PER_SHEET = 24
SHEETS_PER_PAGE = 10
MAX_SUGGESTIONS = 8
MAX_HISTORY = 100
ACTION_LABELS = {
    "assets.change": gettext_lazy("changed by an import"),
    "assets.remove": gettext_lazy("no longer in the owner's data: marked as removed"),
    "assets.return": gettext_lazy("in the owner's data again"),
}
FIELD_LABELS = {
    "label": gettext_lazy("name"),
    "address": gettext_lazy("address"),
    "point": gettext_lazy("place"),
    "geometry": gettext_lazy("shape"),
    "area_id": gettext_lazy("area"),
    "attributes": gettext_lazy("further data"),
}


@require_safe
@staff_page("assets.view")
def asset(request: HttpRequest, ref: str) -> HttpResponse:
    """An asset for staff: its data, all reports about it, its changes by imports."""
    actor = Actor.of(request)
    found = queries.find_by_ref(actor, ref)
    if found is None:
        raise Http404("No such asset")
    context = {
        "asset": found,
        "layer": found.layer,
        "attributes": queries.attributes(found),
        "sections": sections.render_sections(found, actor, request, on_desk=True),
        "history": history(found),
        "is_public": found.layer.is_public,
    }
    return render(request, "assets/desk/asset.html", context)


def history(asset: Asset) -> list[dict[str, object]]:
    """Changes of the asset by imports, newest first, for the timeline."""
    lines = journal.history(asset).order_by("-id")[:MAX_HISTORY]
    return [{"at": line.at, "title": _describe(line)} for line in lines]


def _describe(line: JournalEntry) -> str:
    parts = [str(FIELD_LABELS[part]) for part in line.data.get("parts", []) if part in FIELD_LABELS]
    label = str(ACTION_LABELS.get(line.action, line.action))
    return f"{label}: {', '.join(parts)}" if parts else label


@require_safe
@staff_page("assets.view")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """QR labels of a layer's assets, 24 on a sheet of A4, ten sheets on a page."""
    layer = get_object_or_404(queries.visible_layers(Actor.of(request)), slug=slug)
    assets = queries.visible_to(Actor.of(request)).filter(layer=layer, state=Asset.State.IN_USE)
    page = keyset(assets, request, order=("label", "id"), size=LABELS_PER_SHEET * SHEETS_PER_PAGE)
    base = site_url(current())
    host = base.split("://", 1)[1]
    codes = [
        {"asset": asset, "code": labels.inline_svg(labels.short_url(asset, base)), "address": f"{host}/k/{asset.ref}"}
        for asset in page
    ]
    sheets = [codes[start : start + LABELS_PER_SHEET] for start in range(0, len(codes), LABELS_PER_SHEET)]
    return render(request, "assets/desk/labels.html", {"layer": layer, "page": page, "sheets": sheets})


@require_safe
@staff_page("assets.view")
def suggestions(request: HttpRequest) -> JsonResponse:
    """Assets in use that match ``?q=`` by name, address or identifier, for autocompletion."""
    text = request.GET.get("q", "").strip()
    found = queries.search(queries.visible_to(Actor.of(request)).filter(state=Asset.State.IN_USE), text)
    rows = found.order_by("label", "pk")[:MAX_SUGGESTIONS] if text else []
    return JsonResponse(
        {"suggestions": [{"text": queries.suggestion_text(asset), "kind": asset.layer.name} for asset in rows]}
    )


urlpatterns = [
    path("kohad/soovitused/", suggestions, name="suggestions"),
    path("kohad/<slug:slug>/sildid/", sheet, name="labels"),
    path("koht/<slug:ref>/", asset, name="asset"),
]
