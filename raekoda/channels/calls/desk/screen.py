"""The main page of the desk: ringing and unfinished calls, due promises, and a form for a new case."""

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
from raekoda.channels.calls.desk.forms import PhoneForm
from raekoda.channels.calls.desk.lookup import find_content
from raekoda.channels.calls.desk.register import add_answer, get_form_field, register
from raekoda.channels.calls.desk.reply import get_reply, store_question
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Channel
from raekoda.channels.calls.rules import format_number
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("calls.work")
def desk(request: HttpRequest) -> HttpResponse:
    """The form. POST: register a case, register it as answered, search, or insert an answer."""
    actor = Actor.of(request)
    if request.method != "POST":
        return _render_page(request, PhoneForm(initial={"language": get_language()}))
    action = request.POST.get("do", "register")
    if action == "search":
        return _render_page(request, PhoneForm(initial=request.POST.dict()))
    if action.startswith("use-"):
        return _render_page(request, PhoneForm(initial=add_answer(request, action.removeprefix("use-"))))
    form = PhoneForm(request.POST, answered=action == "answered")
    if form.is_valid():
        try:
            case = register(form, actor)
        except CaseError as refusal:
            form.add_error(get_form_field(refusal.field), refusal.message)
        else:
            store_question(case, form.cleaned_data["text"], actor)
            return redirect(f"{reverse('calls_desk:desk')}?valmis={case.number}")
    return _render_page(request, form, status=422)


@require_safe
@staff_page("calls.work")
def strip(request: HttpRequest) -> HttpResponse:
    """Ringing and unfinished calls and due promises, as a self-refreshing fragment."""
    actor = Actor.of(request)
    besides = queries.visible_to(actor).filter(ref=request.GET.get("kone", "")[:10]).first()
    return render(request, "calls/strip.html", strip_context(actor, besides=besides))


@require_POST
@staff_page("calls.work")
def begin(request: HttpRequest) -> HttpResponse:
    """Begin a call or visit without a phone exchange."""
    channel = request.POST.get("channel", "")
    try:
        call = actions.begin_call(
            current(), channel=channel if channel in Channel.values else Channel.PHONE, actor=Actor.of(request),
            number=request.POST.get("number", "")[:40],
        )  # fmt: skip
    except CallError as refusal:
        messages.warning(request, refusal.message)
        return redirect("calls_desk:desk")
    return redirect("calls_desk:call", call.ref)


def strip_context(actor: Actor, *, besides: Call | None = None) -> dict[str, Any]:
    """Context of the strip; ``besides`` is the call whose page includes it."""
    ringing = queries.ringing(actor)
    for call in ringing:
        call.shown = format_number(call.number)  # type: ignore[attr-defined]
    unfinished = [call for call in queries.unfinished_calls(actor) if besides is None or call.pk != besides.pk]
    for call in unfinished:
        call.shown = format_number(call.number)  # type: ignore[attr-defined]
    return {
        "ringing": [call for call in ringing if besides is None or call.pk != besides.pk],
        "unfinished": unfinished,
        "due": queries.due_promises(actor),
        "shift": queries.get_shift(actor),
        "at_desk": len(queries.on_shift()),
        "besides": besides,
        "me": actor.id,
    }


def _render_page(request: HttpRequest, form: PhoneForm, *, status: int = 200) -> HttpResponse:
    actor = Actor.of(request)
    text = str(form["text"].value() or "")
    registered = find_case(request.GET.get("valmis", ""), actor)
    context: dict[str, Any] = {
        "form": form,
        "found": find_content(text),
        "reply": get_reply(text),
        "words": text,
        "registered": registered,
        "answered": registered is not None and not registered.is_open,
        "finished": request.GET.get("lopetatud", "") if request.GET.get("lopetatud", "").isalnum() else "",
        "tabs": tabs("desk"),
        **strip_context(actor),
    }
    return render(request, "calls/desk.html", context | live.context(request), status=status)


def tabs(chosen: str) -> list[dict[str, Any]]:
    """Tabs of the phone desk."""
    pages = {
        "desk": _("Desk"), "shift": _("Shift"), "promises": _("Promises to call back"), "calls": _("Calls"),
        "figures": _("Figures"),
    }  # fmt: skip
    return [
        {"url": reverse(f"calls_desk:{name}"), "label": label, "is_current": name == chosen, "count": ""}
        for name, label in pages.items()
    ]
