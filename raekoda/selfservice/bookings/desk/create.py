"""Booking for somebody, blocking a time, creating a series."""

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
from raekoda.selfservice.bookings import actions, presenters, queries
from raekoda.selfservice.bookings.desk.forms import BlockForm, BookForForm, SeriesForm, TimesForm
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.models import Series


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("bookings.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Book for somebody who asked by phone or in person."""
    form = _form(request, BookForForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            booking = actions.book_for(
                data["resource"], form.span(), actor=Actor.of(request), name=data["name"], email=data["email"],
                phone=data["phone"], topic=data["topic"],
            )  # fmt: skip
        except BookingError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Booked."))
            return redirect("bookings_desk:booking", booking.ref)
    return _render(request, form, _("Book for somebody"), _("Book"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("bookings.manage")
def block(request: HttpRequest) -> HttpResponse:
    """Block a time."""
    form = _form(request, BlockForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            actions.block(data["resource"], form.span(), actor=Actor.of(request), reason=data["reason"])
        except BookingError as refusal:
            form.add_error(None, refusal.message)
        else:
            messages.success(request, _("Blocked."))
            return redirect(_calendar(data))
    return _render(request, form, _("Block a time"), _("Block"))


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("bookings.manage")
def series(request: HttpRequest) -> HttpResponse:
    """Book the same hours every few weeks; occupied times are reported."""
    form = _form(request, SeriesForm)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            result = actions.make_series(
                data["resource"], actor=Actor.of(request), purpose=data["purpose"], name=data["name"], email=data["email"],
                first_day=data["day"], last_day=data["last_day"], opens=data["start"], closes=data["end"],
                every_weeks=data["every_weeks"],
            )  # fmt: skip
        except BookingError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            count = len(result.bookings)
            message = ngettext("%(count)s time is booked.", "%(count)s times are booked.", count)
            messages.success(request, message % {"count": count})
            for span in result.occupied:
                messages.warning(
                    request, _("Taken already, left out: %(when)s") % {"when": presenters.format_when(*span)}
                )
            return redirect(_calendar(data))
    return _render(request, form, _("Make a series"), _("Book"))


@require_POST
@staff_page("bookings.manage")
def cancel_series(request: HttpRequest, ref: str) -> HttpResponse:
    """Cancel the upcoming bookings of a series."""
    actor = Actor.of(request)
    found = get_object_or_404(Series.objects.filter(resource__in=queries.managed_by(actor)), ref=ref)
    try:
        count = actions.cancel_series(found, actor=actor, reason=request.POST.get("reason", ""))
    except BookingError as refusal:
        messages.warning(request, refusal.message)
    else:
        message = ngettext("%(count)s time is cancelled.", "%(count)s times are cancelled.", count)
        messages.success(request, message % {"count": count})
    return redirect("bookings_desk:calendar")


def _form(request: HttpRequest, form_class: type[TimesForm]) -> Any:
    initial = {"resource": request.GET.get("ressurss", ""), "day": request.GET.get("paev") or clock.today()}
    return form_class(queries.managed_by(Actor.of(request)), posted(request), initial)


def _render(request: HttpRequest, form: TimesForm, title: str, button: str) -> HttpResponse:
    context = {"form": form, "title": title, "button": button}
    return render(request, "bookings/desk_form.html", context, status=422 if form.errors else 200)


def _calendar(data: dict[str, Any]) -> str:
    return f"{reverse('bookings_desk:calendar')}?ressurss={data['resource'].slug}&paev={data['day']}"
