"""Asking in one's own words: the page, its frame for other sites, the short answer of the search page, what comes after.

Asking and rating change nothing but an exchange and use no cookies, so that they also work inside a page of another site
whose visitors' browsers refuse cookies there. Going on to the question form is taken from pages of this very site alone.
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
from raekoda.casework.assistant.forms import AskForm, PassOnForm
from raekoda.casework.assistant.models import AskChannel
from raekoda.casework.assistant.showing import ShownReply, shown
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
    """Lets a view be shown inside pages of other sites: of those that the municipality names, or of any."""

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
    """The page with one field; sent, the answer under it."""
    return _ask(request, AskChannel.SITE)


@in_frame
@never_cache
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def frame(request: HttpRequest) -> HttpResponse:
    """The same inside the widget on another site."""
    return _ask(request, AskChannel.WIDGET)


@never_cache
@csrf_exempt
@require_POST
def brief(request: HttpRequest) -> HttpResponse:
    """The short answer above what the search page found; nothing at all when there is none."""
    form = AskForm(request.POST)
    if not form.is_valid() or not limits.may_ask(request):
        return HttpResponse(status=204)
    try:
        reply = shown(actions.ask(form.cleaned_data["text"], **_asked_by(request, AskChannel.SEARCH)))
    except QuestionError:
        return HttpResponse(status=204)
    if not reply.answered:
        return HttpResponse(status=204)
    return render(request, "assistant/_brief.html", {"reply": reply, "text": form.cleaned_data["text"]})


@in_frame
@never_cache
@csrf_exempt
@require_POST
def rate(request: HttpRequest, ref: str) -> HttpResponse:
    """Count whether the answer helped; the first word stays. Who was not helped is shown the way to a person."""
    word = request.POST.get("aitas")
    if word in ("jah", "ei"):
        actions.rate(ref, helped=word == "jah")
    context = {
        "helped": word == "jah",
        "text": request.POST.get("text", ""),
        "service": request.POST.get("service", ""),
        "ref": ref,
        **_layout("raam" in request.POST),
    }
    is_piece = request.htmx  # type: ignore[attr-defined]
    return render(request, "assistant/_rated.html" if is_piece else "assistant/rated.html", context)


@never_cache
@csrf_exempt
@require_POST
def pass_on(request: HttpRequest, ref: str) -> HttpResponse:
    """The question form with what was said in it. A question that was just asked here stands in for the form's stamp."""
    if not is_ours(request):
        return csrf_failure(request)
    form = PassOnForm(request.POST)
    if not form.is_valid() or not antispam.is_within_limit("begin", request):
        return redirect("cases:ask")
    actions.hand_over(ref)
    draft = Draft.new(request, flow=FLOW_NAME, text=form.cleaned_data["text"], **form.beginning())
    return redirect(FLOW.url("words", draft.key))


def _ask(request: HttpRequest, channel: AskChannel) -> HttpResponse:
    """Ask when something was sent; the whole page, or only the answer for a page that is there already."""
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


def _answered(request: HttpRequest, form: AskForm, channel: AskChannel) -> tuple[ShownReply | None, int]:
    if not form.is_valid():
        return None, 422
    if not limits.may_ask(request):
        form.add_error("text", _("Very many questions came from your network just now. What you typed is kept: please "
                                 "try again in a minute, or ask an official."))  # fmt: skip
        return None, 429
    try:
        return shown(actions.ask(form.cleaned_data["text"], **_asked_by(request, channel))), 200
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
    path("abiline/<str:ref>/edasi/", pass_on, name="pass_on"),
]
