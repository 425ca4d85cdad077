"""Export and import of the register as a spreadsheet; retiring a service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe
from wagtail.snippets.action_menu import ActionMenuItem

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tables import InvalidTable
from raekoda.platform.core.tenancy import current
from raekoda.registry.services import actions, imports
from raekoda.registry.services.admin.forms import ImportForm
from raekoda.registry.services.downloads import CONTENT_TYPES
from raekoda.registry.services.exchange import staff_export
from raekoda.registry.services.exchange.importing import Change
from raekoda.registry.services.models import RegisterImport, Service

SHOWN_ROWS = 300
LIST = "wagtailsnippets_services_service:list"


def _require_writer(request: HttpRequest) -> Actor:
    actor = Actor.of(request)
    actor.require("services.write")
    return actor


@require_safe
def export(request: HttpRequest, data_format: str) -> HttpResponse:
    """Export the whole register, including drafts."""
    _require_writer(request)
    if data_format not in ("xlsx", "csv"):
        raise Http404(data_format)
    response = HttpResponse(staff_export.export(data_format), content_type=CONTENT_TYPES[data_format])
    response["Content-Disposition"] = f'attachment; filename="teenused-{current().slug}.{data_format}"'
    return response


@require_http_methods(["GET", "POST"])
def import_upload(request: HttpRequest) -> HttpResponse:
    """Upload a file for preview."""
    actor = _require_writer(request)
    form = ImportForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = imports.create_import(file.read(), file.name, actor)
        except InvalidTable as error:
            form.add_error("file", str(error))
        else:
            return redirect("services_import_page", upload.pk)
    return render(request, "services/admin/import.html", _page({"form": form}))


@require_http_methods(["GET", "POST"])
def import_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of an import, then its progress, then its result."""
    actor = _require_writer(request)
    upload = get_object_or_404(RegisterImport.objects.select_related("municipality"), pk=pk)
    if upload.state == RegisterImport.State.CHECKED:
        preview = imports.preview_import(upload)
        if request.method == "POST" and preview.is_valid:
            imports.start(upload, actor)
            return redirect("services_import_page", pk)
        return render(request, "services/admin/import_preview.html", _page(_preview_context(upload, preview)))
    return render(request, "services/admin/import_progress.html", _page({"upload": upload}))


def _preview_context(upload: RegisterImport, preview: Any) -> dict[str, Any]:
    order = {Change.BAD: 0, Change.NEW: 1, Change.CHANGED: 2, Change.SAME: 3}
    rows = sorted(preview.rows, key=lambda row: (order[row.change], row.number))
    return {
        "upload": upload,
        "rows": rows[:SHOWN_ROWS],
        "left_out": max(0, len(rows) - SHOWN_ROWS),
        "is_valid": preview.is_valid,
        "counts": {change.value: preview.count(change) for change in Change},
        "writes": preview.count(Change.NEW) + preview.count(Change.CHANGED),
    }


def _page(context: dict[str, Any]) -> dict[str, Any]:
    crumbs = [
        {"url": reverse("wagtailadmin_home"), "label": _("Home")},
        {"url": reverse(LIST), "label": _("Services")},
        {"url": "", "label": _("Import")},
    ]
    return {"breadcrumbs_items": crumbs, "header_title": _("Import services"), **context}


@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, pk: int) -> HttpResponse:
    """Retire a service, after confirmation."""
    actor = Actor.of(request)
    if not actor.may("services.publish"):
        raise PermissionDenied
    service = get_object_or_404(Service, pk=pk)
    if request.method == "POST":
        actions.retire(service, actor, reason=request.POST.get("reason", "").replace("\x00", "")[:500])
        messages.success(request, _("%(name)s is out of use.") % {"name": service.name})
        return redirect(LIST)
    return render(request, "services/admin/retire.html", {"service": service, "header_title": _("Take out of use")})


class RetireItem(ActionMenuItem):
    """The menu item "Take out of use" of a service's form."""

    label = gettext_lazy("Take out of use")
    name = "action-retire"
    icon_name = "bin"

    def is_shown(self, context: dict[str, Any]) -> bool:
        if context["view"] != "edit" or not super().is_shown(context):
            return False
        instance = context["instance"]
        return instance.retired_at is None and Actor.of(context["request"]).may("services.publish", instance)

    def get_url(self, parent_context: dict[str, Any]) -> str:
        return reverse("services_retire", args=[parent_context["instance"].pk])
