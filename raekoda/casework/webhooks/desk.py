"""Staff pages of webhooks: the overview, an endpoint with its delivery log, a sent message."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.webhooks import actions, catalogue, desk_failed, desk_sources, queries, sending
from raekoda.casework.webhooks.errors import WebhookError
from raekoda.casework.webhooks.forms import EndpointForm
from raekoda.casework.webhooks.models import Endpoint
from raekoda.casework.webhooks.one_time_secret import pop_secret, store_secret
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.platform.deliveries import actions as deliveries
from raekoda.platform.deliveries.desk import present_delivery
from raekoda.platform.deliveries.errors import DeliveryError
from raekoda.platform.deliveries.models import PROBLEMS

app_name = "webhooks_desk"
PAGE = 50
MAX_RESENT = 500


@require_safe
@staff_page("webhooks.view")
def overview(request: HttpRequest) -> HttpResponse:
    """The failed queue and, for administrators, endpoints and sources."""
    actor = Actor.of(request)
    context = {
        "may_manage": actor.may("webhooks.manage"),
        "endpoints": queries.endpoints(actor),
        "sources": queries.sources(actor),
        "page": keyset(queries.waiting(actor), request, order=("-id",), size=PAGE),
    }
    return render(request, "webhooks/overview.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("webhooks.manage")
def new_endpoint(request: HttpRequest) -> HttpResponse:
    """Add an endpoint; the next page shows its secret once."""
    form = EndpointForm(None, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            endpoint, secret = actions.add_endpoint(current(), actor=Actor.of(request), **form.cleaned_data)
        except WebhookError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            store_secret(request, endpoint, secret)
            return redirect("webhooks_desk:endpoint", endpoint.pk)
    return render(request, "webhooks/endpoint_form.html", {"form": form}, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("webhooks.manage")
def edit_endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """Change name, address or events."""
    endpoint = _get_endpoint(request, pk)
    form = EndpointForm(endpoint, posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_endpoint(endpoint, actor=Actor.of(request), **form.cleaned_data)
        except WebhookError as refusal:
            form.add_error(refusal.field or None, refusal.message)
        else:
            messages.success(request, _("Saved."))
            return redirect("webhooks_desk:endpoint", pk)
    context = {"form": form, "endpoint": endpoint}
    return render(request, "webhooks/endpoint_form.html", context, status=422 if form.errors else 200)


@require_safe
@staff_page("webhooks.manage")
def endpoint(request: HttpRequest, pk: int) -> HttpResponse:
    """An endpoint with its state and its delivery log, newest first."""
    found = _get_endpoint(request, pk)
    page = keyset(queries.sent_to(found), request, order=("-id",), size=PAGE)
    for row in page.items:
        present_delivery(row)
    context = {
        "endpoint": found,
        "secret": pop_secret(request, found),
        "events": [catalogue.OFFERED[each] for each in found.events if each in catalogue.OFFERED],
        "two_secrets": found.previous_until is not None and found.previous_until > clock.now(),
        "page": page,
        "openapi": f"{site_url(current())}/veebihaak/openapi.json",
    }
    return render(request, "webhooks/endpoint.html", context)


@require_safe
@staff_page("webhooks.manage")
def sent(request: HttpRequest, pk: int, delivery_id: int) -> HttpResponse:
    """A sent message with its attempts. Reading it is recorded in the journal of the delivery."""
    found = _get_endpoint(request, pk)
    delivery = get_object_or_404(queries.sent_to(found).defer(None), pk=delivery_id)
    body = ""
    if delivery.payload:
        actions.log_access(delivery, actor=Actor.of(request))
        body = json.dumps(json.loads(sending.message(delivery)[1]), ensure_ascii=False, indent=2)
    context = {
        "endpoint": found,
        "delivery": present_delivery(delivery),
        "body": body,
        "attempts": delivery.attempts.all(),
        "message_id": delivery.payload.get("id", ""),
    }
    return render(request, "webhooks/sent.html", context)


@require_POST
@staff_page("webhooks.manage")
def resend(request: HttpRequest, pk: int, delivery_id: int) -> HttpResponse:
    """Send a message again, even one that was delivered."""
    delivery = get_object_or_404(queries.sent_to(_get_endpoint(request, pk)), pk=delivery_id)
    try:
        deliveries.retry(delivery, actor=Actor.of(request))
        messages.success(request, _("It is sent again in a moment."))
    except DeliveryError as refusal:
        messages.warning(request, refusal.message)
    return redirect("webhooks_desk:endpoint", pk)


@require_POST
@staff_page("webhooks.manage")
def resend_failed(request: HttpRequest, pk: int) -> HttpResponse:
    """Send undelivered messages again, oldest first."""
    rows = queries.sent_to(_get_endpoint(request, pk)).filter(status__in=PROBLEMS, forgotten_at__isnull=True)
    count = 0
    for delivery in rows.order_by("id")[:MAX_RESENT]:
        deliveries.retry(delivery, actor=Actor.of(request))
        count += 1
    text = ngettext("%(count)s is tried again.", "%(count)s are tried again.", count)
    messages.success(request, text % {"count": count})
    return redirect("webhooks_desk:endpoint", pk)


@require_POST
@staff_page("webhooks.manage")
def run_action(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Run an action of an endpoint (:data:`ACTIONS`)."""
    found, actor = _get_endpoint(request, pk), Actor.of(request)
    action, message = ACTIONS[name]
    try:
        result = action(found, actor=actor)
        if name == "vota":
            store_secret(request, found, result)
        messages.success(request, message)
    except WebhookError as refusal:
        messages.warning(request, refusal.message)
    if name == "eemalda":
        return redirect("webhooks_desk:list")
    return redirect("webhooks_desk:endpoint", pk)


def _get_endpoint(request: HttpRequest, pk: int) -> Endpoint:
    return get_object_or_404(queries.endpoints(Actor.of(request)), pk=pk)


ACTIONS: dict[str, tuple[Callable[..., Any], Any]] = {
    "proovi": (
        actions.ping,
        gettext_lazy("A test message is on its way. What comes of it stands in the log in a moment."),
    ),
    "sisse": (actions.switch_on, gettext_lazy("Switched on. What happens from now on is sent.")),
    "valja": (actions.switch_off, gettext_lazy("Switched off. Nothing is sent to it.")),
    "vota": (actions.new_secret, gettext_lazy("A new secret was made. The one before is good for another day.")),
    "lopeta-vana": (actions.end_previous_secret, gettext_lazy("The secret before is good no more.")),
    "eemalda": (actions.remove_endpoint, gettext_lazy("The endpoint was removed.")),
}

urlpatterns = [
    path("veebihaagid/", overview, name="list"),
    path("veebihaagid/uus/", new_endpoint, name="new_endpoint"),
    path("veebihaagid/<int:pk>/", endpoint, name="endpoint"),
    path("veebihaagid/<int:pk>/muuda/", edit_endpoint, name="edit_endpoint"),
    path("veebihaagid/<int:pk>/uuesti/", resend_failed, name="all_again"),
    path("veebihaagid/<int:pk>/saadetud/<int:delivery_id>/", sent, name="sent"),
    path("veebihaagid/<int:pk>/saadetud/<int:delivery_id>/uuesti/", resend, name="again"),
    *(path(f"veebihaagid/<int:pk>/{name}/", run_action, {"name": name}, name=f"endpoint_{name}") for name in ACTIONS),
    *desk_sources.urlpatterns,
    *desk_failed.urlpatterns,
]
