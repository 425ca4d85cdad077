"""Staff pages: the list of incoming letters, with those awaiting a decision first, and the page of a letter."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.cases import queries as case_queries
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case
from raekoda.channels.mailbox import actions, boxes, presenters, queries
from raekoda.channels.mailbox.errors import MailboxError
from raekoda.channels.mailbox.models import AWAITING_DECISION, Content, Mail, RetentionPeriod, State
from raekoda.channels.mailbox.raw import get_raw
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.dated import in_force
from raekoda.platform.core.files import serve
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "mailbox_desk"
PAGE_SIZE = 50
TO_DECIDE, CASES, REPLIES, AUTOMATIC, RETURNED, ALL = (
    "otsustada", "juhtumid", "vastused", "automaatsed", "tagasi", "koik",
)  # fmt: skip
COUNTED = (TO_DECIDE, AUTOMATIC, RETURNED)
TABS: dict[str, tuple[Any, tuple[State, ...]]] = {
    TO_DECIDE: (gettext_lazy("To decide"), AWAITING_DECISION),
    CASES: (gettext_lazy("Became cases"), (State.CASE,)),
    REPLIES: (gettext_lazy("Replies"), (State.REPLY,)),
    AUTOMATIC: (gettext_lazy("Automatic and lists"), (State.AUTOMATIC,)),
    RETURNED: (gettext_lazy("Returned"), (State.BOUNCE,)),
    ALL: (gettext_lazy("All"), ()),
}
ACTION_ERRORS = (MailboxError, CaseError, TransitionNotAllowed)


@require_safe
@staff_page("mailbox.view")
def index(request: HttpRequest) -> HttpResponse:
    """Incoming letters, newest first; the default tab has those awaiting a decision."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in TABS else TO_DECIDE
    rows = queries.visible_to(actor)
    if states := TABS[chosen][1]:
        rows = rows.filter(state__in=states)
    page = keyset(rows, request, order=("-id",), size=PAGE_SIZE)
    for row in page.items:
        presenters.present_letter(row)
    context = {
        "page": page,
        "chosen": chosen,
        "tabs": _tabs(chosen, queries.counts_by_state(actor)),
        "boxes": boxes.active.get(current().pk),
        "troubled": [box for box in boxes.active.get(current().pk) if box.trouble],
        "incomplete": [box for box in boxes.active.get(current().pk) if box.letters_not_fetched],
        "periods": in_force(RetentionPeriod.objects.all(), current()).order_by("of", "-valid_from"),
    }
    return render(request, "mailbox/desk_list.html", context)


@require_safe
@staff_page("mailbox.view")
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """A letter as text. Reading it is logged in the journal."""
    return _render_detail(request, _get_mail(request, ref))


@require_safe
@staff_page("mailbox.raw")
def raw(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The original letter as a download, with a content type that browsers do not open."""
    found = _get_mail(request, ref)
    Actor.of(request).require("mailbox.raw", found)
    content = get_raw(found)
    if content is None:
        return redirect("mailbox_desk:mail", ref)
    actions.log_view(found, actor=Actor.of(request), at="raw")
    return serve(io.BytesIO(content), name=f"{found.ref}.eml", content_type="application/octet-stream")


@require_POST
@staff_page("mailbox.decide")
def retry(request: HttpRequest, ref: str) -> HttpResponse:
    """Queue the letter for processing again."""
    return _perform(
        request, ref, lambda found, actor: actions.retry(found, actor=actor), _("It is tried again in a moment.")
    )


@require_POST
@staff_page("mailbox.decide")
def make_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Create a case from a letter."""
    return _perform(
        request,
        ref,
        lambda found, actor: actions.make_case(found, actor=actor),
        _("The letter is a case now; its sender is told."),
    )


@require_POST
@staff_page("mailbox.decide")
def add_to_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a letter to the case with the POSTed ``number``."""

    def add(found: Mail, actor: Actor) -> None:
        actions.add_to_case(found, _case(request.POST.get("number", ""), actor), actor=actor)

    return _perform(request, ref, add, _("The letter is added to the case."))


@require_POST
@staff_page("mailbox.decide")
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Discard a letter."""
    reason = request.POST.get("reason", "")
    return _perform(
        request, ref, lambda found, actor: actions.discard(found, actor=actor, reason=reason),
        _("The letter is discarded. It is kept until its period is over."),
    )  # fmt: skip


def _tabs(chosen: str, counts: dict[str, int]) -> list[dict[str, Any]]:
    address = reverse("mailbox_desk:list")
    tabs = []
    for name, (label, states) in TABS.items():
        count = sum(counts.get(state, 0) for state in states) if name in COUNTED else None
        tabs.append({"url": f"{address}?seis={name}", "label": label, "is_current": name == chosen, "count": count})
    return tabs


def _get_mail(request: HttpRequest, ref: str) -> Mail:
    return get_object_or_404(queries.visible_to(Actor.of(request)), ref=ref)


def _case(number: str, actor: Actor) -> Case:
    """The case with this number. Raises :class:`MailboxError`."""
    key = number.strip().rpartition("-")[2]
    found = case_queries.visible_to(actor).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 15 else None
    if found is None or found.number != number.strip():
        raise MailboxError(_("There is no such case here."), "number")
    return found


def _render_detail(request: HttpRequest, found: Mail, refusal: Any = None) -> HttpResponse:
    actor = Actor.of(request)
    if refusal is None:
        actions.log_view(found, actor=actor, at="page")
    content = Content.objects.filter(mail=found).defer("raw").first()
    context = {
        "mail": presenters.present_letter(found),
        "content": content,
        "wrong_field": getattr(refusal, "field", ""),
        "wrong": getattr(refusal, "message", ""),
        "typed": {name: request.POST.get(name, "") for name in ("number", "reason")},
        **presenters.allowed_actions(found, actor),
    }
    return render(request, "mailbox/desk_mail.html", context, status=422 if refusal else 200)


def _perform(request: HttpRequest, ref: str, act: Callable[[Mail, Actor], Any], message: str) -> HttpResponse:
    found = _get_mail(request, ref)
    try:
        act(found, Actor.of(request))
    except ACTION_ERRORS as refusal:
        return _render_detail(request, _get_mail(request, ref), refusal)
    messages.success(request, message)
    return redirect("mailbox_desk:mail", ref)


urlpatterns = [
    path("saabunud/", index, name="list"),
    path("saabunud/<str:ref>/", detail, name="mail"),
    path("saabunud/<str:ref>/algkiri/", raw, name="raw"),
    path("saabunud/<str:ref>/uuesti/", retry, name="retry"),
    path("saabunud/<str:ref>/poordumiseks/", make_case, name="make_case"),
    path("saabunud/<str:ref>/lisa/", add_to_case, name="add"),
    path("saabunud/<str:ref>/ara/", discard, name="discard"),
]
