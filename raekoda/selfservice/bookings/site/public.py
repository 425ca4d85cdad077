"""Public pages: list of resources, calendar of a resource (without names), booking form, embeddable calendar."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.contrib import messages
from django.core.files.storage import default_storage
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.identity.persons.access import Resident, get_resident, redirect_to_sign_in
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import TALLINN
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.files import serve
from raekoda.platform.core.middleware import public_policy
from raekoda.platform.core.money import euros
from raekoda.platform.core.posted import posted
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.selfservice.bookings import availability, presenters, queries
from raekoda.selfservice.bookings import booker as bookers
from raekoda.selfservice.bookings.actions import book
from raekoda.selfservice.bookings.actions.allocation import describe_problem
from raekoda.selfservice.bookings.errors import BookingError, TimeTaken
from raekoda.selfservice.bookings.forms import BookingForm, TimeForm, parse_day
from raekoda.selfservice.bookings.models import Booking, Resource
from raekoda.selfservice.bookings.models.resources import Kind, Who
from raekoda.selfservice.bookings.pricing import Quote
from raekoda.selfservice.bookings.rules import Problem, Span, find_problem
from raekoda.selfservice.bookings.site import common

BOOKINGS_PER_MINUTE = 600
PER_EMAIL_PER_HOUR = 20
ICONS = {
    Kind.OFFICIAL: "user-round", Kind.ROOM: "door-open", Kind.PITCH: "volleyball", Kind.EQUIPMENT: "package",
    Kind.VEHICLE: "bike",
}  # fmt: skip


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """Resources by kind; ``?liik=`` filters."""
    chosen = request.GET.get("liik", "")
    groups: dict[str, list[Resource]] = defaultdict(list)
    for row in queries.bookable_resources().order_by("order", "name", "pk"):
        groups[row.kind].append(row)
    kinds = [kind for kind in Kind if kind in groups]
    visible = [kind for kind in kinds if kind == chosen] or kinds
    context = {
        "groups": [{"label": kind.label, "icon": ICONS[kind], "resources": groups[kind]} for kind in visible],
        "kinds": [{"value": kind.value, "label": kind.label, "is_chosen": kind == chosen} for kind in kinds],
    }
    return render(request, "bookings/list.html", context)


@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """A resource: description, prices, a week of free and occupied times."""
    return render(request, "bookings/resource.html", _calendar(request, common.get_resource(slug)))


@xframe_options_exempt
@require_safe
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendar for embedding on other sites; booking opens a page of this site."""
    found = common.get_resource(slug)
    response = render(
        request, "bookings/frame.html", _calendar(request, found) | {"is_framed": True, "hide_search": True}
    )
    response["Content-Security-Policy"] = public_policy(frame_ancestors="*")
    return response


@require_safe
def photo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The photo of a resource."""
    found = common.get_resource(slug)
    if not found.photo:
        raise Http404
    name = str(found.photo.name)
    kind, file = name.rpartition(".")[2], default_storage.open(name)
    response = serve(file, name=f"{found.slug}.{kind}", content_type=f"image/{kind}")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """The booking form; without a requested time, a choice of times on a day."""
    found, resident = get_object_or_404(queries.bookable_resources(), slug=slug), get_resident(request)
    if resident is None and found.who != Who.ANYONE:
        return redirect_to_sign_in(request)
    if not bookers.may_book(found, resident.subject if resident else None):
        return render(request, "bookings/not_for_you.html", {"resource": found}, status=403)
    span = common.requested_span(request)
    if span is None:
        return _choose_time(request, found)
    form = BookingForm(found, posted(request), initial=_initial(resident), knows_name=resident is not None)
    if request.method == "POST" and form.is_valid():
        return _book(request, found, span, form, resident)
    return _form(request, found, span, form, resident)


@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """A guest has booked and is asked to confirm by the letter."""
    return render(request, "bookings/sent.html", {"resource": common.get_resource(slug)})


def _book(
    request: HttpRequest, found: Resource, span: Span, form: BookingForm, resident: Resident | None
) -> HttpResponse:
    booker = common.make_booker(resident, form.cleaned_data)
    if common.is_occupied(found, span):
        return _form(request, found, span, form, resident, taken=_("This time is taken."), status=409)
    if not allow("bookings.book", client_address(request), BOOKINGS_PER_MINUTE, 60):
        return too_many_requests(request)
    if resident is None and not allow("bookings.guest", booker.email.lower(), PER_EMAIL_PER_HOUR, 3600):
        return too_many_requests(request)
    details = {name: form.cleaned_data.get(name) for name in ("topic", "way", "people")}
    try:
        booking: Booking = book(
            found, span, booker=booker, actor=resident.actor if resident else Actor.resident(_request_id(request)),
            topic=details["topic"] or "", way=details["way"] or "", people=details["people"],
        )  # fmt: skip
    except TimeTaken as refusal:
        return _form(request, found, span, form, resident, taken=refusal.message, status=409)
    except BookingError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _form(request, found, span, form, resident)
    if booking.person_id is None:
        return redirect("bookings:sent", found.slug)
    messages.success(
        request, _("The time is yours.") if booking.status == "confirmed" else _("The time is held for you.")
    )
    return redirect("bookings_own:booking", booking.ref)


def _form(
    request: HttpRequest, found: Resource, span: Span, form: BookingForm, resident: Resident | None, *,
    taken: str = "", status: int = 0,
) -> HttpResponse:  # fmt: skip
    person = resident.subject if resident else None
    problem = None if taken else _problem(found, span)
    is_free = not taken and problem is None and bool(availability.find_free_items(found, span))
    price = bookers.quote(found, span, person) if not taken else Quote()
    context: dict[str, Any] = {
        "resource": found,
        "form": form,
        "when": presenters.format_when(span.start, span.end),
        "query": presenters.time_query(span),
        "resident": resident,
        "sources": price.sources,
        "price": euros(price.amount) if price.amount else "",
        "deposit": euros(price.deposit) if price.deposit else "",
        "problem": describe_problem(problem) if problem else "",
        "taken": taken or ("" if is_free or problem else _("This time is taken.")),
        "others": [] if is_free else common.nearby_alternatives(found, span),
    }
    response = render(
        request, "bookings/new.html", context, status=status or (422 if form.errors else 200 if is_free else 409)
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _problem(found: Resource, span: Span) -> Problem | None:
    hours = availability.Schedule(found).hours(span.start.astimezone(TALLINN).date())
    return find_problem(span, hours, availability.get_terms(found), clock.now())


def _choose_time(request: HttpRequest, found: Resource) -> HttpResponse:
    """Choice of start and duration on a day, for resources without slots."""
    if found.has_slots:
        return redirect("bookings:resource", found.slug)
    requested = max(parse_day(request.GET.get("paev", ""), clock.today()), clock.today())
    (day,) = availability.days(found, [requested])
    context = {
        "resource": found, "form": TimeForm(found, day), "day": day,
        "stretches": [presenters.format_when(*span) for span in day.merged_stretches],
        "next_day": None if day.has_free else common.first_free_day(found, requested),
    }  # fmt: skip
    return render(request, "bookings/choose.html", context)


def _calendar(request: HttpRequest, found: Resource) -> dict[str, Any]:
    week = common.week_context(request, found)
    has_free = any(day.has_free for day in week["days"])
    return {
        "resource": found,
        "facts": presenters.present_resource(found),
        "prices": presenters.present_prices(found),
        "next_day": None if has_free else common.first_free_day(found, week["last"]),
        **week,
    }


def _initial(resident: Resident | None) -> dict[str, str]:
    return {"email": resident.person.email, "phone": resident.person.phone} if resident else {}


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))
