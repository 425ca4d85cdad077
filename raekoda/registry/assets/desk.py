"""Staff pages: an asset with all its reports and its history, the labels of a layer for printing, suggestions."""

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
from raekoda.registry.assets import labels, queries, shown
from raekoda.registry.assets.models import Asset

app_name = "assets_desk"

LABELS_A_PAGE = 24
PAGES_AT_ONCE = 10
MOST_SUGGESTED = 8
MOST_HISTORY = 100
WORDS = {
    "assets.change": gettext_lazy("changed by an import"),
    "assets.remove": gettext_lazy("no longer in the owner's data: marked as removed"),
    "assets.return": gettext_lazy("in the owner's data again"),
}
PARTS = {
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
    """An asset as staff see it: its data, all that was reported of it, what imports did to it."""
    actor = Actor.of(request)
    found = queries.by_ref(actor, ref)
    if found is None:
        raise Http404("No such asset")
    context = {
        "asset": found,
        "layer": found.layer,
        "attributes": queries.attributes(found),
        "sections": shown.rendered(found, actor, request, on_desk=True),
        "history": history(found),
        "is_public": found.layer.is_public,
    }
    return render(request, "assets/desk/asset.html", context)


def history(asset: Asset) -> list[dict[str, object]]:
    """What imports did to the asset, newest first, for the timeline."""
    lines = journal.history(asset).order_by("-id")[:MOST_HISTORY]
    return [{"at": line.at, "title": _words(line)} for line in lines]


def _words(line: JournalEntry) -> str:
    parts = [str(PARTS[part]) for part in line.data.get("parts", []) if part in PARTS]
    words = str(WORDS.get(line.action, line.action))
    return f"{words}: {', '.join(parts)}" if parts else words


@require_safe
@staff_page("assets.view")
def sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """The QR labels of a layer's assets, 24 on a sheet of A4, ten sheets a page."""
    layer = get_object_or_404(queries.visible_layers(Actor.of(request)), slug=slug)
    assets = queries.visible_to(Actor.of(request)).filter(layer=layer, state=Asset.State.IN_USE)
    page = keyset(assets, request, order=("label", "id"), size=LABELS_A_PAGE * PAGES_AT_ONCE)
    base = site_url(current())
    host = base.split("://", 1)[1]
    codes = [
        {"asset": each, "code": labels.inline(labels.short_address(each, base)), "address": f"{host}/k/{each.ref}"}
        for each in page
    ]
    sheets = [codes[start : start + LABELS_A_PAGE] for start in range(0, len(codes), LABELS_A_PAGE)]
    return render(request, "assets/desk/labels.html", {"layer": layer, "page": page, "sheets": sheets})


@require_safe
@staff_page("assets.view")
def suggestions(request: HttpRequest) -> JsonResponse:
    """Assets in use that fit ``?q=`` while typing: by name, address or identifier."""
    text = request.GET.get("q", "").strip()
    found = queries.search(queries.visible_to(Actor.of(request)).filter(state=Asset.State.IN_USE), text)
    rows = found.order_by("label", "pk")[:MOST_SUGGESTED] if text else []
    return JsonResponse({"suggestions": [{"text": queries.written(each), "kind": each.layer.name} for each in rows]})


urlpatterns = [
    path("kohad/soovitused/", suggestions, name="suggestions"),
    path("kohad/<slug:slug>/sildid/", sheet, name="labels"),
    path("koht/<slug:ref>/", asset, name="asset"),
]
