"""Staff pages of decisions: draft, confirmation, checklist, files, document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.identity.registers.error_messages import get_error_message
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.files import serve
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.pdf import PdfError
from raekoda.registry.forms.models import Form
from raekoda.selfservice.applications import access_log, actions, documents, facts, panels, presenters, queries
from raekoda.selfservice.applications.actions.decisions import draft_version
from raekoda.selfservice.applications.desk.forms import DecisionForm, SendBackForm, initial_form
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Application, Decision, Term

REFUSALS = (ApplicationError, CaseError, TransitionNotAllowed)
PDF = "application/pdf"


@require_safe
@staff_page("applications.enter")
def overview(request: HttpRequest) -> HttpResponse:
    """Decisions that wait for another official, the newest applications, forms and their handling."""
    actor = Actor.of(request)
    waiting = queries.waiting_decisions(actor).select_related("application__case").defer(
        "reasons", "account", "assessment", "application__answers", "application__case__words"
    ).order_by("drafted_at")  # fmt: skip
    page = keyset(presenters.with_list_annotations(queries.visible_to(actor)), request, order=("-id",), size=30)
    context = {
        "waiting": waiting[:30],
        "page": page,
        "rows": [{"application": application, "stage": presenters.staff_status(application)} for application in page],
        "forms": _forms() if actor.may("applications.configure") else [],
        "may_pay": actor.may("applications.pay"),
    }
    return render(request, "applications/desk/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("applications.view")
def decision(request: HttpRequest, ref: str) -> HttpResponse:
    """Draft the decision; view it while it waits and when it is made."""
    actor, application = Actor.of(request), _get_application(request, ref)
    if request.method != "POST":
        access_log.log_access(application, actor)
        return _page(request, application)
    form = DecisionForm(application, request.POST)
    if not form.is_valid():
        return _page(request, application, form=form, status=422)
    try:
        drafted = actions.draft_decision(application, actor=actor, **form.cleaned_data)
        form.show_current(drafted)
        if request.POST.get("do") == "submit":
            drafted = actions.submit(drafted, actor=actor)
    except REFUSALS as refusal:
        return _render_error(request, application, form, refusal)
    messages.success(request, _success_message(drafted))
    return redirect("cases_desk:case", application.case.number)


@require_POST
@staff_page("applications.decide")
def confirm(request: HttpRequest, ref: str) -> HttpResponse:
    """Make the decision that another official drafted."""
    return _act(
        request,
        ref,
        lambda found, actor: actions.confirm(found, actor=actor),
        _("The decision is made and the applicant is told."),
    )


@require_POST
@staff_page("applications.decide")
def send_back(request: HttpRequest, ref: str) -> HttpResponse:
    """Send the draft back, with the reason."""
    reason = request.POST.get("reason", "")
    return _act(
        request, ref, lambda found, actor: actions.send_back(found, actor=actor, reason=reason),
        _("The draft went back to be changed."),
    )  # fmt: skip


@require_POST
@staff_page("applications.handle")
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Check or uncheck an item of the checklist."""
    application, actor = _get_application(request, ref), Actor.of(request)
    change = actions.uncheck if "undo" in request.POST else actions.check
    try:
        change(application, request.POST.get("text", ""), actor=actor)
    except ApplicationError as refusal:
        messages.warning(request, refusal.message)
    return redirect(f"{reverse('cases_desk:case', args=[application.case.number])}#taotlus")


@require_POST
@staff_page("applications.handle")
def ask_registers(request: HttpRequest, ref: str) -> HttpResponse:
    """Query the registers for the facts of the rule; failures are reported."""
    application = _get_application(request, ref)
    troubles = facts.ask_registers(application, actor=Actor.of(request))
    for trouble in troubles:
        messages.warning(request, get_error_message(trouble))
    if not troubles:
        messages.success(request, _("The registers have answered. What they say is counted with."))
    return redirect(f"{reverse('cases_desk:case', args=[application.case.number])}#taotlus")


@require_safe
@staff_page("applications.view")
def file(request: HttpRequest, ref: str, file_ref: str) -> HttpResponseBase:
    """A file of an application; the access is logged."""
    application = _get_application(request, ref)
    found = get_object_or_404(application.files, ref=file_ref)
    access_log.log_access(application, Actor.of(request), access_log.FILE)
    return serve(found.file.open("rb"), name=found.name, content_type=found.content_type)


@require_safe
@staff_page("applications.view")
def decision_pdf(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The document of the decision: final, or a preview."""
    application = _get_application(request, ref)
    found = queries.get_decision(application)
    if found is None:
        raise Http404("No decision")
    access_log.log_access(application, Actor.of(request))
    name = f"{application.case.number}.pdf"
    if found.is_made:
        if not found.file:
            raise Http404("The document was removed")
        return serve(found.file.open("rb"), name=name, content_type=PDF)
    try:
        content = documents.decision_document(found, application)
    except PdfError:
        messages.error(
            request, _("The document could not be made. Try again; if it fails again, tell your administrator.")
        )
        return redirect("applications_desk:decision", ref)
    return HttpResponse(content, content_type=PDF, headers={"Content-Disposition": f'inline; filename="{name}"'})


def _get_application(request: HttpRequest, ref: str) -> Application:
    related = ("case", "version__form__service", "person", "applicant", "municipality")
    return get_object_or_404(queries.visible_to(Actor.of(request)).select_related(*related), ref=ref)


def _forms() -> list[Form]:
    return list(Form.objects.select_related("service").order_by("service__name", "id"))


def _act(request: HttpRequest, ref: str, act: Callable[[Decision, Actor], Any], message: str) -> HttpResponse:
    application, actor = _get_application(request, ref), Actor.of(request)
    actor.require("applications.decide", application)
    found = queries.get_decision(application)
    if found is None:
        raise Http404("No decision")
    found.application = application
    try:
        act(found, actor)
    except REFUSALS as refusal:
        messages.warning(request, refusal.message)
        return redirect("applications_desk:decision", ref)
    except PermissionDenied:
        messages.warning(request, _("Whoever drafted a decision cannot confirm it: another official does."))
        return redirect("applications_desk:decision", ref)
    messages.success(request, message)
    return redirect("cases_desk:case", application.case.number)


def _render_error(request: HttpRequest, application: Application, form: DecisionForm, refusal: Any) -> HttpResponse:
    field = refusal.field if getattr(refusal, "field", "") in form.fields else None
    if field:
        form.add_error(field, refusal.message)
    current = queries.get_decision(application)
    colleague_draft = current if draft_version(current) != form.data.get("seen", "") else None
    form.show_current(current)
    return _page(
        request,
        application,
        form=form,
        colleague_draft=colleague_draft,
        problem="" if field else refusal.message,
        status=422,
    )


def _success_message(drafted: Decision) -> str:
    return {
        Decision.State.DRAFT: _("The draft is kept. The applicant sees nothing of it."),
        Decision.State.WAITING: _("The decision waits for another official to confirm it."),
        Decision.State.MADE: _("The decision is made and the applicant is told."),
    }[Decision.State(drafted.state)]


def _page(
    request: HttpRequest,
    application: Application,
    *,
    form: DecisionForm | None = None,
    problem: str = "",
    colleague_draft: Decision | None = None,
    status: int = 200,
) -> HttpResponse:
    actor = Actor.of(request)
    panel = panels.decision_context(application, actor)
    if form is None and panel["may_draft"]:
        form = initial_form(application, panel["decision"], panel["assessment"])
    context = {
        "application": application,
        "form": form if panel["may_draft"] or problem else None,
        "four_eyes": queries.get_handling(application.version.form).four_eyes,
        "problem": problem,
        "colleague_draft": colleague_draft,
        "dispute": queries.get_term(Term.Kind.DISPUTE),
        "may_send_back": panel["waits"] and panel["may_decide"],
        "back_form": SendBackForm(),
        **panel,
    }
    return render(request, "applications/desk/decision.html", context, status=status)
