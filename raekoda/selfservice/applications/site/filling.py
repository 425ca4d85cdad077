"""Residents' pages of a draft: steps, summary, sending, discarding."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from raekoda.identity.persons.access import Resident, get_resident, resident_page
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.ratelimit import allow
from raekoda.platform.core.uploads import bounded_uploads, refused_on_the_way
from raekoda.registry.forms.definition import Step
from raekoda.registry.forms.filling import StepForm
from raekoda.selfservice.applications import actions, form_data, queries
from raekoda.selfservice.applications.actions.drafts import MAX_FILES
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Draft

BACK, LEAVE = "back", "leave"
RELATED = ("version__form__service", "form__service", "person", "applicant", "municipality")
SENDS_AN_HOUR = 30


@bounded_uploads(most=MAX_FILES)
@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def step(request: HttpRequest, ref: str, key: str) -> HttpResponse:
    """A step of the form. Every submission saves the answers and files first, valid or not."""
    resident, draft = _draft(request, ref)
    if draft is None:
        return redirect("applications:application", ref)
    steps = form_data.steps(draft)
    here = next((step for step in steps if step.key == key), None)
    if here is None:
        return redirect("applications:step", ref, steps[0].key)
    if request.method != "POST":
        return _page(request, draft, here, form_data.step_form(draft, here))
    form = form_data.step_form(draft, here, request.POST, request.FILES)
    left_out = refused_on_the_way(request, MAX_FILES)
    for message in left_out:
        form.add_error(None, message)
    try:
        actions.save_step(draft, form.typed_answers, form.new_files, step=here.key, actor=resident.actor)
    except ApplicationError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
        return _page(request, draft, here, form, status=422)
    do = request.POST.get("do", "")
    if do in (LEAVE, BACK):
        for message in left_out:
            messages.warning(request, message)
    if do == LEAVE:
        messages.success(request, _("Saved. You can go on when it suits you, also on another device."))
        return redirect("applications:list")
    if do == BACK:
        return redirect(_before(draft, here))
    if form.is_valid():
        return redirect(_after(draft, here))
    return _page(request, draft, here, form, status=200 if form.is_refresh else 422)


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def summary(request: HttpRequest, ref: str) -> HttpResponse:
    """Summary of all answers; POST sends the application."""
    resident, draft = _draft(request, ref)
    if draft is None:
        return redirect(_receipt(ref))
    problem = ""
    if request.method == "POST":
        if not allow("application-send", str(resident.person_id), SENDS_AN_HOUR, 3600):
            return too_many_requests(request)
        try:
            actions.send(draft, actor=resident.actor)
        except ApplicationError as refusal:
            problem = refusal.message
        else:
            return redirect(_receipt(ref))
    steps = form_data.steps(draft)
    handling = queries.get_handling(draft.form)
    context = {
        "draft": draft,
        "service": draft.form.service,
        "answers": form_data.present_answers(draft),
        "files": form_data.get_files(draft),
        "missing": form_data.problems(draft),
        "problem": problem,
        "number": len(steps) + 1,
        "count": len(steps) + 1,
        "back": reverse("applications:step", args=[ref, steps[-1].key]),
        "asks_consent": bool(form_data.co_applicants(draft, handling)),
        "fee": form_data.get_fee(form_data.cleaned_answers(draft), draft.version),
    }
    return render(request, "applications/site/summary.html", context, status=422 if problem else 200)


@resident_page
@require_http_methods(["GET", "HEAD", "POST"])
def discard(request: HttpRequest, ref: str) -> HttpResponse:
    """Discard the draft after a confirmation."""
    resident, draft = _draft(request, ref)
    if draft is None:
        return redirect("applications:application", ref)
    if request.method == "POST":
        actions.discard(draft, actor=resident.actor)
        messages.success(request, _("The draft is thrown away."))
        return redirect("applications:list")
    return render(request, "applications/site/discard.html", {"draft": draft, "service": draft.form.service})


def _draft(request: HttpRequest, ref: str) -> tuple[Resident, Draft | None]:
    """The resident's draft, None when it was sent meanwhile. Raises ``Http404`` for drafts of others."""
    resident = get_resident(request)
    assert resident is not None
    draft = queries.visible_drafts(resident.actor).select_related(*RELATED).filter(ref=ref).first()
    if draft is None:
        get_object_or_404(queries.visible_to(resident.actor), ref=ref)
    return resident, draft


def _before(draft: Draft, here: Step) -> str:
    keys = [step.key for step in form_data.steps(draft)]
    at = keys.index(here.key) if here.key in keys else 0
    if at == 0:
        return reverse("applications:start", args=[draft.form.service.slug])
    return reverse("applications:step", args=[draft.ref, keys[at - 1]])


def _after(draft: Draft, here: Step) -> str:
    keys = [step.key for step in form_data.steps(draft)]
    at = keys.index(here.key) if here.key in keys else -1
    if at + 1 < len(keys):
        return reverse("applications:step", args=[draft.ref, keys[at + 1]])
    return reverse("applications:summary", args=[draft.ref])


def _receipt(ref: str) -> str:
    return f"{reverse('applications:application', args=[ref])}?saadetud=1"


def _page(request: HttpRequest, draft: Draft, here: Step, form: StepForm, *, status: int = 200) -> HttpResponse:
    if form.new_files:
        form = _with_stored_files(request, draft, here, form)
    keys = [step.key for step in form_data.steps(draft)]
    context = {
        "draft": draft,
        "service": draft.form.service,
        "step": here,
        "form": form,
        "number": keys.index(here.key) + 1 if here.key in keys else 1,
        "count": len(keys) + 1,
        "back": _before(draft, here),
    }
    return render(request, "applications/site/step.html", context, status=status)


def _with_stored_files(request: HttpRequest, draft: Draft, here: Step, form: StepForm) -> StepForm:
    """The form with newly uploaded files listed among the stored ones, so that they need not be uploaded again."""
    again = form_data.step_form(draft, here, request.POST)
    again.copy_errors(form)
    return again
