"""Endpoints for providers: the redirect URI, back-channel logout, the post-logout redirect URI."""

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
from raekoda.identity.signin.errors import ProviderUnavailable, SignInError
from raekoda.identity.signin.site import WINDOW_SECONDS, problem
from raekoda.platform.core import ratelimit

app_name = "signin_doors"
MAX_ANSWERS, MAX_LOGOUTS = 90, 3000
log = structlog.get_logger(__name__)


@require_GET
@never_cache
def answer(request: HttpRequest, ref: str) -> HttpResponse:
    """Redirect URI: the browser returns with a code or an error."""
    if not ratelimit.allow("signin-answer", ratelimit.client_address(request), MAX_ANSWERS, WINDOW_SECONDS):
        return problem(request, "busy")
    provider = get_object_or_404(queries.active_providers(), ref=ref)
    given = {name: request.GET.get(name, "") for name in ("state", "code", "error", "iss")}
    try:
        attempt = actions.claim(
            provider, state=given["state"], browser=cookies.read_cookie(request, given["state"]), issuer=given["iss"]
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
            after = rules.get_safe_path(attempt.next, request.get_host(), is_secure=request.is_secure())
            response = redirect(after)
    cookies.delete_cookie(response, given["state"])
    return response


@csrf_exempt
@require_POST
@never_cache
def logout(request: HttpRequest, ref: str) -> HttpResponse:
    """Back-channel logout: 200 on success, 400 for an invalid token (its section 2.8)."""
    if not ratelimit.allow("signin-logout", ratelimit.client_address(request), MAX_LOGOUTS, WINDOW_SECONDS):
        return HttpResponse(status=429)
    provider = get_object_or_404(queries.session_providers(), ref=ref)
    try:
        ended = actions.log_out_by_provider(provider, request.POST.get("logout_token", ""))
    except ProviderUnavailable:
        return HttpResponse(status=503)
    except SignInError as refusal:
        log.warning("signin_logout_refused", why=refusal.code, provider=provider.ref)
        return HttpResponse(status=400)
    log.info("signin_logout", provider=provider.ref, sessions=ended)
    return HttpResponse(status=200)


@require_GET
@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    """Post-logout redirect URI; ``state`` holds the language."""
    language = request.GET.get("state", "").removeprefix(actions.SIGNED_OUT_STATE)
    known = language if language in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
    with translation.override(known):
        return redirect("signin:signed_out")


urlpatterns = [
    path("sisene/valjas/", signed_out, name="signed_out"),
    path("sisene/vastus/<slug:ref>/", answer, name="answer"),
    path("sisene/valjas/<slug:ref>/", logout, name="logout"),
]
