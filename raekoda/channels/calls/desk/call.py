"""One call: who calls, what they say, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.cases.errors import CaseError
from raekoda.casework.cases.models import Case
from raekoda.channels.calls import actions, queries
from raekoda.channels.calls.desk import live
from raekoda.channels.calls.desk.finding import found_for
from raekoda.channels.calls.desk.forms import ANSWERED, HAND_OVER, NOTE, PROMISE, REGISTER, CallForm
from raekoda.channels.calls.desk.register import field_of, register, with_answer
from raekoda.channels.calls.desk.reply import keep_question, reply_for
from raekoda.channels.calls.desk.screen import strip_context, tabs
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, State, WrapUpCode
from raekoda.channels.calls.rules import shown_number
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page

Chosen = WrapUpCode.Chosen
DOINGS = (NOTE, REGISTER, ANSWERED, HAND_OVER, PROMISE)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("calls.work")
def call(request: HttpRequest, ref: str) -> HttpResponse:
    """The screen of a call. Sent: note it, register it, hand it over, promise to call back; or only search."""
    actor, found = Actor.of(request), _found(request, ref)
    if request.method != "POST":
        return _page(request, found, CallForm(found, initial=_known(found)).prefilled("text", "phone", "name"))
    doing = request.POST.get("do", NOTE)
    if doing.startswith("use-"):
        typed = with_answer(request, doing.removeprefix("use-"))
        return _page(request, found, CallForm(found, initial=typed))
    if doing not in DOINGS:
        return _page(request, found, CallForm(found, initial=request.POST.dict()))
    form = CallForm(found, request.POST, doing=doing)
    if form.is_valid():
        try:
            return _did(request, found, form, actor)
        except CaseError as refusal:
            form.add_error(field_of(refusal.field), refusal.message)
        except CallError as refusal:
            field = {"number": "phone"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, refusal.message)
    found.refresh_from_db()
    return _page(request, found, form, status=422)


@require_safe
@staff_page("calls.work")
def state(request: HttpRequest, ref: str) -> HttpResponse:
    """How the call stands, as a fragment that keeps itself fresh."""
    return render(request, "calls/state.html", _state_context(_found(request, ref), Actor.of(request)))


@require_POST
@staff_page("calls.work")
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Answer it, or take it from a colleague who gives it away."""
    return _act(request, ref, lambda found, actor: actions.take(found, actor=actor))


@require_POST
@staff_page("calls.work")
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """The conversation is over; the note is still to be written."""
    return _act(request, ref, lambda found, actor: actions.end(found, actor=actor))


@require_POST
@staff_page("calls.work")
def forget(request: HttpRequest, ref: str) -> HttpResponse:
    """The caller does not want to be known any more."""
    return _act(
        request, ref, lambda found, actor: actions.forget_caller(found, actor=actor),
        words=_("The caller is forgotten: number, name and earlier calls are no longer known."),
    )  # fmt: skip


def _did(request: HttpRequest, found: Call, form: CallForm, actor: Actor) -> HttpResponse:
    given = form.cleaned_data
    address = f"{reverse('calls_desk:desk')}?lopetatud={found.ref}"
    if form.doing == HAND_OVER:
        actions.hand_over(found, to=given["colleague"], note=given["text"], actor=actor)
        messages.success(request, _("Handed over to %(name)s.") % {"name": given["colleague"].display_name})
        return redirect(address)
    case: Case | None = None
    with transaction.atomic():
        if form.doing in (REGISTER, ANSWERED):
            case = register(form, actor)
            keep_question(case, given["text"], actor)
        if form.doing == PROMISE:
            actions.promise(
                found.municipality, number=given["phone"], due_at=given["due_at"], name=given["name"],
                note=given["text"], call=found, actor=actor,
            )  # fmt: skip
        actions.note(
            found, text=given["text"], code=_code(form), case=case, actor=actor, number=given["phone"], name=given["name"],
            keeps_number=given["keeps_number"], may_use_recording=given["may_use_recording"],
        )  # fmt: skip
    if case is not None:
        return redirect(f"{address}&valmis={case.number}")
    messages.success(request, _("Promised and noted.") if form.doing == PROMISE else _("The note is kept."))
    return redirect(address)


def _code(form: CallForm) -> WrapUpCode | None:
    by_itself = {REGISTER: Chosen.CASE, ANSWERED: Chosen.ANSWERED, PROMISE: Chosen.PROMISED}
    return form.code_for(by_itself[form.doing]) if form.doing in by_itself else form.cleaned_data["code"]


def _found(request: HttpRequest, ref: str) -> Call:
    related = ("municipality", "contact", "operator", "handed_by", "rings_at", "code", "case")
    return get_object_or_404(queries.visible_to(Actor.of(request)).select_related(*related), ref=ref)


def _known(found: Call) -> dict[str, Any]:
    """What is known of the caller stands in the form already."""
    contact = found.contact
    return {
        "language": get_language(),
        "text": found.note,
        "phone": shown_number(found.number or (contact.phone if contact else "")),
        "name": contact.name if contact else "",
        "keeps_number": found.keeps_number,
    }


def _state_context(found: Call, actor: Actor) -> dict[str, Any]:
    return {
        "call": found,
        "state": found.state,
        "state_words": State(found.state).label,
        "shown": shown_number(found.number),
        "is_mine": found.operator_id == actor.id,
        "may_take": found.state in (State.RINGING, State.WAITING),
    }


def _page(request: HttpRequest, found: Call, form: CallForm, *, status: int = 200) -> HttpResponse:
    actor = Actor.of(request)
    words = str(form["text"].value() or "")
    calls = queries.earlier_calls(found, actor)
    number = found.number or (found.contact.phone if found.contact else "")
    cases = queries.cases_of(number, "", actor)
    if request.method == "GET":
        actions.look(found, cases=cases, calls=calls, actor=actor)
    context: dict[str, Any] = {
        "form": form,
        "found": found_for(words),
        "reply": reply_for(words),
        "words": words,
        "earlier": calls,
        "cases": cases,
        "promises": list(found.promises.order_by("due_at")),
        "codes": list(zip(form["code"], form.fields["code"].queryset, strict=False)),  # type: ignore[attr-defined]
        "tabs": tabs(""),
        **strip_context(actor, besides=found),
        **_state_context(found, actor),
    }
    return render(request, "calls/call.html", context | live.context(request), status=status)


def _act(request: HttpRequest, ref: str, act: Callable[[Call, Actor], Any], words: str = "") -> HttpResponse:
    found = _found(request, ref)
    try:
        act(found, Actor.of(request))
        if words:
            messages.success(request, words)
    except CallError as refusal:
        messages.warning(request, refusal.message)
        return redirect("calls_desk:desk")
    return redirect("calls_desk:call", ref)
