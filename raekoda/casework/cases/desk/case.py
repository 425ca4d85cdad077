"""The staff page of one case: everything known about it, and its actions."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.cases import actions, queries
from raekoda.casework.cases.desk import panels, verbs
from raekoda.casework.cases.desk.access_forms import BreakGlassForm
from raekoda.casework.cases.desk.forms import CaseForm, TextFromTemplate
from raekoda.casework.cases.desk.lookup import CaseSummary, find_case, find_summary, get_case_or_404
from raekoda.casework.cases.desk.presenters import case_context, reveal_contact
from raekoda.casework.cases.desk.queue import case_url
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, CaseParticipant, Status
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page

MOST_SUGGESTED = 8


@require_safe
@staff_page("cases.view")
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """The case; ``?teen=`` opens one of its forms."""
    actor = Actor.of(request)
    if find_case(number, actor) is None and (summary := find_summary(number, actor)) is not None:
        return render_summary(request, summary, actor)
    case = get_case_or_404(number, actor)
    if case.number != number:
        return redirect(case_url(case))
    return render_case(request, case, actor, opened=request.GET.get("teen", ""))


@require_POST
@staff_page("cases.view")
def perform_action(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Perform the action with the slug ``name``; when it fails, the form is shown again as it was sent."""
    action = verbs.ACTIONS_BY_SLUG.get(name)
    if action is None:
        raise Http404(name)
    actor = Actor.of(request)
    actor.require(action.permission)
    case = get_case_or_404(number, actor)
    actor.require(action.permission, case)
    form = action.form(case, actor, request.POST)
    if "insert" in request.POST and isinstance(form, TextFromTemplate):
        form.insert_template()
        return render_case(request, case, actor, form=form, opened=name)
    problem = _perform(form)
    if problem is not None:
        return render_case(
            request, get_case_or_404(number, actor), actor, form=form, opened=name, problem=problem, status=422
        )
    messages.success(request, action.done)
    return redirect(_next_page(form, case, actor))


def _perform(form: CaseForm) -> str | None:
    """Perform the form; None when it is done, else an error message ("" when the errors are shown at the fields)."""
    if not form.is_valid():
        return ""
    try:
        with transaction.atomic():
            form.lock()
            if form.is_stale():
                form.seen_again()
                return _changed_meanwhile()
            form.perform()
    except CaseError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return ""
    except TransitionNotAllowed as refusal:
        return refusal.message
    return None


def _changed_meanwhile() -> str:
    return _(
        "A colleague changed this case while you were writing. Your text is kept: look at the case and send it again."
    )


def _next_page(form: CaseForm, case: Case, actor: Actor) -> str:
    if form.cleaned_data.get("publish"):
        draft = panels.publish(get_case_or_404(case.number, actor), actor)
        if draft:
            return draft
    return case_url(case) if find_case(case.number, actor) is not None else reverse("desk:home")


def render_case(
    request: HttpRequest,
    case: Case,
    actor: Actor,
    *,
    form: CaseForm | None = None,
    opened: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The page of the case, with ``form`` as it was sent and the action ``opened`` expanded. Writes to the access log."""
    log_access_to_records([case], actor, "cases.view")
    context: dict[str, Any] = case_context(request, case, actor, sent=form, opened=opened)
    context["problem"] = problem
    return render(request, "cases/desk/case.html", context, status=status)


def render_summary(
    request: HttpRequest, summary: CaseSummary, actor: Actor, form: BreakGlassForm | None = None
) -> HttpResponse:
    """What is told by phone of a case that the actor may not read, and the form for break-glass access."""
    log_access_to_records([summary.case], actor, "cases.summary")
    if form is None and actor.may("cases.break_glass", summary.case):
        form = BreakGlassForm()
    context = {"summary": summary, "case": summary.case, "form": form}
    return render(request, "cases/desk/summary.html", context, status=422 if form and form.is_bound else 200)


@require_POST
@staff_page("cases.break_glass")
def break_glass(request: HttpRequest, number: str) -> HttpResponse:
    """Open the case outside the own rights, with a reason."""
    actor = Actor.of(request)
    summary = find_summary(number, actor)
    if summary is None:
        raise Http404(number)
    form = BreakGlassForm(request.POST)
    if find_case(number, actor) is None:
        if not form.is_valid():
            return render_summary(request, summary, actor, form)
        actions.break_glass(summary.case, reason=form.cleaned_data["reason"], actor=actor)
    return redirect(case_url(summary.case))


@require_POST
@staff_page("cases.ask_in")
def end_participation(request: HttpRequest, number: str, pk: int) -> HttpResponse:
    """A colleague who was asked in no longer reads the case."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    asked_in = case.participants.filter(reason=CaseParticipant.Reason.ASKED_IN)
    actions.end_participation(get_object_or_404(asked_in, pk=pk), actor=actor)
    return redirect(case_url(case))


@require_POST
@staff_page("cases.view")
def show_contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show the sender's contact data; the access is written to the journal."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    actor.require("cases.see_sender", case)
    reveal_contact(request, case, actor)
    return redirect(f"{case_url(case)}#saatja")


@require_safe
@staff_page("cases.view")
def merge_candidates(request: HttpRequest, number: str) -> JsonResponse:
    """Cases that match ``?q=``, newest first, from which staff choose the one to merge this case into."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    others = queries.visible_to(actor).exclude(pk=case.pk).exclude(status=Status.MERGED)
    found = list(queries.search_cases(others, text).order_by("-id")[:MOST_SUGGESTED]) if text else []
    log_access_to_records(found, actor, "cases.found")
    return JsonResponse({"suggestions": [{"text": each.number, "kind": each.subject} for each in found]})
