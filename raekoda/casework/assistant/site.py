"""Public pages of the assistant: the page, its frame for other sites, the brief answer of the search page, rating, forwarding.

Asking and rating use no cookies, so that they work in a frame on another site. Forwarding is accepted from own pages only.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from raekoda.casework.answers import queries as answers
from raekoda.casework.assistant import actions, limits
from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.assistant.forms import AskForm, ForwardForm
from raekoda.casework.assistant.models import AskChannel
from raekoda.casework.assistant.presenters import ReplyView, present_reply
from raekoda.casework.cases.site import antispam
from raekoda.casework.cases.site.ask import FLOW, FLOW_NAME
from raekoda.casework.cases.site.drafts import Draft
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.csrf import csrf_failure, is_ours
from raekoda.platform.core.middleware import public_policy
from raekoda.platform.core.tenancy import current

app_name = "assistant"

OTHERS_ASKED = 3
View = Callable[..., HttpResponse]


def in_frame(view: View) -> View:
    """Allow framing by the sites that the municipality lists, or by any when it lists none."""

    @wraps(view)
    def framed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        sites = current().widget_sites.split()
        response["Content-Security-Policy"] = public_policy(" ".join(["'self'", *sites]) if sites else "*")
        return response

    return xframe_options_exempt(framed)


@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """The page with the question field and, after a POST, the answer."""
    return _ask(request, AskChannel.SITE)


@in_frame
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: HttpRequest) -> HttpResponse:
    """The page in the widget of another site."""
    return _ask(request, AskChannel.WIDGET)


@never_cache
@csrf_exempt
@require_POST
def brief(request: HttpRequest) -> HttpResponse:
    """The brief answer on the search page; 204 when there is none, or when the page itself shows the card of an emergency."""
    form = AskForm(request.POST)
    if not form.is_valid() or not limits.may_ask(request):
        return HttpResponse(status=204)
    try:
        reply = present_reply(actions.ask(form.cleaned_data["text"], **_asked_by(request, AskChannel.SEARCH)))
    except QuestionError:
        return HttpResponse(status=204)
    if reply.emergency or not reply.answered:
        return HttpResponse(status=204)
    return render(request, "assistant/_brief.html", {"reply": reply, "text": form.cleaned_data["text"]})


@in_frame
@never_cache
@csrf_exempt
@require_POST
def rate(request: HttpRequest, ref: str) -> HttpResponse:
    """Store a rating; after a negative one offer to forward the question."""
    value = request.POST.get("helped")
    if value in ("yes", "no"):
        actions.rate(ref, helped=value == "yes")
    context = {
        "helped": value == "yes",
        "text": request.POST.get("text", ""),
        "service": request.POST.get("service", ""),
        "ref": ref,
        **_layout("framed" in request.POST),
    }
    is_piece = request.htmx  # type: ignore[attr-defined]
    return render(request, "assistant/_rated.html" if is_piece else "assistant/rated.html", context)


@never_cache
@csrf_exempt
@require_POST
def forward(request: HttpRequest, ref: str) -> HttpResponse:
    """Forward a question: open the question form with its text. Own pages only."""
    if not is_ours(request):
        return csrf_failure(request)
    form = ForwardForm(request.POST)
    if not form.is_valid() or not antispam.is_within_limit("begin", request):
        return redirect("cases:ask")
    actions.mark_forwarded(ref)
    draft = Draft.new(request, flow=FLOW_NAME, text=form.cleaned_data["text"], **form.initial_data())
    return redirect(FLOW.url("words", draft.key))


def _ask(request: HttpRequest, channel: AskChannel) -> HttpResponse:
    """Ask on POST; render the page, or only the answer for htmx."""
    form = AskForm(request.POST if request.method == "POST" else None)
    reply, status = _answered(request, form, channel) if form.is_bound else (None, 200)
    is_framed = channel == AskChannel.WIDGET
    context = {"form": form, "reply": reply, "text": form["text"].value() or "", **_layout(is_framed)}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "assistant/_reply.html", context, status=status)
    if not form.is_bound and not is_framed:
        context["others"] = (
            answers.public().filter(language=get_language()).order_by("-listed_at", "-id")[:OTHERS_ASKED]
        )
    return render(request, "assistant/ask.html", context, status=status)


def _layout(is_framed: bool) -> dict[str, Any]:
    return {
        "is_framed": is_framed,
        "layout": "assistant/frame.html" if is_framed else "ui/base.html",
        "ask_url": reverse("assistant:frame" if is_framed else "assistant:ask"),
        "hide_search": True,
    }


def _answered(request: HttpRequest, form: AskForm, channel: AskChannel) -> tuple[ReplyView | None, int]:
    if not form.is_valid():
        return None, 422
    if not limits.may_ask(request):
        form.add_error("text", _("Very many questions came from your network just now. What you typed is kept: please "
                                 "try again in a minute, or ask an official."))  # fmt: skip
        return None, 429
    try:
        return present_reply(actions.ask(form.cleaned_data["text"], **_asked_by(request, channel))), 200
    except QuestionError as refusal:
        form.add_error("text", refusal.message)
        return None, 422


def _asked_by(request: HttpRequest, channel: AskChannel) -> dict[str, Any]:
    return {"language": get_language() or "et", "channel": channel, "actor": Actor.of(request)}


urlpatterns = [
    path("abiline/", ask, name="ask"),
    path("abiline/raam/", frame, name="frame"),
    path("abiline/luhidalt/", brief, name="brief"),
    path("abiline/<str:ref>/hinnang/", rate, name="rate"),
    path("abiline/<str:ref>/edasi/", forward, name="pass_on"),
]
