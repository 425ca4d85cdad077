"""The sender's private page of one case, opened by its secret link."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from raekoda.casework.cases import actions, queries
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Kind, Message, Status
from raekoda.casework.cases.rules import Verb, is_allowed
from raekoda.casework.cases.site import antispam, notices
from raekoda.casework.cases.site.forms import RateForm, ReopenForm, ReplyForm
from raekoda.casework.cases.site.private_pages import private_response
from raekoda.casework.cases.site.progress import public_merge_target, retained_until, situation
from raekoda.identity.persons.access import get_resident, redirect_to_sign_in
from raekoda.identity.persons.queries import may_act_for
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.files import prepare_attachment
from raekoda.platform.core.uploads import bounded_uploads, prepare_all

View = Callable[..., HttpResponse]
DONE = "tehtud"
SENDER_ACTIONS = ("reply", "rate", "reopen")


def sender_page(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Passes the case of the token to the view; the response is not cached, indexed, or sent on as a referrer.

    For an application the link is not enough: the reader must be signed in as the person, or as somebody who may act for
    them.
    """

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def private(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        case = queries.find_by_token(token)
        if case is None:
            if not antispam.is_within_limit("missed", request):
                return too_many_requests(request)
            raise Http404("No case has this link")
        if case.kind == Kind.APPLICATION and case.person is not None:
            resident = get_resident(request)
            if resident is None:
                return redirect_to_sign_in(request)
            if not may_act_for(resident.person, case.person):
                raise Http404("No case of this person has this link")
        return private_response(view(request, case, **kwargs))

    return private


def redirect_get_to(part: str) -> Callable[[View], View]:
    """E-mails link to the actions of the page; a GET of such a link redirects to that part of the page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def acting(request: HttpRequest, case: Case) -> HttpResponse:
            if request.method != "POST":
                return redirect(f"{reverse('cases:status', args=[case.token])}#{part}")
            return view(request, case)

        return acting

    return decorate


@sender_page
def status(request: HttpRequest, case: Case) -> HttpResponse:
    """The page: number, state, messages, and what the sender can do now."""
    return _page(request, case)


@bounded_uploads
@sender_page
@redirect_get_to("vasta")
def reply(request: HttpRequest, case: Case) -> HttpResponse:
    """Answer a question of the municipality, or add a message, with files."""
    form = ReplyForm(request.POST, request.FILES, auto_id="reply_%s")
    files, problems = [], []
    if form.is_valid():
        files, problems = prepare_all(request, form.cleaned_data["photos"], prepare_attachment)
    for problem in problems:
        form.add_error("photos", problem)
    return _perform(
        request, case, "reply", reply_form=form, success_message=_("Your reply has reached us."),
        act=lambda: actions.reply_from_sender(
            case, text=form.cleaned_data["text"] or _("(Files without words.)"), files=files, actor=_sender(request)
        ),
    )  # fmt: skip


@sender_page
@redirect_get_to("hinda")
def rate(request: HttpRequest, case: Case) -> HttpResponse:
    """Rate the satisfaction with the answer."""
    form = RateForm(request.POST, auto_id="rate_%s")
    return _perform(
        request, case, "rate", rate_form=form, success_message=_("Thank you. Your rating is kept with the case."),
        act=lambda: actions.rate(case, **form.cleaned_data, actor=_sender(request)),
    )  # fmt: skip


@sender_page
@redirect_get_to("ava-uuesti")
def reopen(request: HttpRequest, case: Case) -> HttpResponse:
    """Open a closed case again, at the same unit and official."""
    form = ReopenForm(request.POST, auto_id="reopen_%s")
    return _perform(
        request, case, "reopen", reopen_form=form,
        success_message=_("The case is open again and went back to those who handled it."),
        act=lambda: actions.reopen(case, reason=form.cleaned_data["reason"], actor=_sender(request)),
    )  # fmt: skip


def _sender(request: HttpRequest) -> Actor:
    resident = get_resident(request)
    return resident.actor if resident else Actor.resident(getattr(request, "request_id", ""))


def _perform(
    request: HttpRequest, case: Case, what: str, *, success_message: str, act: Callable[[], Any], **bound: forms.Form
) -> HttpResponse:
    """Perform the action of a valid form and redirect to the page; otherwise show the page with the form as sent."""
    (form,) = bound.values()
    if not form.is_valid():
        return _page(request, case, 200, **bound)
    if not antispam.is_within_limit("reply", request):
        form.add_error(None, antispam.limit_message())
        return _page(request, case, status_code=429, **bound)
    try:
        act()
    except CaseError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    except TransitionNotAllowed as refusal:
        form.add_error(None, refusal.message)
    else:
        messages.success(request, success_message)
        return redirect(f"{reverse('cases:status', args=[case.token])}?{urlencode({DONE: what})}")
    return _page(request, case, 200, **bound)


def _page(request: HttpRequest, case: Case, status_code: int = 200, **bound: forms.Form) -> HttpResponse:
    entries = queries.timeline(case, _sender(request), as_sender=True)
    conversation = [entry for entry in entries if entry.message]
    context = {
        "case": case,
        "conversation": conversation,
        "question": next((entry for entry in reversed(conversation) if entry.action == Message.Kind.QUESTION), None),
        "progress": [entry for entry in entries if not entry.message],
        "situation": situation(case),
        "retained_until": retained_until(case),
        "joined": public_merge_target(case),
        "done": f"{done}-{case.ref}" if (done := request.GET.get(DONE)) in SENDER_ACTIONS else "",
        "notices": notices.render_notices(case, is_sender=True),
        "asked": case.status == Status.WAITING,
        "may_reply": is_allowed(case.status, Verb.REPLY),
        "may_rate": is_allowed(case.status, Verb.RATE) and case.score is None,
        "may_reopen": is_allowed(case.status, Verb.REOPEN),
        "reply_form": ReplyForm(auto_id="reply_%s"),
        "rate_form": RateForm(auto_id="rate_%s"),
        "reopen_form": ReopenForm(auto_id="reopen_%s"),
        **bound,
    }
    return render(request, "cases/site/status.html", context, status=status_code)
