"""Public pages: what can be booked, one with its calendar of free and taken times (nobody's name), the form, the frame."""

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
from raekoda.selfservice.bookings import availability, queries, show
from raekoda.selfservice.bookings import booker as bookers
from raekoda.selfservice.bookings.actions import book
from raekoda.selfservice.bookings.actions.taking import words_of
from raekoda.selfservice.bookings.errors import BookingError, Taken
from raekoda.selfservice.bookings.forms import BookingForm, TimeForm, day_of
from raekoda.selfservice.bookings.models import Booking, Resource
from raekoda.selfservice.bookings.models.resources import Kind, Who
from raekoda.selfservice.bookings.pricing import Quote
from raekoda.selfservice.bookings.rules import Problem, Span, problem_of
from raekoda.selfservice.bookings.site import common

BOOKINGS_PER_MINUTE = 600
OF_ONE_ADDRESS_PER_HOUR = 20
ICONS = {
    Kind.OFFICIAL: "user-round", Kind.ROOM: "door-open", Kind.PITCH: "volleyball", Kind.EQUIPMENT: "package",
    Kind.VEHICLE: "bike",
}  # fmt: skip


@require_safe
def resources(request: HttpRequest) -> HttpResponse:
    """What can be booked, by kind; ``?liik=`` narrows down."""
    chosen = request.GET.get("liik", "")
    groups: dict[str, list[Resource]] = defaultdict(list)
    for each in queries.public().order_by("order", "name", "pk"):
        groups[each.kind].append(each)
    kinds = [kind for kind in Kind if kind in groups]
    shown = [kind for kind in kinds if kind == chosen] or kinds
    context = {
        "groups": [{"words": kind.label, "icon": ICONS[kind], "resources": groups[kind]} for kind in shown],
        "kinds": [{"value": kind.value, "words": kind.label, "is_chosen": kind == chosen} for kind in kinds],
    }
    return render(request, "bookings/list.html", context)


@require_safe
def resource(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them: what it is, its prices, a week of free and taken times."""
    return render(request, "bookings/resource.html", _calendar(request, common.resource_of(slug)))


@xframe_options_exempt
@require_safe
def frame(request: HttpRequest, slug: str) -> HttpResponse:
    """The calendar alone, for a frame on another site; booking opens our own page."""
    found = common.resource_of(slug)
    response = render(
        request, "bookings/frame.html", _calendar(request, found) | {"is_framed": True, "hide_search": True}
    )
    response["Content-Security-Policy"] = public_policy(frame_ancestors="*")
    return response


@require_safe
def photo(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The photo of what can be booked."""
    found = common.resource_of(slug)
    if not found.photo:
        raise Http404
    name = str(found.photo.name)
    kind, file = name.rpartition(".")[2], default_storage.open(name)
    response = serve(file, name=f"{found.slug}.{kind}", content_type=f"image/{kind}")
    response["Cache-Control"] = "public, max-age=3600"
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, slug: str) -> HttpResponse:
    """Book: the time (already chosen, or chosen here on a day), who comes, what for."""
    found, resident = get_object_or_404(queries.public(), slug=slug), get_resident(request)
    if resident is None and found.who != Who.ANYONE:
        return redirect_to_sign_in(request)
    if not bookers.may_book(found, resident.subject if resident else None):
        return render(request, "bookings/not_for_you.html", {"resource": found}, status=403)
    span = common.span_asked(request)
    if span is None:
        return _choose(request, found)
    form = BookingForm(found, posted(request), initial=_known(resident), knows_name=resident is not None)
    if request.method == "POST" and form.is_valid():
        return _book(request, found, span, form, resident)
    return _form(request, found, span, form, resident)


@require_safe
def sent(request: HttpRequest, slug: str) -> HttpResponse:
    """A guest has booked: the letter is on its way."""
    return render(request, "bookings/sent.html", {"resource": common.resource_of(slug)})


def _book(
    request: HttpRequest, found: Resource, span: Span, form: BookingForm, resident: Resident | None
) -> HttpResponse:
    booker = common.booker_of(resident, form.cleaned_data)
    if common.is_taken(found, span):
        return _form(request, found, span, form, resident, taken=_("This time is taken."), status=409)
    if not allow("bookings.book", client_address(request), BOOKINGS_PER_MINUTE, 60):
        return too_many_requests(request)
    if resident is None and not allow("bookings.guest", booker.email.lower(), OF_ONE_ADDRESS_PER_HOUR, 3600):
        return too_many_requests(request)
    given = {name: form.cleaned_data.get(name) for name in ("topic", "way", "people")}
    try:
        booking: Booking = book(
            found, span, booker=booker, actor=resident.actor if resident else Actor.resident(_request_id(request)),
            topic=given["topic"] or "", way=given["way"] or "", people=given["people"],
        )  # fmt: skip
    except Taken as refusal:
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
    is_free = not taken and problem is None and bool(availability.is_free(found, span))
    price = bookers.quote(found, span, person) if not taken else Quote()
    context: dict[str, Any] = {
        "resource": found,
        "form": form,
        "when": show.when(span.start, span.end),
        "query": show.query_of(span),
        "resident": resident,
        "sources": price.sources,
        "price": euros(price.amount) if price.amount else "",
        "deposit": euros(price.deposit) if price.deposit else "",
        "problem": words_of(problem) if problem else "",
        "taken": taken or ("" if is_free or problem else _("This time is taken.")),
        "others": [] if is_free else common.others_near(found, span),
    }
    response = render(
        request, "bookings/new.html", context, status=status or (422 if form.errors else 200 if is_free else 409)
    )
    response["Cache-Control"] = "private, no-store"
    return response


def _problem(found: Resource, span: Span) -> Problem | None:
    hours = availability.Plan(found).hours(span.start.astimezone(TALLINN).date())
    return problem_of(span, hours, availability.terms_of(found), clock.now())


def _choose(request: HttpRequest, found: Resource) -> HttpResponse:
    """Beginning and length on a day, for what has no slots; slots are chosen in the calendar."""
    if found.has_slots:
        return redirect("bookings:resource", found.slug)
    wanted = max(day_of(request.GET.get("paev", ""), clock.today()), clock.today())
    (day,) = availability.days(found, [wanted])
    context = {
        "resource": found, "form": TimeForm(found, day), "day": day,
        "stretches": [show.when(*each) for each in day.shown],
        "next_day": None if day.has_free else common.first_with_free(found, wanted),
    }  # fmt: skip
    return render(request, "bookings/choose.html", context)


def _calendar(request: HttpRequest, found: Resource) -> dict[str, Any]:
    shown = common.week(request, found)
    has_free = any(day.has_free for day in shown["days"])
    return {
        "resource": found,
        "facts": show.terms_of(found),
        "prices": show.prices(found),
        "next_day": None if has_free else common.first_with_free(found, shown["last"]),
        **shown,
    }


def _known(resident: Resident | None) -> dict[str, str]:
    return {"email": resident.person.email, "phone": resident.person.phone} if resident else {}


def _request_id(request: HttpRequest) -> str:
    return str(getattr(request, "request_id", ""))
