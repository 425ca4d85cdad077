"""The page of a call."""

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
from raekoda.channels.calls.desk.forms import ANSWERED, HAND_OVER, NOTE, PROMISE, REGISTER, CallForm
from raekoda.channels.calls.desk.lookup import find_content
from raekoda.channels.calls.desk.register import add_answer, get_form_field, register
from raekoda.channels.calls.desk.reply import get_reply, store_question
from raekoda.channels.calls.desk.screen import strip_context, tabs
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, State, WrapUpCode
from raekoda.channels.calls.rules import format_number
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page

Chosen = WrapUpCode.Chosen
ACTIONS = (NOTE, REGISTER, ANSWERED, HAND_OVER, PROMISE)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("calls.work")
def call(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of a call. POST: save the note, register a case, transfer, promise to call back, or search."""
    actor, found = Actor.of(request), _get_call(request, ref)
    if request.method != "POST":
        return _render_page(
            request, found, CallForm(found, initial=_initial_data(found)).prefilled("text", "phone", "name")
        )
    action = request.POST.get("do", NOTE)
    if action.startswith("use-"):
        typed = add_answer(request, action.removeprefix("use-"))
        return _render_page(request, found, CallForm(found, initial=typed))
    if action not in ACTIONS:
        return _render_page(request, found, CallForm(found, initial=request.POST.dict()))
    form = CallForm(found, request.POST, action=action)
    if form.is_valid():
        try:
            return _perform(request, found, form, actor)
        except CaseError as refusal:
            form.add_error(get_form_field(refusal.field), refusal.message)
        except CallError as refusal:
            field = {"number": "phone"}.get(refusal.field, refusal.field)
            form.add_error(field if field in form.fields else None, refusal.message)
    found.refresh_from_db()
    return _render_page(request, found, form, status=422)


@require_safe
@staff_page("calls.work")
def state(request: HttpRequest, ref: str) -> HttpResponse:
    """The state of the call, as a self-refreshing fragment."""
    return render(request, "calls/state.html", _state_context(_get_call(request, ref), Actor.of(request)))


@require_POST
@staff_page("calls.work")
def take(request: HttpRequest, ref: str) -> HttpResponse:
    """Accept a ringing or transferred call."""
    return _act(request, ref, lambda found, actor: actions.accept_call(found, actor=actor))


@require_POST
@staff_page("calls.work")
def end(request: HttpRequest, ref: str) -> HttpResponse:
    """End the conversation."""
    return _act(request, ref, lambda found, actor: actions.end_call(found, actor=actor))


@require_POST
@staff_page("calls.work")
def forget(request: HttpRequest, ref: str) -> HttpResponse:
    """Erase the caller's data."""
    return _act(
        request, ref, lambda found, actor: actions.erase_caller(found, actor=actor),
        message=_("The caller is forgotten: number, name and earlier calls are no longer known."),
    )  # fmt: skip


def _perform(request: HttpRequest, found: Call, form: CallForm, actor: Actor) -> HttpResponse:
    data = form.cleaned_data
    address = f"{reverse('calls_desk:desk')}?lopetatud={found.ref}"
    if form.action == HAND_OVER:
        actions.transfer_call(found, to=data["colleague"], note=data["text"], actor=actor)
        messages.success(request, _("Handed over to %(name)s.") % {"name": data["colleague"].display_name})
        return redirect(address)
    case: Case | None = None
    with transaction.atomic():
        if form.action in (REGISTER, ANSWERED):
            case = register(form, actor)
            store_question(case, data["text"], actor)
        if form.action == PROMISE:
            actions.create_promise(
                found.municipality, number=data["phone"], due_at=data["due_at"], name=data["name"],
                note=data["text"], call=found, actor=actor,
            )  # fmt: skip
        actions.save_note(
            found, text=data["text"], code=_code(form), case=case, actor=actor, number=data["phone"], name=data["name"],
            keeps_number=data["keeps_number"], may_use_recording=data["may_use_recording"],
        )  # fmt: skip
    if case is not None:
        return redirect(f"{address}&valmis={case.number}")
    messages.success(request, _("Promised and noted.") if form.action == PROMISE else _("The note is kept."))
    return redirect(address)


def _code(form: CallForm) -> WrapUpCode | None:
    default_codes = {REGISTER: Chosen.CASE, ANSWERED: Chosen.ANSWERED, PROMISE: Chosen.PROMISED}
    return form.code_for(default_codes[form.action]) if form.action in default_codes else form.cleaned_data["code"]


def _get_call(request: HttpRequest, ref: str) -> Call:
    related = ("municipality", "contact", "operator", "handed_by", "rings_at", "code", "case")
    return get_object_or_404(queries.visible_to(Actor.of(request)).select_related(*related), ref=ref)


def _initial_data(found: Call) -> dict[str, Any]:
    """Initial form data from the call and its contact."""
    contact = found.contact
    return {
        "language": get_language(),
        "text": found.note,
        "phone": format_number(found.number or (contact.phone if contact else "")),
        "name": contact.name if contact else "",
        "keeps_number": found.keeps_number,
    }


def _state_context(found: Call, actor: Actor) -> dict[str, Any]:
    queries.without_unreadable_cases([found], actor)
    return {
        "call": found,
        "state": found.state,
        "state_label": State(found.state).label,
        "shown": format_number(found.number),
        "is_mine": found.operator_id == actor.id,
        "may_take": found.state in (State.RINGING, State.WAITING),
    }


def _render_page(request: HttpRequest, found: Call, form: CallForm, *, status: int = 200) -> HttpResponse:
    actor = Actor.of(request)
    text = str(form["text"].value() or "")
    calls = queries.earlier_calls(found, actor)
    number = found.number or (found.contact.phone if found.contact else "")
    cases = queries.find_open_cases(number, "", actor)
    if request.method == "GET":
        actions.log_access(found, cases=cases, calls=calls, actor=actor)
    context: dict[str, Any] = {
        "form": form,
        "found": find_content(text),
        "reply": get_reply(text),
        "words": text,
        "earlier": calls,
        "cases": cases,
        "promises": list(found.promises.order_by("due_at")),
        "codes": list(zip(form["code"], form.fields["code"].queryset, strict=False)),  # type: ignore[attr-defined]
        "tabs": tabs(""),
        **strip_context(actor, besides=found),
        **_state_context(found, actor),
    }
    return render(request, "calls/call.html", context | live.context(request), status=status)


def _act(request: HttpRequest, ref: str, act: Callable[[Call, Actor], Any], message: str = "") -> HttpResponse:
    found = _get_call(request, ref)
    try:
        act(found, Actor.of(request))
        if message:
            messages.success(request, message)
    except CallError as refusal:
        messages.warning(request, refusal.message)
        return redirect("calls_desk:desk")
    return redirect("calls_desk:call", ref)
