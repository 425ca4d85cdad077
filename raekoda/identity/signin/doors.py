"""Addresses that providers know: where browsers are sent back to, and where a provider tells that a session is over."""

from __future__ import annotations

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from raekoda.identity.signin import actions, cookies, queries, rules
from raekoda.identity.signin.errors import ProviderSilent, SignInError
from raekoda.identity.signin.site import WINDOW_SECONDS, problem
from raekoda.platform.core import ratelimit

app_name = "signin_doors"
ANSWERS, LOGOUTS = 90, 3000
log = structlog.get_logger(__name__)


@require_GET
@never_cache
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """The browser is back from the provider, with a code or with the reason why not. Other parameters are left alone."""
    if not ratelimit.allow("signin-answer", ratelimit.client_address(request), ANSWERS, WINDOW_SECONDS):
        return problem(request, "busy")
    provider = get_object_or_404(queries.usable(), ref=ref)
    given = {name: request.GET.get(name, "") for name in ("state", "code", "error", "iss")}
    try:
        attempt = actions.claim(
            provider, state=given["state"], browser=cookies.read(request, given["state"]), issuer=given["iss"]
        )
    except SignInError as refusal:
        log.warning("signin_answer_refused", why=refusal.code, provider=provider.ref)
        return problem(request, refusal.code)
    with translation.override(attempt.language):
        try:
            actions.finish(attempt, request, code=given["code"], error=given["error"])
        except SignInError as refusal:
            response = problem(request, refusal.code, attempt.next)
        else:
            after = rules.own_address(attempt.next, request.get_host(), is_secure=request.is_secure())
            response = redirect(after)
    cookies.drop(response, given["state"])
    return response


@csrf_exempt
@require_POST
@never_cache
def logout(request: HttpRequest, ref: str) -> HttpResponse:
    """Back-channel logout: 200 when the session is over here, 400 for a token that is not believed (its section 2.8)."""
    if not ratelimit.allow("signin-logout", ratelimit.client_address(request), LOGOUTS, WINDOW_SECONDS):
        return HttpResponse(status=429)
    provider = get_object_or_404(queries.with_sessions(), ref=ref)
    try:
        ended = actions.log_out_by_provider(provider, request.POST.get("logout_token", ""))
    except ProviderSilent:
        return HttpResponse(status=503)
    except SignInError as refusal:
        log.warning("signin_logout_refused", why=refusal.code, provider=provider.ref)
        return HttpResponse(status=400)
    log.info("signin_logout", provider=provider.ref, sessions=ended)
    return HttpResponse(status=200)


@require_GET
@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    """Back from the provider's own sign-out, by the one address it knows; on in the language that ``state`` tells."""
    language = request.GET.get("state", "").removeprefix(actions.SIGNED_OUT_STATE)
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        return redirect("signin:signed_out")


urlpatterns = [
    path("sisene/valjas/", signed_out, name="signed_out"),
    path("sisene/vastus/<slug:ref>/", answer, name="answer"),
    path("sisene/valjas/<slug:ref>/", logout, name="logout"),
]
