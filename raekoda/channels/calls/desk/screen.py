"""The desk itself: what rings, what is not finished, whom to call back; and the form for who has no call in the register."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.cases.desk.lookup import find_case
from raekoda.casework.cases.errors import CaseError
from raekoda.channels.calls import actions, queries
from raekoda.channels.calls.desk import live
from raekoda.channels.calls.desk.finding import found_for
from raekoda.channels.calls.desk.forms import PhoneForm
from raekoda.channels.calls.desk.register import field_of, register, with_answer
from raekoda.channels.calls.desk.reply import keep_question, reply_for
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Channel
from raekoda.channels.calls.rules import shown_number
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("calls.work")
def desk(request: HttpRequest) -> HttpResponse:
    """The empty form; or, sent: register, register as answered, search, or put an answer into the form."""
    actor = Actor.of(request)
    if request.method != "POST":
        return _page(request, PhoneForm(initial={"language": get_language()}))
    doing = request.POST.get("do", "register")
    if doing == "search":
        return _page(request, PhoneForm(initial=request.POST.dict()))
    if doing.startswith("use-"):
        return _page(request, PhoneForm(initial=with_answer(request, doing.removeprefix("use-"))))
    form = PhoneForm(request.POST, answered=doing == "answered")
    if form.is_valid():
        try:
            case = register(form, actor)
        except CaseError as refusal:
            form.add_error(field_of(refusal.field), refusal.message)
        else:
            keep_question(case, form.cleaned_data["text"], actor)
            return redirect(f"{reverse('calls_desk:desk')}?valmis={case.number}")
    return _page(request, form, status=422)


@require_safe
@staff_page("calls.work")
def strip(request: HttpRequest) -> HttpResponse:
    """What rings, what is not finished, whom to call back, as a fragment that keeps itself fresh."""
    actor = Actor.of(request)
    besides = queries.visible_to(actor).filter(ref=request.GET.get("kone", "")[:10]).first()
    return render(request, "calls/strip.html", strip_context(actor, besides=besides))


@require_POST
@staff_page("calls.work")
def begin(request: HttpRequest) -> HttpResponse:
    """A call or a visit without a phone exchange, begun by hand."""
    channel = request.POST.get("channel", "")
    try:
        call = actions.begin(
            current(), channel=channel if channel in Channel.values else Channel.PHONE, actor=Actor.of(request),
            number=request.POST.get("number", "")[:40],
        )  # fmt: skip
    except CallError as refusal:
        messages.warning(request, refusal.message)
        return redirect("calls_desk:desk")
    return redirect("calls_desk:call", call.ref)


def strip_context(actor: Actor, *, besides: Call | None = None) -> dict[str, Any]:
    """What the strip shows to ``by``; ``besides`` is the call whose page it stands on."""
    ringing = queries.ringing(actor)
    for call in ringing:
        call.shown = shown_number(call.number)  # type: ignore[attr-defined]
    unfinished = [call for call in queries.to_finish(actor) if besides is None or call.pk != besides.pk]
    for call in unfinished:
        call.shown = shown_number(call.number)  # type: ignore[attr-defined]
    return {
        "ringing": [call for call in ringing if besides is None or call.pk != besides.pk],
        "unfinished": unfinished,
        "due": queries.due_promises(actor),
        "shift": queries.shift_of(actor),
        "at_desk": len(queries.on_shift()),
        "besides": besides,
        "me": actor.id,
    }


def _page(request: HttpRequest, form: PhoneForm, *, status: int = 200) -> HttpResponse:
    actor = Actor.of(request)
    words = str(form["text"].value() or "")
    registered = find_case(request.GET.get("valmis", ""), actor)
    context: dict[str, Any] = {
        "form": form,
        "found": found_for(words),
        "reply": reply_for(words),
        "words": words,
        "registered": registered,
        "answered": registered is not None and not registered.is_open,
        "finished": request.GET.get("lopetatud", "") if request.GET.get("lopetatud", "").isalnum() else "",
        "tabs": tabs("desk"),
        **strip_context(actor),
    }
    return render(request, "calls/desk.html", context | live.context(request), status=status)


def tabs(chosen: str) -> list[dict[str, Any]]:
    """The pages of the phone desk."""
    pages = {
        "desk": _("Desk"), "shift": _("Shift"), "promises": _("Promises to call back"), "calls": _("Calls"),
        "figures": _("Figures"),
    }  # fmt: skip
    return [
        {"url": reverse(f"calls_desk:{name}"), "label": label, "is_current": name == chosen, "count": ""}
        for name, label in pages.items()
    ]
