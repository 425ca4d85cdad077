"""The failed queue: invalid messages of sources. Read, retry, create a case from one, or dismiss it."""

from __future__ import annotations

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raekoda.casework.cases.errors import CaseError
from raekoda.casework.webhooks import incoming, queries
from raekoda.casework.webhooks.errors import WebhookError
from raekoda.casework.webhooks.forms import CaseFromMessageForm
from raekoda.casework.webhooks.models import Received
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page

LONGEST_SHOWN = 20_000


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("webhooks.sort")
def waiting(request: HttpRequest, pk: int) -> HttpResponse:
    """A failed message with a form to create a case from it. Reading it is recorded in the journal."""
    row, actor = _get_failed(request, pk), Actor.of(request)
    form = CaseFromMessageForm(incoming.parsed_data(row), row.source, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            case = incoming.make_case(row, actor=actor, **form.cleaned_data)
        except CaseError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        except WebhookError as refusal:
            messages.warning(request, refusal.message)
            return redirect("webhooks_desk:list")
        else:
            messages.success(request, _("A case was made of it."))
            return redirect("cases_desk:case", case.number)
    elif request.method != "POST":
        incoming.log_access(row, actor=actor)
    context = {"row": row, "form": form, "body": _pretty(row.body)}
    return render(request, "webhooks/waiting.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("webhooks.sort")
def retry(request: HttpRequest, pk: int) -> HttpResponse:
    """Ingest the message again, unchanged."""
    row = _get_failed(request, pk)
    try:
        incoming.retry(row, actor=Actor.of(request))
    except WebhookError as refusal:
        messages.warning(request, refusal.message)
        return redirect("webhooks_desk:list")
    if row.state == Received.State.FAILED:
        messages.warning(request, _("It still does not fit."))
        return redirect("webhooks_desk:waiting", pk)
    messages.success(request, _("It was taken in."))
    if row.case is not None:
        return redirect("cases_desk:case", row.case.number)
    return redirect("webhooks_desk:list")


@require_POST
@staff_page("webhooks.sort")
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Dismiss the message, with a reason."""
    try:
        incoming.dismiss(_get_failed(request, pk), reason=request.POST.get("reason", ""), actor=Actor.of(request))
    except WebhookError as refusal:
        messages.warning(request, refusal.message)
        return redirect("webhooks_desk:waiting", pk)
    messages.success(request, _("Put aside."))
    return redirect("webhooks_desk:list")


def _get_failed(request: HttpRequest, pk: int) -> Received:
    rows = queries.waiting(Actor.of(request)).defer(None).select_related("source__service", "municipality")
    return get_object_or_404(rows, pk=pk)


def _pretty(body: str) -> str:
    """Indented JSON, or the body unchanged when it is not JSON."""
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)[:LONGEST_SHOWN]
    except (ValueError, RecursionError):
        return body[:LONGEST_SHOWN]


urlpatterns = [
    path("veebihaagid/ootel/<int:pk>/", waiting, name="waiting"),
    path("veebihaagid/ootel/<int:pk>/uuesti/", retry, name="retry"),
    path("veebihaagid/ootel/<int:pk>/korvale/", dismiss, name="put_aside"),
]
