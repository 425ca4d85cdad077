"""One case: everything known of it, and everything that can be done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.cases import queries
from raekoda.casework.cases.desk import panels, verbs
from raekoda.casework.cases.desk.find import case_or_404
from raekoda.casework.cases.desk.forms import CaseForm, TextFromTemplate
from raekoda.casework.cases.desk.queue import case_url
from raekoda.casework.cases.desk.show import case_context, open_contact
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Status
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page

MOST_SUGGESTED = 8


@require_safe
@staff_page("cases.view")
def case_page(request: HttpRequest, number: str) -> HttpResponse:
    """The case; ``?teen=`` opens one of its forms."""
    actor = Actor.of(request)
    case = case_or_404(number, actor)
    if case.number != number:
        return redirect(case_url(case))
    return show(request, case, actor, opened=request.GET.get("teen", ""))


@require_POST
@staff_page("cases.view")
def act(request: HttpRequest, number: str, name: str) -> HttpResponse:
    """Do one thing with the case; whatever keeps it from being done, what was typed comes back."""
    action = verbs.ACTIONS.get(name)
    if action is None:
        raise Http404(name)
    actor = Actor.of(request)
    actor.must(action.permission)
    with transaction.atomic():
        case = case_or_404(number, actor, locked=True)
        form = action.form(case, actor, request.POST)
        if "insert" in request.POST and isinstance(form, TextFromTemplate):
            form.insert_template()
            return show(request, case, actor, form=form, opened=name)
        problem = _do(form)
    if problem is not None:
        return show(request, case_or_404(number, actor), actor, form=form, opened=name, problem=problem, status=422)
    messages.success(request, action.done)
    return redirect(_next_page(form, case, actor))


def _do(form: CaseForm) -> str | None:
    """Perform the form; None when it is done, words ("" when they stand at the fields) when it is not."""
    if not form.is_valid():
        return ""
    if form.is_stale():
        form.seen_again()
        return _(
            "A colleague changed this case while you were writing. Your text is kept: look at the case and send it again."
        )
    try:
        with transaction.atomic():
            form.perform()
    except CaseError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return ""
    except TransitionNotAllowed as refusal:
        return refusal.message
    return None


def _next_page(form: CaseForm, case: Case, actor: Actor) -> str:
    if form.cleaned_data.get("publish"):
        draft = panels.publish(case_or_404(case.number, actor), actor)
        if draft:
            return draft
    return case_url(case)


def show(
    request: HttpRequest,
    case: Case,
    actor: Actor,
    *,
    form: CaseForm | None = None,
    opened: str = "",
    problem: str = "",
    status: int = 200,
) -> HttpResponse:
    """The case's page, with ``form`` as it was sent and the action ``opened`` unfolded. Whose case it is can read of it."""
    log_access_to_records([case], actor, "cases.view")
    context: dict[str, Any] = case_context(request, case, actor, sent=form, opened=opened)
    context["problem"] = problem
    return render(request, "cases/desk/case.html", context, status=status)


@require_POST
@staff_page("cases.view")
def see_contact(request: HttpRequest, number: str) -> HttpResponse:
    """Show who sent the case; the look is written into the journal."""
    actor = Actor.of(request)
    case = case_or_404(number, actor)
    open_contact(request, case, actor)
    return redirect(f"{case_url(case)}#saatja")


@require_safe
@staff_page("cases.view")
def cases_to_join(request: HttpRequest, number: str) -> JsonResponse:
    """Cases that fit ``?q=`` while typing, newest first, for choosing which one this case is joined to."""
    actor = Actor.of(request)
    case = case_or_404(number, actor)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:200]
    others = queries.visible_to(actor).exclude(pk=case.pk).exclude(status=Status.MERGED)
    found = list(queries.search_cases(others, text).order_by("-id")[:MOST_SUGGESTED]) if text else []
    log_access_to_records(found, actor, "cases.found")
    return JsonResponse({"suggestions": [{"text": each.number, "kind": each.subject} for each in found]})
