"""Importing a file into a layer: upload, preview, writing with visible progress."""

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
from raekoda.registry.assets.errors import InvalidFile
from raekoda.registry.assets.importing.comparison import Outcome
from raekoda.registry.assets.importing.files import AssetFile
from raekoda.registry.assets.models import Layer, LayerImport

LIST = "assets-layers:index"


def _require_writer(request: HttpRequest) -> Actor:
    actor = Actor.of(request)
    actor.require("assets.write")
    return actor


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload a file for the layer."""
    actor, layer = _require_writer(request), get_object_or_404(Layer, pk=pk)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            layer_import = uploads.create_import(layer, file.read(), file.name, actor)
        except InvalidFile as error:
            form.add_error("file", str(error))
        else:
            return redirect("assets_import_page", layer_import.pk)
    return render(request, "assets/admin/import.html", _page(layer, {"form": form}))


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of an import, then its progress, then its result."""
    actor = _require_writer(request)
    layer_import = get_object_or_404(LayerImport.objects.select_related("layer", "layer__municipality"), pk=pk)
    if layer_import.state != LayerImport.State.CHECKED:
        return render(request, "assets/admin/import_progress.html", _page(layer_import.layer, {"upload": layer_import}))
    file = uploads.open_file(layer_import)
    if request.method == "POST" and "preview" in request.POST:
        return _choose_columns(request, layer_import, file, actor)
    outcome, problem = _try_preview(layer_import, file)
    if request.method == "POST" and outcome is not None and outcome.good:
        agreed = bool(request.POST.get("remove_many"))
        if not outcome.removes_many or agreed:
            try:
                uploads.start(layer_import, actor, may_remove_many=agreed)
                return redirect("assets_import_page", pk)
            except InvalidFile as error:
                problem = str(error)
        else:
            problem = _("Please confirm that so many assets are to be marked as removed.")
    return _preview(request, layer_import, file, outcome, problem)


def _choose_columns(request: HttpRequest, layer_import: LayerImport, file: AssetFile, actor: Actor) -> HttpResponse:
    form = ColumnsForm(request.POST, file=file)
    if not form.is_valid():
        return _preview(request, layer_import, file, None, "", form)
    uploads.choose_columns(layer_import, form.columns, actor)
    return redirect("assets_import_page", layer_import.pk)


def _try_preview(layer_import: LayerImport, file: AssetFile) -> tuple[Outcome | None, str]:
    try:
        return uploads.preview(layer_import, file), ""
    except InvalidFile as error:
        return None, str(error)


def _preview(
    request: HttpRequest,
    layer_import: LayerImport,
    file: AssetFile,
    outcome: Outcome | None,
    problem: str,
    form: ColumnsForm | None = None,
) -> HttpResponse:
    codes = {code.casefold() for code in layer_import.layer.fields.values_list("code", flat=True)}
    context = {
        "upload": layer_import,
        "form": form or ColumnsForm(initial=layer_import.columns, file=file),
        "outcome": outcome,
        "problem": problem,
        "left_out": [
            name for name in file.headers if name.casefold() not in codes and name not in layer_import.columns.values()
        ],
        "no_identifier": not layer_import.columns.get("id"),
        "nothing_new": outcome is not None and not (outcome.new or outcome.changed or outcome.removed),
    }
    return render(request, "assets/admin/import_preview.html", _page(layer_import.layer, context))


def _page(layer: Layer, context: dict[str, Any]) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(LIST), "label": _("Map layers")},
        {"url": reverse("assets-layers:edit", args=[layer.pk]), "label": layer.name},
        {"url": "", "label": _("Bring in from a file")},
    ]
    return {"breadcrumbs_items": crumbs, "header_title": _("Bring in from a file"), "layer": layer, **context}
