"""Residents' pages: view, correct, export and erase their own data."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.identity.persons.access import Resident, get_resident, resident_page
from raekoda.identity.persons.actions import PersonError, set_contacts
from raekoda.identity.privacy import actions, queries
from raekoda.identity.privacy.forms import ContactsForm, DeletionForm
from raekoda.identity.privacy.models import Request
from raekoda.identity.registers.queries import get_current_statement
from raekoda.platform.core import clock, journal
from raekoda.platform.core.files import serve
from raekoda.platform.core.posted import posted
from raekoda.platform.core.ratelimit import allow

app_name = "rights"
SHOWN = 10
MAX_EXPORTS, EXPORT_WINDOW_SECONDS = 10, 24 * 3600
TYPES = {"json": "application/json", "pdf": "application/pdf"}


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Data from registers, contact data form and requests of the person for whom the resident acts."""
    resident = _resident(request)
    form = ContactsForm(resident.subject, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            set_contacts(resident.subject, resident.actor, **form.cleaned_data)
        except PersonError as refusal:
            form.add_error(refusal.field, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("rights:mine")
    context = {
        "form": form,
        "subject": resident.subject,
        "statement": get_current_statement(resident.subject, "residence"),
        **_requests(resident),
    }
    return render(request, "privacy/mine.html", context, status=422 if form.errors else 200)


@resident_page
@require_safe
def progress(request: HttpRequest) -> HttpResponse:
    """The list of requests, polled by the page."""
    return render(request, "privacy/requests.html", _requests(_resident(request)))


@resident_page
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    """Request an export."""
    resident = _resident(request)
    if not allow("rights.export", str(resident.person_id), MAX_EXPORTS, EXPORT_WINDOW_SECONDS):
        messages.warning(request, _("You asked for your data many times today. Try again tomorrow."))
    else:
        actions.request_export(resident, language=get_language() or "et")
        messages.success(request, _("Your data are being gathered. The files stand here as soon as they are ready."))
    return redirect("rights:mine")


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest) -> HttpResponse:
    """Information about erasure and the request form."""
    resident = _resident(request)
    form = DeletionForm(posted(request))
    if request.method == "POST" and form.is_valid():
        asked = actions.request_deletion(resident, language=get_language() or "et", reason=form.cleaned_data["reason"])
        if asked.state == Request.State.TO_CONFIRM:
            messages.success(request, _("Your request was received. An official looks at it and you are told here."))
        else:
            messages.success(request, _("What may be deleted is being deleted. What came of it stands here."))
        return redirect("rights:request", asked.ref)
    context = {"form": form, "subject": resident.subject}
    return render(request, "privacy/delete.html", context, status=422 if form.errors else 200)


@require_safe
def detail(request: HttpRequest, ref: str) -> HttpResponseBase:
    """A request and its result. The report of an erased person, who can no longer sign in, is public by its URL; it
    holds no personal data."""
    done = queries.find_report_of_erased(ref)
    if done is not None:
        response = render(
            request, "privacy/request.html", {"asked": done, "report": present_report(done), "base": "ui/base.html"}
        )
        response["Cache-Control"] = "private, no-store"
        return response
    return _own_request(request, ref)


@resident_page
def _own_request(request: HttpRequest, ref: str) -> HttpResponse:
    found = get_object_or_404(queries.visible_to(_resident(request).actor), ref=ref)
    context = {"asked": found, "report": present_report(found), "base": "persons/own.html"}
    return render(request, "privacy/request.html", context)


@resident_page
@require_safe
def download(request: HttpRequest, ref: str, kind: str) -> HttpResponseBase:
    """Download an export while it is stored, by the person who requested it. Recorded in the journal."""
    resident = _resident(request)
    found = get_object_or_404(queries.visible_to(resident.actor), ref=ref, state=Request.State.READY)
    file = {"json": found.json_file, "pdf": found.pdf_file}.get(kind)
    if not file or found.delete_after is None or found.delete_after < clock.today():
        raise Http404(ref)
    journal.record("rights.download", found, resident.actor, kind=kind)
    response = serve(file.open("rb"), name=f"{_('my-data')}-{found.asked_at:%Y-%m-%d}.{kind}", content_type=TYPES[kind])
    response["Cache-Control"] = "private, no-store"
    return response


@resident_page
@require_POST
def delete_files(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete the exported files early."""
    resident = _resident(request)
    actions.delete_files(get_object_or_404(queries.visible_to(resident.actor), ref=ref), actor=resident.actor)
    messages.success(request, _("The files are deleted."))
    return redirect("rights:mine")


def present_report(found: Request) -> list[dict[str, Any]]:
    """Rows of the report with dates parsed; rows without records are left out."""
    return [
        {**row, "until": date.fromisoformat(row["until"]) if row.get("until") else None}
        for row in found.report
        if row["deleted"] or row["kept"]
    ]


def _requests(resident: Resident) -> dict[str, Any]:
    found = list(queries.visible_to(resident.actor).order_by("-id")[:SHOWN])
    return {"requests": found, "is_running": any(each.is_running for each in found)}


def _resident(request: HttpRequest) -> Resident:
    resident = get_resident(request)
    assert resident is not None
    return resident


urlpatterns = [
    path("iseteenindus/minu-andmed/", index, name="mine"),
    path("iseteenindus/minu-andmed/seis/", progress, name="progress"),
    path("iseteenindus/minu-andmed/valjavote/", export, name="export"),
    path("iseteenindus/minu-andmed/kustutamine/", delete, name="delete"),
    path("iseteenindus/minu-andmed/<str:ref>/", detail, name="request"),
    path("iseteenindus/minu-andmed/<str:ref>/kustuta-failid/", delete_files, name="drop"),
    path("iseteenindus/minu-andmed/<str:ref>/andmed.<str:kind>", download, name="download"),
]
