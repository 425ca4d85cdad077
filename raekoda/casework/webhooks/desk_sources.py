"""Staff pages of sources: add, change, one with its log."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.webhooks import actions, queries
from raekoda.casework.webhooks.errors import WebhookError
from raekoda.casework.webhooks.forms import SourceForm
from raekoda.casework.webhooks.models import Received, Source
from raekoda.casework.webhooks.one_time_secret import pop_secret, store_secret
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

PAGE = 50
TONES = {
    Received.State.TAKEN: "success",
    Received.State.REPEATED: "neutral",
    Received.State.FAILED: "danger",
    Received.State.ASIDE: "neutral",
}


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("webhooks.manage")
def new_source(request: HttpRequest) -> HttpResponse:
    """Add a source; the next page shows its address and, once, its secret."""
    form = SourceForm(None, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            found, secret = actions.add_source(current(), actor=Actor.of(request), **form.cleaned_data)
        except WebhookError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            store_secret(request, found, secret)
            return redirect("webhooks_desk:source", found.ref)
    return render(request, "webhooks/source_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("webhooks.manage")
def edit_source(request: HttpRequest, ref: str) -> HttpResponse:
    """Change a source or switch it off."""
    found = _get_source(request, ref)
    form = SourceForm(found, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_source(found, actor=Actor.of(request), **form.cleaned_data)
        except WebhookError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks_desk:source", ref)
    context = {"form": form, "source": found}
    return render(request, "webhooks/source_form.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page("webhooks.manage")
def source(request: HttpRequest, ref: str) -> HttpResponse:
    """A source with its address and the messages received from it, newest first."""
    found = _get_source(request, ref)
    page = keyset(queries.received_from(found), request, order=("-id",), size=PAGE)
    for row in page.items:
        row.tone = TONES[Received.State(row.state)]  # type: ignore[attr-defined]
    context = {
        "source": found,
        "secret": pop_secret(request, found),
        "two_secrets": found.previous_until is not None and found.previous_until > clock.now(),
        "endpoint_url": site_url(current()) + reverse("webhooks:door", args=[found.ref]),
        "openapi": site_url(current()) + reverse("webhooks:openapi"),
        "page": page,
    }
    return render(request, "webhooks/source.html", context)


@require_POST
@staff_page("webhooks.manage")
def run_action(request: HttpRequest, ref: str, name: str) -> HttpResponse:
    """Run an action of a source (:data:`ACTIONS`)."""
    found = _get_source(request, ref)
    action, message = ACTIONS[name]
    result = action(found, actor=Actor.of(request))
    if name == "vota":
        store_secret(request, found, result)
    messages.success(request, message)
    return redirect("webhooks_desk:source", ref)


def _get_source(request: HttpRequest, ref: str) -> Source:
    return get_object_or_404(queries.sources(Actor.of(request)), ref=ref)


ACTIONS: dict[str, tuple[Callable[..., Any], Any]] = {
    "vota": (actions.new_secret, gettext_lazy("A new secret was made. The one before is good for another day.")),
    "lopeta-vana": (actions.end_previous_secret, gettext_lazy("The secret before is good no more.")),
}

urlpatterns = [
    path("veebihaagid/allikad/uus/", new_source, name="new_source"),
    path("veebihaagid/allikad/<str:ref>/", source, name="source"),
    path("veebihaagid/allikad/<str:ref>/muuda/", edit_source, name="edit_source"),
    *(
        path(f"veebihaagid/allikad/<str:ref>/{name}/", run_action, {"name": name}, name=f"source_{name}")
        for name in ACTIONS
    ),
]
