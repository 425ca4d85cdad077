"""Staff pages: letters that came, the tray of those that wait for a decision, one letter."""

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
from raekoda.channels.mailbox import actions, boxes, queries, show
from raekoda.channels.mailbox.errors import MailboxError
from raekoda.channels.mailbox.models import TRAY, Content, Mail, RetentionPeriod, State
from raekoda.channels.mailbox.raw import raw_of
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.dated import in_force
from raekoda.platform.core.files import serve
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "mailbox_desk"
PAGE_SIZE = 50
TRAY_TAB, CASES, REPLIES, MACHINES, ALL = "otsustada", "juhtumid", "vastused", "automaatsed", "koik"
TABS: dict[str, tuple[Any, tuple[State, ...]]] = {
    TRAY_TAB: (gettext_lazy("To decide"), TRAY),
    CASES: (gettext_lazy("Became cases"), (State.CASE,)),
    REPLIES: (gettext_lazy("Replies"), (State.REPLY,)),
    MACHINES: (gettext_lazy("Automatic and returned"), (State.AUTOMATIC, State.BOUNCE)),
    ALL: (gettext_lazy("All"), ()),
}
REFUSALS = (MailboxError, CaseError, TransitionNotAllowed)


@require_safe
@staff_page("mailbox.view")
def mails(request: HttpRequest) -> HttpResponse:
    """Letters that came, the newest first; those that wait for a decision before all others."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in TABS else TRAY_TAB
    rows = queries.visible_to(actor)
    if states := TABS[chosen][1]:
        rows = rows.filter(state__in=states)
    page = keyset(rows, request, order=("-id",), size=PAGE_SIZE)
    for row in page.items:
        show.with_words(row)
    address = reverse("mailbox_desk:list")
    context = {
        "page": page,
        "chosen": chosen,
        "tabs": [
            {"url": f"{address}?seis={name}", "label": label, "is_current": name == chosen}
            for name, (label, _states) in TABS.items()
        ],
        "boxes": boxes.active.get(current().pk),
        "troubled": [box for box in boxes.active.get(current().pk) if box.trouble],
        "periods": in_force(RetentionPeriod.objects.all(), current()).order_by("of", "-valid_from"),
    }
    return render(request, "mailbox/desk_list.html", context)


@require_safe
@staff_page("mailbox.view")
def mail(request: HttpRequest, ref: str) -> HttpResponse:
    """One letter as text. That somebody read it stands in the journal."""
    return _page(request, _found(request, ref))


@require_safe
@staff_page("mailbox.raw")
def raw(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The letter as it came, as a download: whatever is unsafe in it is opened by no browser."""
    found = _found(request, ref)
    content = raw_of(found)
    if content is None:
        return redirect("mailbox_desk:mail", ref)
    actions.look(found, actor=Actor.of(request), at="raw")
    return serve(io.BytesIO(content), name=f"{found.ref}.eml", content_type="application/octet-stream")


@require_POST
@staff_page("mailbox.decide")
def retry(request: HttpRequest, ref: str) -> HttpResponse:
    """Let the worker try again."""
    return _done(
        request, ref, lambda found, actor: actions.retry(found, actor=actor), _("It is tried again in a moment.")
    )


@require_POST
@staff_page("mailbox.decide")
def make_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Make a case of a letter that waits."""
    return _done(
        request,
        ref,
        lambda found, actor: actions.make_case(found, actor=actor),
        _("The letter is a case now; its sender is told."),
    )


@require_POST
@staff_page("mailbox.decide")
def add_to_case(request: HttpRequest, ref: str) -> HttpResponse:
    """Add a letter to the case whose number was given."""

    def add(found: Mail, actor: Actor) -> None:
        actions.add_to_case(found, _case(request.POST.get("number", ""), actor), actor=actor)

    return _done(request, ref, add, _("The letter is added to the case."))


@require_POST
@staff_page("mailbox.decide")
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Decide that nothing is made of a letter."""
    reason = request.POST.get("reason", "")
    return _done(
        request, ref, lambda found, actor: actions.discard(found, actor=actor, reason=reason),
        _("The letter is discarded. It is kept until its period is over."),
    )  # fmt: skip


def _found(request: HttpRequest, ref: str) -> Mail:
    return get_object_or_404(queries.visible_to(Actor.of(request)), ref=ref)


def _case(number: str, actor: Actor) -> Case:
    """The case of a number. Raises :class:`MailboxError`."""
    key = number.strip().rpartition("-")[2]
    found = case_queries.visible_to(actor).filter(pk=int(key)).first() if key.isdecimal() and len(key) < 15 else None
    if found is None or found.number != number.strip():
        raise MailboxError(_("There is no such case here."), "number")
    return found


def _page(request: HttpRequest, found: Mail, refusal: Any = None) -> HttpResponse:
    actor = Actor.of(request)
    if refusal is None:
        actions.look(found, actor=actor, at="page")
    content = Content.objects.filter(mail=found).defer("raw").first()
    context = {
        "mail": show.with_words(found),
        "content": content,
        "wrong_field": getattr(refusal, "field", ""),
        "wrong": getattr(refusal, "message", ""),
        "typed": {name: request.POST.get(name, "") for name in ("number", "reason")},
        **show.may_do(found, actor),
    }
    return render(request, "mailbox/desk_mail.html", context, status=422 if refusal else 200)


def _done(request: HttpRequest, ref: str, act: Callable[[Mail, Actor], Any], words: str) -> HttpResponse:
    found = _found(request, ref)
    try:
        act(found, Actor.of(request))
    except REFUSALS as refusal:
        return _page(request, _found(request, ref), refusal)
    messages.success(request, words)
    return redirect("mailbox_desk:mail", ref)


urlpatterns = [
    path("saabunud/", mails, name="list"),
    path("saabunud/<str:ref>/", mail, name="mail"),
    path("saabunud/<str:ref>/algkiri/", raw, name="raw"),
    path("saabunud/<str:ref>/uuesti/", retry, name="retry"),
    path("saabunud/<str:ref>/poordumiseks/", make_case, name="make_case"),
    path("saabunud/<str:ref>/lisa/", add_to_case, name="add"),
    path("saabunud/<str:ref>/ara/", discard, name="discard"),
]
