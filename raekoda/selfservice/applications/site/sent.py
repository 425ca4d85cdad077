"""Residents' pages of a sent application: status, messages, reply, withdrawal, documents."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.cases import queries as case_queries
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Attachment, Message, Status
from raekoda.casework.cases.rules import Verb, is_allowed
from raekoda.casework.cases.site.forms import ReplyForm
from raekoda.identity.persons.access import Resident, get_resident, resident_page
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.files import prepare_attachment, serve
from raekoda.platform.core.ratelimit import allow
from raekoda.platform.core.uploads import bounded_uploads, prepare_all
from raekoda.platform.pdf import PdfError
from raekoda.selfservice.applications import (
    actions,
    decision_text,
    documents,
    fees,
    form_data,
    presenters,
    queries,
    rules,
)
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Application, Draft

PDF = "application/pdf"
DOCUMENTS_AN_HOUR = 30
RELATED = ("case__service", "version__form__service", "person", "applicant", "municipality")
REFUSALS = (ApplicationError, CaseError, TransitionNotAllowed)


@resident_page
@require_safe
def application(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of an application; a draft is redirected to its current step."""
    resident = _resident(request)
    draft = queries.visible_drafts(resident.actor).filter(ref=ref).first()
    if draft is not None:
        return redirect("applications:step", draft.ref, _step_of(draft))
    found = get_object_or_404(queries.visible_to(resident.actor).select_related(*RELATED), ref=ref)
    return _page(request, found, resident)


@bounded_uploads
@resident_page
@require_POST
def reply(request: HttpRequest, ref: str) -> HttpResponse:
    """Reply to a question or add something, with files."""
    resident = _resident(request)
    found = _get_application(resident, ref)
    form = ReplyForm(request.POST, request.FILES, auto_id="reply_%s")
    files: list[Any] = []
    if form.is_valid():
        files, problems = prepare_all(request, form.cleaned_data["photos"], prepare_attachment)
        for problem in problems:
            form.add_error("photos", problem)
    if not form.is_valid():
        return _page(request, found, resident, reply_form=form, status=422)
    try:
        actions.reply(found, text=form.cleaned_data["text"], files=files, actor=resident.actor)
    except REFUSALS as refusal:
        field = getattr(refusal, "field", "")
        form.add_error(field if field in form.fields else None, refusal.message)
        return _page(request, found, resident, reply_form=form, status=422)
    messages.success(request, _("Your reply has reached us."))
    return redirect("applications:application", ref)


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def withdraw(request: HttpRequest, ref: str) -> HttpResponse:
    """Withdraw the application after a confirmation."""
    resident = _resident(request)
    found = _get_application(resident, ref)
    if request.method == "POST":
        try:
            actions.withdraw(found, actor=resident.actor, reason=request.POST.get("reason", "")[:2000])
        except REFUSALS as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("The application is withdrawn."))
        return redirect("applications:application", ref)
    return render(request, "applications/site/withdraw.html", {"application": found, "service": found.case.service})


@resident_page
@require_safe
def file(request: HttpRequest, ref: str, file_ref: str) -> HttpResponseBase:
    """A file of the application, of its draft or of its messages, with the access check of the application."""
    resident = _resident(request)
    draft = queries.visible_drafts(resident.actor).filter(ref=ref).first()
    if draft is not None:
        stored: Any = get_object_or_404(draft.files, ref=file_ref)
        return serve(stored.file.open("rb"), name=stored.name, content_type=stored.content_type)
    found = _get_application(resident, ref)
    stored = found.files.filter(ref=file_ref).first() or _message_files(found).filter(ref=file_ref).first()
    if stored is None:
        raise Http404("No such file")
    return serve(stored.file.open("rb"), name=stored.name, content_type=stored.content_type)


@resident_page
@require_safe
def decision_pdf(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The document of the decision, once it is made."""
    found = _get_application(_resident(request), ref)
    decision = queries.get_decision(found)
    if decision is None or not decision.is_made or not decision.file:
        raise Http404("No decision")
    return serve(decision.file.open("rb"), name=f"{_('decision')}-{found.case.number}.pdf", content_type=PDF)


@resident_page
@require_safe
def application_pdf(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The application as PDF."""
    resident = _resident(request)
    found = _get_application(resident, ref)
    if not allow("application-pdf", str(resident.person_id), DOCUMENTS_AN_HOUR, 3600):
        return too_many_requests(request)
    try:
        content = documents.application_document(found, (get_language() or "et")[:2])
    except PdfError:
        messages.error(request, _("The document could not be made just now. Please try again in a few minutes."))
        return redirect("applications:application", ref)
    return serve(BytesIO(content), name=f"{_('application')}-{found.case.number}.pdf", content_type=PDF)


def _resident(request: HttpRequest) -> Resident:
    resident = get_resident(request)
    if resident is None:
        raise PermissionDenied("applications.apply")
    return resident


def _get_application(resident: Resident, ref: str) -> Application:
    return get_object_or_404(queries.visible_as_party(resident.actor).select_related(*RELATED), ref=ref)


def _message_files(found: Application) -> Any:
    return Attachment.objects.filter(case=found.case).exclude(message__kind=Message.Kind.NOTE)


def _step_of(draft: Draft) -> str:
    return draft.step or form_data.first_step(draft)


def _page(
    request: HttpRequest,
    found: Application,
    resident: Resident,
    *,
    reply_form: ReplyForm | None = None,
    status: int = 200,
) -> HttpResponse:
    decision = queries.get_decision(found)
    decision = decision if decision is not None and decision.is_made else None
    consents = list(found.consents.select_related("person").order_by("id"))
    waits = any(consent.state == consent.State.ASKED for consent in consents)
    stage = rules.get_stage(found, decision, waits_for_consent=waits, is_paid=queries.is_paid(found))
    entries = case_queries.timeline(found.case, resident.actor, as_sender=True)
    messages_since = [entry for entry in entries if entry.message and entry.action != Message.Kind.OPENING]
    is_party = queries.visible_as_party(resident.actor).filter(pk=found.pk).exists()
    is_open = is_party and found.case.is_open and found.withdrawn_at is None
    context = {
        "is_party": is_party,
        "application": found,
        "service": found.case.service,
        "stage": stage,
        "stage_label": rules.stage_label(stage),
        "progress": rules.progress_steps(
            stage, with_consent=bool(consents), with_money=presenters.is_about_money(found, decision)
        ),
        "decision": decision,
        "decided": decision_text.decision_sentence(decision, found) if decision else "",
        "dispute": decision_text.dispute(decision) if decision else "",
        "consents": consents,
        "answers": form_data.present_answers(found) if is_party else [],
        "files": form_data.get_files(found) if is_party else [],
        "messages_since": messages_since if is_party else [],
        "question": next((entry for entry in reversed(messages_since) if entry.action == Message.Kind.QUESTION), None),
        "is_asked": found.case.status == Status.WAITING,
        "may_reply": is_open and is_allowed(found.case.status, Verb.REPLY),
        "may_withdraw": is_open and decision is None,
        "reply_form": reply_form or ReplyForm(auto_id="reply_%s"),
        "is_new": "saadetud" in request.GET,
        "payment": fees.get_payment(found),
    }
    return render(request, "applications/site/application.html", context, status=status)
