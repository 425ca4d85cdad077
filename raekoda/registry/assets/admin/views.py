"""Bringing a layer's file in: upload, looking it through, writing it with visible progress."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.platform.core.actor import Actor
from raekoda.registry.assets import uploads
from raekoda.registry.assets.admin.forms import ColumnsForm, FileForm
from raekoda.registry.assets.errors import BadFile
from raekoda.registry.assets.importing.comparing import Outcome
from raekoda.registry.assets.importing.files import AssetFile
from raekoda.registry.assets.models import Layer, LayerImport

LIST = "assets-layers:index"


def _writer(request: HttpRequest) -> Actor:
    actor = Actor.of(request)
    actor.must("assets.write")
    return actor


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a file of the layer."""
    actor, layer = _writer(request), get_object_or_404(Layer, pk=pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            kept = uploads.receive(layer, sent.read(), sent.name, actor)
        except BadFile as problem:
            form.add_error("file", str(problem))
        else:
            return redirect("assets_import_page", kept.pk)
    return render(request, "assets/admin/import.html", _page(layer, {"form": form}))


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """What the file would do; then how far it is; then what it did."""
    actor = _writer(request)
    kept = get_object_or_404(LayerImport.objects.select_related("layer", "layer__municipality"), pk=pk)
    if kept.state != LayerImport.State.CHECKED:
        return render(request, "assets/admin/import_progress.html", _page(kept.layer, {"upload": kept}))
    file = uploads.file_of(kept)
    if request.method == "POST" and "look" in request.POST:
        return _choose_columns(request, kept, file, actor)
    outcome, problem = _look(kept, file)
    if request.method == "POST" and outcome is not None and outcome.good:
        agreed = bool(request.POST.get("remove_many"))
        if not outcome.removes_many or agreed:
            try:
                uploads.start(kept, actor, may_remove_many=agreed)
                return redirect("assets_import_page", pk)
            except BadFile as refusal:
                problem = str(refusal)
        else:
            problem = _("Please confirm that so many assets are to be marked as removed.")
    return _preview(request, kept, file, outcome, problem)


def _choose_columns(request: HttpRequest, kept: LayerImport, file: AssetFile, actor: Actor) -> HttpResponse:
    form = ColumnsForm(request.POST, file=file)
    if not form.is_valid():
        return _preview(request, kept, file, None, "", form)
    uploads.choose_columns(kept, form.columns, actor)
    return redirect("assets_import_page", kept.pk)


def _look(kept: LayerImport, file: AssetFile) -> tuple[Outcome | None, str]:
    try:
        return uploads.look_through(kept, file), ""
    except BadFile as problem:
        return None, str(problem)


def _preview(
    request: HttpRequest,
    kept: LayerImport,
    file: AssetFile,
    outcome: Outcome | None,
    problem: str,
    form: ColumnsForm | None = None,
) -> HttpResponse:
    codes = {code.casefold() for code in kept.layer.fields.values_list("code", flat=True)}
    context = {
        "upload": kept,
        "form": form or ColumnsForm(initial=kept.columns, file=file),
        "outcome": outcome,
        "problem": problem,
        "left_out": [
            name for name in file.headers if name.casefold() not in codes and name not in kept.columns.values()
        ],
        "no_identifier": not kept.columns.get("id"),
        "nothing_new": outcome is not None and not (outcome.new or outcome.changed or outcome.removed),
    }
    return render(request, "assets/admin/import_preview.html", _page(kept.layer, context))


def _page(layer: Layer, context: dict[str, Any]) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(LIST), "label": _("Map layers")},
        {"url": reverse("assets-layers:edit", args=[layer.pk]), "label": layer.name},
        {"url": "", "label": _("Bring in from a file")},
    ]
    return {"breadcrumbs_items": crumbs, "header_title": _("Bring in from a file"), "layer": layer, **context}
