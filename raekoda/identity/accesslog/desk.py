"""Desk pages: a person, found by code with a reason; the looks at a person; the state's data tracker set up."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.identity.accesslog import actions, dossier, queries
from raekoda.identity.accesslog.forms import OpenForm, ReceiverForm
from raekoda.identity.accesslog.models import Opening, Receiver
from raekoda.identity.persons.queries import representations_of
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
    """Ask whom and why; then the person's page."""
    return _find(request, Opening.Kind.PERSON, "tracker_desk:person", "accesslog/find_person.html")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("tracker.review")
def find_looks(request: HttpRequest) -> HttpResponse:
    """Ask at whom the looks are to be checked and why; then the looks."""
    return _find(request, Opening.Kind.LOOKS, "tracker_desk:looks", "accesslog/find_looks.html")


@require_safe
@staff_page("tracker.open_person")
def person(request: HttpRequest, ref: str) -> HttpResponse:
    """A person's page while the opening holds: contacts, residence, for whom they act, their matters by rooms."""
    actor = Actor.of(request)
    opening = queries.opening(ref, actor, Opening.Kind.PERSON)
    if opening is None:
        return _opened_no_more(request, "tracker_desk:find_person")
    parts = [(part, part.rows(opening.person, actor, SHOWN)) for part in dossier.person_parts]
    context = {
        "opening": opening,
        "person": opening.person,
        "represents": representations_of(opening.person),
        "parts": parts,
    }
    return render(request, "accesslog/person.html", context)


@require_safe
@staff_page("tracker.review")
def looks(request: HttpRequest, ref: str) -> HttpResponse:
    """Looks at a person's data while the opening holds, the newest first."""
    opening = queries.opening(ref, Actor.of(request), Opening.Kind.LOOKS)
    if opening is None:
        return _opened_no_more(request, "tracker_desk:find_looks")
    page = keyset(queries.at_person(opening.person), request, order=("-id",), size=PAGE)
    rows = queries.shown(page.items, with_links=False)
    return render(request, "accesslog/review.html", {"opening": opening, "page": page, "looks": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("tracker.manage")
def receiver(request: HttpRequest) -> HttpResponse:
    """As whom the municipality stands in the state's data tracker."""
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
                opening = actions.find(
                    code, kind, actor=actor, reason=form.cleaned_data["reason"], legal=len(code) == REGISTRY_CODE_DIGITS
                )
            except actions.AccessLogError as refusal:
                form.add_error(refusal.field or None, refusal.message)
            else:
                return redirect(page, opening.ref)
    return render(request, template, {"form": form}, status=422 if form.errors else 200)


def _opened_no_more(request: HttpRequest, page: str) -> HttpResponse:
    messages.warning(request, _("The page was open for half an hour. Write the reason again to go on."))
    return redirect(page)


urlpatterns = [
    path("isikud/", find_person, name="find_person"),
    path("isikud/<str:ref>/", person, name="person"),
    path("vaatamised/", find_looks, name="find_looks"),
    path("vaatamised/andmejalgija/", receiver, name="receiver"),
    path("vaatamised/<str:ref>/", looks, name="looks"),
]
