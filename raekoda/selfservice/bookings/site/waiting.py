"""The waiting list: joining, and the page of an entry."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.identity.persons.access import get_resident, redirect_to_sign_in
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.posted import posted
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.selfservice.bookings import actions, addresses, presenters, queries
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.forms import WaitForm
from raekoda.selfservice.bookings.models.resources import Who
from raekoda.selfservice.bookings.site import common

JOINS_PER_HOUR = 60


@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest, slug: str) -> HttpResponse:
    """Join the waiting list of an occupied time."""
    found, resident = common.get_resource(slug), get_resident(request)
    span = common.requested_span(request)
    if span is None:
        return redirect("bookings:resource", slug)
    if resident is None and found.who != Who.ANYONE:
        return redirect_to_sign_in(request)
    initial = {"email": resident.person.email, "name": resident.subject.name} if resident else None
    form = WaitForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        if not allow("bookings.wait", client_address(request), JOINS_PER_HOUR, 3600):
            return too_many_requests(request)
        try:
            actor = resident.actor if resident else Actor.resident()
            entry = actions.join(found, span, booker=common.make_booker(resident, form.cleaned_data), actor=actor)
        except BookingError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("You are on the waiting list. We write to you when the time becomes free."))
            if entry.person_id:
                return redirect("bookings_own:list")
            return redirect("bookings:resource", slug)
    context = {
        "resource": found,
        "form": form,
        "when": presenters.format_when(*span),
        "query": presenters.time_query(span),
    }
    return render(request, "bookings/wait.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, token: str) -> HttpResponse:
    """The status of an entry; a POST leaves the list."""
    found = queries.find_waiting_entry(token)
    if found is None:
        raise Http404
    if request.method == "POST":
        try:
            actions.leave(found, actor=Actor.resident(getattr(request, "request_id", "")))
        except BookingError as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("You no longer wait for this time."))
        return redirect("bookings:waiting", token)
    offer = found.booking if found.state == "offered" else None
    context = {
        "entry": found, "when": presenters.format_when(found.starts_at, found.ends_at), "resource": found.resource,
        "offer_url": addresses.path(offer) if offer else "",
    }  # fmt: skip
    response = render(request, "bookings/waiting.html", context)
    response["Cache-Control"] = "private, no-store"
    return response
