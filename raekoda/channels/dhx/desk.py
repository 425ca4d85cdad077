"""Staff pages: received and sent documents, one document, the content of its capsule, sending a document."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.cases.desk.lookup import find_case
from raekoda.casework.cases.models import Case
from raekoda.channels.dhx import actions, addresses, presenters, queries
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
RECEIVED, SENT, FAILED = "sisse", "valja", "mured"
TABS = ((RECEIVED, gettext_lazy("Received")), (SENT, gettext_lazy("Sent out")), (FAILED, gettext_lazy("Not delivered")))


@require_safe
@staff_page("exchange.view")
def index(request: HttpRequest) -> HttpResponse:
    """Documents, the newest first: received, sent out, not delivered."""
    actor = Actor.of(request)
    tab = request.GET.get("seis", "")
    tab = tab if tab in dict(TABS) else RECEIVED
    rows = queries.for_list(actor)
    if tab == FAILED:
        rows = rows.filter(queries.FAILED)
    else:
        rows = rows.filter(direction=Direction.IN if tab == RECEIVED else Direction.OUT)
    page = keyset(rows, request, order=("-id",), size=PAGE)
    for row in page.items:
        presenters.with_tone(row)
    counts = {FAILED: queries.failed(actor).count() or ""}
    context = {
        "page": page, "chosen": tab, "tabs": presenters.tabs(tab, TABS, counts), "may_send": actor.may("exchange.send"),
    }  # fmt: skip
    return render(request, "dhx/desk_list.html", context)


@require_safe
@staff_page("exchange.view")
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """One document: what it is, who may see it, its files, what happened to it."""
    actor = Actor.of(request)
    document = _get_document(request, ref)
    delivery = presenters.find_delivery(document)
    if delivery is not None and delivery.status == DeliveryStatus.WAITING:
        document.state = State.WAITING  # a failed document that is being retried
    context = {
        "document": presenters.with_tone(document),
        "partner": presenters.partner_name(document),
        "facts": presenters.summary_rows(document),
        "restrictions": presenters.present_restrictions(document),
        "history": presenters.present_history(document),
        "delivery": delivery,
        "may_process": document.direction == Direction.IN
        and bool(document.problem)
        and document.case is None
        and actor.may("exchange.send", document),
        "may_look": bool(document.capsule) and actor.may("exchange.look", document),
        "replies": list(
            queries.visible_to(actor)
            .filter(reply_to=document)
            .only("ref", "title", "direction", "at")
            .order_by("id")[:PAGE]
        ),
    }
    return render(request, "dhx/desk_document.html", context)


@require_POST
@staff_page("exchange.send")
def process_again(request: HttpRequest, ref: str) -> HttpResponse:
    """Process a received document again after an error."""
    document = actions.process_again(_get_document(request, ref), actor=Actor.of(request))
    if document.case_id is None:
        messages.error(request, _("It failed again. The reason stands on this page."))
    return redirect("exchange_desk:document", ref)


@require_safe
@staff_page("exchange.look")
def capsule_detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The content of the capsule, including people. Each opening is written to the journal."""
    document = _get_document(request, ref)
    if not document.capsule:
        return redirect("exchange_desk:document", ref)
    with document.capsule.open("rb") as file:
        capsule = read(file.read())
    actions.log_access(document, actor=Actor.of(request), at="contents")
    context = {"document": document, "capsule": capsule, "contacts": presenters.list_contacts(capsule)}
    return render(request, "dhx/desk_capsule.html", context)


@require_safe
@staff_page("exchange.look")
def capsule_file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The unchanged capsule as a download. Each download is written to the journal."""
    document = _get_document(request, ref)
    if not document.capsule:
        return redirect("exchange_desk:document", ref)
    actions.log_access(document, actor=Actor.of(request), at="file")
    return serve(document.capsule.open("rb"), name=f"{document.ref}.xml", content_type="application/xml")


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("exchange.send")
def send(request: HttpRequest) -> HttpResponse:
    """Write a letter to an authority or to the document system, from a case (``?juhtum=``) or without one."""
    actor = Actor.of(request)
    case = _case(request, actor)
    own = addresses.own_address()
    origin = queries.find_origin(case) if case else None
    form = LetterForm(
        case, own.name if own else "", posted(request), request.FILES or None, initial=_initial(case, origin)
    )
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            document = actions.write(
                form.letter(origin), route=values["route"], participant=values["participant"], case=case, actor=actor
            )
        except DhxError as error:
            form.add_error(error.field if error.field in form.fields else None, error.message)
        else:
            messages.success(request, _("The document is on its way. How far it is stands on this page."))
            return redirect("exchange_desk:document", document.ref)
    context = {"form": form, "case": case, "own": own, "keep": f"dokument-{case.pk if case else 'uus'}"}
    return render(request, "dhx/desk_send.html", context, status=422 if form.errors else 200)


def _get_document(request: HttpRequest, ref: str) -> Document:
    rows = queries.visible_to(Actor.of(request)).select_related("case", "reply_to", "municipality", "author")
    return get_object_or_404(rows, ref=ref)


def _case(request: HttpRequest, actor: Actor) -> Case | None:
    number = request.GET.get("juhtum", "")[:40]
    if not number:
        return None
    case = find_case(number, actor)
    if case is None or case.anonymised_at is not None:
        raise Http404(number)
    actor.require("exchange.send", case)
    return case


def _initial(case: Case | None, origin: Document | None) -> dict[str, Any]:
    """A letter from a case that came by document exchange is answered to its sender under the same restriction."""
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
    path("dokumendid/", index, name="list"),
    path("dokumendid/uus/", send, name="send"),
    path("dokumendid/<str:ref>/", detail, name="document"),
    path("dokumendid/<str:ref>/uuesti/", process_again, name="process_again"),
    path("dokumendid/<str:ref>/kapsel/", capsule_detail, name="capsule"),
    path("dokumendid/<str:ref>/kapsel/fail/", capsule_file, name="file"),
]
