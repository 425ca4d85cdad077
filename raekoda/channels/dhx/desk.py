"""Staff pages: documents that came and went, one of them, what its capsule says, sending one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.casework.cases.desk.lookup import find_case
from raekoda.casework.cases.models import Case
from raekoda.channels.dhx import actions, addresses, queries, show
from raekoda.channels.dhx.capsule import read
from raekoda.channels.dhx.errors import DhxError
from raekoda.channels.dhx.forms import RESTRICTED, LetterForm
from raekoda.channels.dhx.models import Direction, Document, Route, State
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.files import serve
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.deliveries.models import Status as DeliveryStatus

app_name = "exchange_desk"
PAGE = 50
COMING, GOING, FAILED = "sisse", "valja", "mured"
TABS = ((COMING, gettext_lazy("Received")), (GOING, gettext_lazy("Sent out")), (FAILED, gettext_lazy("Not delivered")))


@require_safe
@staff_page("exchange.view")
def documents(request: HttpRequest) -> HttpResponse:
    """Documents, the newest first: received, sent out, not delivered."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in dict(TABS) else COMING
    rows = queries.listed(actor)
    if chosen == FAILED:
        rows = rows.filter(state=State.FAILED)
    else:
        rows = rows.filter(direction=Direction.IN if chosen == COMING else Direction.OUT)
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        show.with_tone(row)
    counts = {FAILED: queries.failed(actor).count() or ""}
    context = {
        "page": page, "chosen": chosen, "tabs": show.tabs(chosen, TABS, counts), "may_send": actor.may("exchange.send"),
    }  # fmt: skip
    return render(request, "dhx/desk_list.html", context)


@require_safe
@staff_page("exchange.view")
def document(request: HttpRequest, ref: str) -> HttpResponse:
    """One document: what it is, who may see it, its files, what happened to it."""
    actor = Actor.of(request)
    found = _found(request, ref)
    delivery = show.delivery(found)
    if delivery is not None and delivery.status == DeliveryStatus.WAITING:
        found.state = State.WAITING  # a failed one that is tried anew
    context = {
        "document": show.with_tone(found),
        "partner": show.partner(found),
        "facts": show.facts(found),
        "restrictions": show.restrictions(found),
        "history": show.history(found),
        "delivery": delivery,
        "may_look": bool(found.capsule) and actor.may("exchange.look", found),
        "replies": list(
            queries.visible_to(actor)
            .filter(reply_to=found)
            .only("ref", "title", "direction", "at")
            .order_by("id")[:PAGE]
        ),
    }
    return render(request, "dhx/desk_document.html", context)


@require_safe
@staff_page("exchange.look")
def capsule(request: HttpRequest, ref: str) -> HttpResponse:
    """What the capsule says, people in it and all. That somebody looked stands in the journal."""
    found = _found(request, ref)
    if not found.capsule:
        return redirect("exchange_desk:document", ref)
    with found.capsule.open("rb") as file:
        said = read(file.read())
    actions.look(found, actor=Actor.of(request), at="contents")
    context = {"document": found, "capsule": said, "contacts": show.contacts(said)}
    return render(request, "dhx/desk_capsule.html", context)


@require_safe
@staff_page("exchange.look")
def file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The capsule as it came, as a download. That somebody took it stands in the journal."""
    found = _found(request, ref)
    if not found.capsule:
        return redirect("exchange_desk:document", ref)
    actions.look(found, actor=Actor.of(request), at="file")
    return serve(found.capsule.open("rb"), name=f"{found.ref}.xml", content_type="application/xml")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("exchange.send")
def send(request: HttpRequest) -> HttpResponse:
    """Write a letter to an authority or to the document system, from a case (``?juhtum=``) or without one."""
    actor = Actor.of(request)
    case = _case(request, actor)
    own = addresses.own_address()
    origin = queries.origin_of(case) if case else None
    form = LetterForm(
        case, own.name if own else "", posted(request), request.FILES or None, initial=_initial(case, origin)
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            written = actions.write(
                form.letter(origin), route=given["route"], participant=given["participant"], case=case, actor=actor
            )
        except DhxError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        else:
            messages.success(request, _("The document is on its way. How far it is stands on this page."))
            return redirect("exchange_desk:document", written.ref)
    context = {"form": form, "case": case, "own": own, "keep": f"dokument-{case.pk if case else 'uus'}"}
    return render(request, "dhx/desk_send.html", context, status=422 if form.errors else 200)


def _found(request: HttpRequest, ref: str) -> Document:
    rows = queries.visible_to(Actor.of(request)).select_related("case", "reply_to", "municipality", "author")
    return get_object_or_404(rows, ref=ref)


def _case(request: HttpRequest, actor: Actor) -> Case | None:
    number = request.GET.get("juhtum", "")[:40]
    if not number:
        return None
    found = find_case(number, actor)
    if found is None or found.anonymised_at is not None:
        raise Http404(number)
    actor.require("exchange.send", found)
    return found


def _initial(case: Case | None, origin: Document | None) -> dict[str, Any]:
    """A letter from a case that came by document exchange goes back to its sender under the same restriction."""
    initial: dict[str, Any] = {"route": Route.DHX, "title": case.subject if case else ""}
    if origin is not None:
        initial |= {
            "route": origin.route,
            "participant": queries.participant_for(origin),
            "title": f"Re: {origin.title}"[:300],
        }
    if case is not None and case.is_restricted:
        initial["access"] = RESTRICTED
    if origin is not None and origin.restrictions:
        initial |= {"basis": origin.restrictions[0].get("basis", ""), "ends": origin.restricted_until}
    return initial


urlpatterns = [
    path("dokumendid/", documents, name="list"),
    path("dokumendid/uus/", send, name="send"),
    path("dokumendid/<str:ref>/", document, name="document"),
    path("dokumendid/<str:ref>/kapsel/", capsule, name="capsule"),
    path("dokumendid/<str:ref>/kapsel/fail/", file, name="file"),
]
