"""Booking for somebody, blocking a time, making a series."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.selfservice.bookings import actions, queries, show
from raekoda.selfservice.bookings.desk.forms import BlockForm, ForForm, SeriesForm, Times
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.models import Series


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("bookings.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Book for somebody who asked on the phone or at the desk."""
    form = _form(request, ForForm)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.book_for(
                given["ressurss"], form.span(), actor=Actor.of(request), name=given["name"], email=given["email"],
                phone=given["phone"], topic=given["topic"],
            )  # fmt: skip
        except BookingError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Booked."))
            return redirect("bookings_desk:booking", made.ref)
    return _render(request, form, _("Book for somebody"), _("Book"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("bookings.manage")
def block(request: HttpRequest) -> HttpResponse:
    """Take a time out of booking."""
    form = _form(request, BlockForm)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.block(given["ressurss"], form.span(), actor=Actor.of(request), words=given["words"])
        except BookingError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Blocked."))
            return redirect(_calendar(given))
    return _render(request, form, _("Block a time"), _("Block"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("bookings.manage")
def series(request: HttpRequest) -> HttpResponse:
    """The same hours every so many weeks; times that are taken are told."""
    form = _form(request, SeriesForm)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.make_series(
                given["ressurss"], actor=Actor.of(request), words=given["words"], name=given["name"], email=given["email"],
                first_day=given["paev"], last_day=given["last_day"], opens=given["algus"], closes=given["lopp"],
                every_weeks=given["every_weeks"],
            )  # fmt: skip
        except BookingError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            count = len(made.bookings)
            words = ngettext("%(count)s time is booked.", "%(count)s times are booked.", count)
            messages.success(request, words % {"count": count})
            for span in made.taken:
                messages.warning(request, _("Taken already, left out: %(when)s") % {"when": show.when(*span)})
            return redirect(_calendar(given))
    return _render(request, form, _("Make a series"), _("Book"))


@require_POST
@staff_page("bookings.manage")
def cancel_series(request: HttpRequest, ref: str) -> HttpResponse:
    """Cancel what is to come of a series."""
    actor = Actor.of(request)
    found = get_object_or_404(Series.objects.filter(resource__in=queries.managed_by(actor)), ref=ref)
    try:
        count = actions.cancel_series(found, actor=actor, reason=request.POST.get("reason", ""))
    except BookingError as refusal:
        messages.warning(request, refusal.message)
    else:
        words = ngettext("%(count)s time is cancelled.", "%(count)s times are cancelled.", count)
        messages.success(request, words % {"count": count})
    return redirect("bookings_desk:calendar")


def _form(request: HttpRequest, form_class: type[Times]) -> Any:
    initial = {"ressurss": request.GET.get("ressurss", ""), "paev": request.GET.get("paev") or clock.today()}
    return form_class(queries.managed_by(Actor.of(request)), posted(request), initial)


def _render(request: HttpRequest, form: Times, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button}
    return render(request, "bookings/desk_form.html", context, status=422 if form.errors else 200)


def _calendar(given: dict[str, Any]) -> str:
    return f"{reverse('bookings_desk:calendar')}?ressurss={given['ressurss'].slug}&paev={given['paev']}"
