"""Residents' pages: choosing a provider, signing out, renewing the session, the demo's test login."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.urls import path, reverse, translate_url
from django.utils.cache import add_never_cache_headers
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.identity.persons.access import get_resident
from raekoda.identity.signin import actions, cookies, demo_provider, pending_forms, queries, renewal, rules
from raekoda.identity.signin.errors import ProviderUnavailable, SignInError
from raekoda.identity.signin.messages import get_message
from raekoda.identity.signin.models import Provider
from raekoda.identity.signin.rules import Kind
from raekoda.platform.core import ratelimit
from raekoda.platform.core.context import language_links
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.guessing import GuessLimit

app_name = "signin"
MAX_ATTEMPTS, WINDOW_SECONDS = 60, 600
TEST_LOGINS = GuessLimit("signin-test", of_address=MAX_ATTEMPTS, of_name=MAX_ATTEMPTS)


@require_safe
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """The providers to choose from, shown for a single one too."""
    after = get_next_url(request)
    if get_resident(request) is not None:
        return redirect(after)
    return render(request, "signin/choose.html", {"providers": queries.active_providers(), "next": after})


@require_safe
@never_cache
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Redirect to the provider, from the host that it redirects back to."""
    provider = get_object_or_404(queries.active_providers(), ref=ref)
    after = get_next_url(request)
    base = f"{request.scheme}://{request.get_host()}" if provider.kind == Kind.TEST else actions.get_base_url(provider)
    if cookies.get_host_name(base) != cookies.get_host_name(f"//{request.get_host()}"):
        return redirect(f"{base}{request.get_full_path()}")
    if not ratelimit.allow("signin-begin", ratelimit.client_address(request), MAX_ATTEMPTS, WINDOW_SECONDS):
        return problem(request, "busy", after)
    try:
        begun = actions.begin(
            provider,
            redirect_uri=f"{base}{reverse('signin_doors:answer', args=[provider.ref])}",
            next=after,
            language=get_language() or "et",
            request_id=getattr(request, "request_id", ""),
        )
    except SignInError as refusal:
        return problem(request, refusal.code, after)
    response = redirect(begun.url)
    cookies.set_cookie(response, begun)
    return response


def problem(request: HttpRequest, code: str, after: str = "/") -> HttpResponse:
    """Error page of a sign-in."""
    status = {"silent": 503, "busy": 429, "cancelled": 200, "ended": 200}.get(code, 400)
    languages = [
        {**each, "url": translate_url(reverse("signin:choose"), each["code"])} for each in language_links(request)
    ]
    context = {
        "message": get_message(code),
        "next": after,
        "providers": queries.active_providers(),
        "languages": languages,
    }
    response = render(request, "signin/problem.html", context, status=status)
    if status == 429:
        response["Retry-After"] = str(WINDOW_SECONDS)
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """Sign out by a form (POST); the page shows who is signed in."""
    if request.method != "POST":
        return render(request, "signin/sign_out.html", {"resident": get_resident(request)})
    onward = actions.sign_out(request, language=get_language() or "et")
    if onward:
        return render(request, "signin/onward.html", {"onward": onward})
    return redirect("signin:signed_out")


@require_safe
@never_cache
def signed_out(request: HttpRequest) -> HttpResponse:
    return render(request, "signin/signed_out.html")


@require_http_methods(["GET", "POST"])
@never_cache
def renew(request: HttpRequest) -> HttpResponse:
    """Session endpoint for the page's script: GET returns the expiry, POST renews. 401: ended, 503: try again."""
    try:
        running = renewal.renew(request) if request.method == "POST" else renewal.get_session_state(request)
    except ProviderUnavailable:
        return JsonResponse({}, status=503)
    except SignInError:
        running = None
    if running is None:
        return JsonResponse({"sign_in": reverse("signin:choose")}, status=401)
    return JsonResponse({"until": running.until.isoformat(), "quiet": running.is_quiet})


@require_http_methods(["GET", "POST"])
@never_cache
def test_login(request: HttpRequest, ref: str) -> HttpResponse:
    """The test login: a list of made-up people."""
    demo_provider.require_demo()
    provider = get_object_or_404(Provider.objects.filter(kind=Kind.TEST, is_active=True), ref=ref)
    asked = {name: request.GET.get(name, "") for name in demo_provider.PARAMETERS}
    expected = f"{request.scheme}://{request.get_host()}{reverse('signin_doors:answer', args=[provider.ref])}"
    if asked["redirect_uri"] != expected or asked["client_id"] != provider.client_id:
        raise Http404
    if request.method == "POST":
        if "cancel" in request.POST:
            return redirect(demo_provider.get_return_url(asked, error="user_cancel"))
        if seconds := TEST_LOGINS.attempt(request, request.POST.get("who", "")):
            return too_many_requests(request, seconds)
        code = demo_provider.create_code(request.POST.get("who", ""), asked)
        return redirect(demo_provider.get_return_url(asked, code=code, iss=provider.issuer))
    context: dict[str, Any] = {"people": demo_provider.get_demo_persons(), "stranger": demo_provider.STRANGER}
    return render(request, "signin/test_login.html", context)


def get_next_url(request: HttpRequest) -> str:
    """The safe ``next`` path; the resident's home page without one."""
    if "next" not in request.GET:
        return resolve_url(settings.RAEKODA_RESIDENT_HOME)
    return rules.get_safe_path(request.GET.get("next"), request.get_host(), is_secure=request.is_secure())


urlpatterns = [
    path("sisene/", choose, name="choose"),
    path("sisene/alusta/<slug:ref>/", begin, name="begin"),
    path("sisene/alles/", pending_forms.pending_form, name="kept"),
    path("sisene/pikenda/", renew, name="renew"),
    path("sisene/proov/<slug:ref>/", test_login, name="test_login"),
    path("valju/", sign_out, name="sign_out"),
    path("valju/valmis/", signed_out, name="signed_out"),
]
