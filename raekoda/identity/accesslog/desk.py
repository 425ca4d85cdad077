"""Staff pages: find a person by code, review a person's access log, set up the state's data tracker."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.identity.accesslog import actions, person_page, presenters, queries
from raekoda.identity.accesslog.forms import OpenForm, ReceiverForm
from raekoda.identity.accesslog.models import Opening, Receiver
from raekoda.identity.persons.queries import get_representations
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.ratelimit import allow
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "tracker_desk"
PAGE, SHOWN = 50, 10
REGISTRY_CODE_DIGITS = 8
FINDS, FIND_SECONDS = 60, 3600


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("tracker.open_person")
def find_person(request: HttpRequest) -> HttpResponse:
    """Form with code and reason; opens the person's page."""
    return _find(request, Opening.Kind.PERSON, "tracker_desk:person", "accesslog/find_person.html")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("tracker.review")
def find_access_log(request: HttpRequest) -> HttpResponse:
    """Form with code and reason; opens the person's access log."""
    return _find(request, Opening.Kind.LOOKS, "tracker_desk:looks", "accesslog/find_access_log.html")


@require_safe
@staff_page("tracker.open_person")
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """A person's page while the opening is valid: contacts, residence, representations, records of each app."""
    actor = Actor.of(request)
    opening = queries.get_opening(ref, actor, Opening.Kind.PERSON)
    if opening is None:
        return _redirect_expired(request, "tracker_desk:find_person")
    sections = [(section, section.rows(opening.person, actor, SHOWN)) for section in person_page.person_page_sections]
    context = {
        "opening": opening,
        "person": opening.person,
        "represents": get_representations(opening.person),
        "sections": sections,
    }
    return render(request, "accesslog/person.html", context)


@require_safe
@staff_page("tracker.review")
def access_log(request: HttpRequest, ref: str) -> HttpResponse:
    """A person's access log while the opening is valid, newest first."""
    opening = queries.get_opening(ref, Actor.of(request), Opening.Kind.LOOKS)
    if opening is None:
        return _redirect_expired(request, "tracker_desk:find_looks")
    page = keyset(queries.entries_for_person(opening.person), request, order=("-id",), size=PAGE)
    rows = presenters.present_entries(page.items, with_titles=False)
    return render(request, "accesslog/review.html", {"opening": opening, "page": page, "entries": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("tracker.manage")
def receiver(request: HttpRequest) -> HttpResponse:
    """Registry code and system name for the state's data tracker."""
    known = Receiver.objects.first()
    initial = {"code": known.code, "system": known.system} if known else None
    form = ReceiverForm(posted(request), initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.set_receiver(current(), actor=Actor.of(request), **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("tracker_desk:receiver")
    return render(request, "accesslog/receiver.html", {"form": form}, status=422 if form.errors else 200)


def _find(request: HttpRequest, kind: str, page: str, template: str) -> HttpResponse:
    form, actor = OpenForm(posted(request)), Actor.of(request)
    if request.method == "POST" and form.is_valid():
        if not allow("tracker.find", str(actor.id), FINDS, FIND_SECONDS):
            form.add_error(None, _("You opened very many persons within an hour. Try again later."))
        else:
            code = form.cleaned_data["code"].strip()
            try:
                opening = actions.find_and_open(
                    code, kind, actor=actor, reason=form.cleaned_data["reason"], legal=len(code) == REGISTRY_CODE_DIGITS
                )
            except actions.AccessLogError as refusal:
                form.add_error(refusal.field or None, refusal.message)
            else:
                return redirect(page, opening.ref)
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def _redirect_expired(request: HttpRequest, page: str) -> HttpResponse:
    messages.warning(request, _("The page was open for half an hour. Write the reason again to go on."))
    return redirect(page)


urlpatterns = [
    path("isikud/", find_person, name="find_person"),
    path("isikud/<str:ref>/", person, name="person"),
    path("vaatamised/", find_access_log, name="find_looks"),
    path("vaatamised/andmejalgija/", receiver, name="receiver"),
    path("vaatamised/<str:ref>/", access_log, name="looks"),
]
