"""The sender's private page: everything about one case, for whoever holds its link. Nothing here leaves the page."""

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
from raekoda.casework.cases.forms_site import RateForm, ReopenForm, ReplyForm
from raekoda.casework.cases.models import Case, Kind, Message, Status
from raekoda.casework.cases.rules import Verb, allowed
from raekoda.casework.cases.site import guard, notices
from raekoda.casework.cases.site.private import kept_private
from raekoda.casework.cases.site.progress import kept_until, public_final, situation
from raekoda.identity.persons.access import get_resident, redirect_to_sign_in
from raekoda.identity.persons.queries import may_act_for
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.files import prepare_attachment
from raekoda.platform.core.uploads import bounded_uploads, prepare_all

View = Callable[..., HttpResponse]
DONE = "tehtud"
DOABLE = ("reply", "rate", "reopen")


def for_sender(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Gives the view the case of its token; the answer is kept by nobody, found by no search engine, told to no one.

    The link alone opens no application: who holds it must also be signed in as the person, or as who may act for them.
    """

    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    @wraps(view)
    def private(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponseBase:
        case = queries.by_token(token)
        if case is None:
            if not guard.within("missed", request):
                return too_many_requests(request)
            raise Http404("No case has this link")
        if case.kind == Kind.APPLICATION and case.person is not None:
            resident = get_resident(request)
            if resident is None:
                return redirect_to_sign_in(request)
            if not may_act_for(resident.person, case.person):
                raise Http404("No case of this person has this link")
        return kept_private(view(request, case, **kwargs))

    return private


def or_page(part: str) -> Callable[[View], View]:
    """Letters link to what the sender can do; opened by a link it leads to that part of the page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def acting(request: HttpRequest, case: Case) -> HttpResponse:
            if request.method != "POST":
                return redirect(f"{reverse('cases:status', args=[case.token])}#{part}")
            return view(request, case)

        return acting

    return decorate


@for_sender
def status(request: HttpRequest, case: Case) -> HttpResponse:
    """The page: number, where it stands, what was said, what the sender can do now."""
    return _page(request, case)


@bounded_uploads
@for_sender
@or_page("vasta")
def reply(request: HttpRequest, case: Case) -> HttpResponse:
    """Answer a question asked back, or add something, with files."""
    form = ReplyForm(request.POST, request.FILES, auto_id="reply_%s")
    files, problems = [], []
    if form.is_valid():
        files, problems = prepare_all(request, form.cleaned_data["photos"], prepare_attachment)
    for problem in problems:
        form.add_error("photos", problem)
    return _do(
        request, case, "reply", reply_form=form, said=_("Your reply has reached us."),
        act=lambda: actions.reply_from_sender(case, text=form.cleaned_data["text"], files=files, actor=_sender(request)),
    )  # fmt: skip


@for_sender
@or_page("hinda")
def rate(request: HttpRequest, case: Case) -> HttpResponse:
    """Say how satisfied one is with the answer."""
    form = RateForm(request.POST, auto_id="rate_%s")
    return _do(
        request, case, "rate", rate_form=form, said=_("Thank you. Your rating is kept with the case."),
        act=lambda: actions.rate(case, **form.cleaned_data, actor=_sender(request)),
    )  # fmt: skip


@for_sender
@or_page("ava-uuesti")
def reopen(request: HttpRequest, case: Case) -> HttpResponse:
    """Open a closed case again: it goes back to those who had it."""
    form = ReopenForm(request.POST, auto_id="reopen_%s")
    return _do(
        request, case, "reopen", reopen_form=form, said=_("The case is open again and went back to those who handled it."),
        act=lambda: actions.reopen(case, reason=form.cleaned_data["reason"], actor=_sender(request)),
    )  # fmt: skip


def _sender(request: HttpRequest) -> Actor:
    resident = get_resident(request)
    return resident.actor if resident else Actor.resident(getattr(request, "request_id", ""))


def _do(
    request: HttpRequest, case: Case, what: str, *, said: str, act: Callable[[], Any], **bound: forms.Form
) -> HttpResponse:
    """Carry out what a valid form asks and go back to the page; otherwise show the page with what was typed."""
    (form,) = bound.values()
    if not form.is_valid():
        return _page(request, case, 200, **bound)
    if not guard.within("reply", request):
        form.add_error(None, guard.too_many_words())
        return _page(request, case, status_code=429, **bound)
    try:
        act()
    except CaseError as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
    except TransitionNotAllowed as refusal:
        form.add_error(None, refusal.message)
    else:
        messages.success(request, said)
        return redirect(f"{reverse('cases:status', args=[case.token])}?{urlencode({DONE: what})}")
    return _page(request, case, 200, **bound)


def _page(request: HttpRequest, case: Case, status_code: int = 200, **bound: forms.Form) -> HttpResponse:
    told = queries.timeline(case, _sender(request), as_sender=True)
    said = [entry for entry in told if entry.message]
    context = {
        "case": case,
        "conversation": said,
        "question": next((entry for entry in reversed(said) if entry.action == Message.Kind.QUESTION), None),
        "progress": [entry for entry in told if not entry.message],
        "situation": situation(case),
        "kept_until": kept_until(case),
        "joined": public_final(case),
        "done": f"{done}-{case.ref}" if (done := request.GET.get(DONE)) in DOABLE else "",
        "notices": notices.rendered(case, is_sender=True),
        "asked": case.status == Status.WAITING,
        "may_reply": allowed(case.status, Verb.REPLY),
        "may_rate": allowed(case.status, Verb.RATE) and case.score is None,
        "may_reopen": allowed(case.status, Verb.REOPEN),
        "reply_form": ReplyForm(auto_id="reply_%s"),
        "rate_form": RateForm(auto_id="rate_%s"),
        "reopen_form": ReopenForm(auto_id="reopen_%s"),
        **bound,
    }
    return render(request, "cases/site/status.html", context, status=status_code)
