"""Pages of residents: choosing how to sign in, signing out, letting the session run on, the test login of the demo."""

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

from raekoda.identity.persons.access import resident_of
from raekoda.identity.signin import actions, cookies, kept, queries, renewing, rules, trial
from raekoda.identity.signin.errors import ProviderSilent, SignInError
from raekoda.identity.signin.models import Provider
from raekoda.identity.signin.rules import Kind
from raekoda.identity.signin.wording import words_of
from raekoda.platform.core import ratelimit
from raekoda.platform.core.context import language_links

app_name = "signin"
BEGINNINGS, WINDOW_SECONDS = 60, 600


@require_safe
@never_cache
def choose(request: HttpRequest) -> HttpResponse:
    """The ways to sign in; with one only, a page all the same: it says what happens next."""
    after = next_of(request)
    if resident_of(request) is not None:
        return redirect(after)
    return render(request, "signin/choose.html", {"providers": queries.usable(), "next": after})


@require_safe
@never_cache
def begin(request: HttpRequest, ref: str) -> HttpResponse:
    """Send the browser to the provider, from the host that the provider sends it back to."""
    provider = get_object_or_404(queries.usable(), ref=ref)
    after = next_of(request)
    base = f"{request.scheme}://{request.get_host()}" if provider.kind == Kind.TEST else actions.base_of(provider)
    if cookies.host_name(base) != cookies.host_name(f"//{request.get_host()}"):
        return redirect(f"{base}{request.get_full_path()}")
    if not ratelimit.allow("signin-begin", ratelimit.client_address(request), BEGINNINGS, WINDOW_SECONDS):
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
    cookies.give(response, begun)
    return response


def problem(request: HttpRequest, code: str, after: str = "/") -> HttpResponse:
    """Why it did not go, in words, with a way on."""
    status = {"silent": 503, "busy": 429, "cancelled": 200, "ended": 200}.get(code, 400)
    languages = [
        {**each, "url": translate_url(reverse("signin:choose"), each["code"])} for each in language_links(request)
    ]
    context = {"words": words_of(code), "next": after, "providers": queries.usable(), "languages": languages}
    response = render(request, "signin/problem.html", context, status=status)
    add_never_cache_headers(response)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session by a form; the page itself says who is signed in and offers to."""
    if request.method != "POST":
        return render(request, "signin/sign_out.html", {"who": resident_of(request)})
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
    """For the script that watches the session: until when it runs; a POST lets it run on. 401: it is over, 503: try again."""
    try:
        running = renewing.renew(request) if request.method == "POST" else renewing.running(request)
    except ProviderSilent:
        return JsonResponse({}, status=503)
    except SignInError:
        running = None
    if running is None:
        return JsonResponse({"sign_in": reverse("signin:choose")}, status=401)
    return JsonResponse({"until": running.until.isoformat(), "quiet": running.is_quiet})


@require_http_methods(["GET", "POST"])
@never_cache
def test_login(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of the test login: made-up people to be clicked."""
    trial.must_be_demo()
    provider = get_object_or_404(Provider.objects.filter(kind=Kind.TEST, is_active=True), ref=ref)
    asked = {name: request.GET.get(name, "") for name in trial.PARAMETERS}
    expected = f"{request.scheme}://{request.get_host()}{reverse('signin_doors:answer', args=[provider.ref])}"
    if asked["redirect_uri"] != expected or asked["client_id"] != provider.client_id:
        raise Http404
    if request.method == "POST":
        if "cancel" in request.POST:
            return redirect(trial.return_address(asked, error="user_cancel"))
        code = trial.code_for(request.POST.get("who", ""), asked)
        return redirect(trial.return_address(asked, code=code, iss=provider.issuer))
    context: dict[str, Any] = {"people": trial.people(), "stranger": trial.STRANGER}
    return render(request, "signin/test_login.html", context)


def next_of(request: HttpRequest) -> str:
    """The page to come back to, if it is one of ours; one's own page where none was asked for."""
    if "next" not in request.GET:
        return resolve_url(settings.RAEKODA_RESIDENT_HOME)
    return rules.own_address(request.GET.get("next"), request.get_host(), is_secure=request.is_secure())


urlpatterns = [
    path("sisene/", choose, name="choose"),
    path("sisene/alusta/<slug:ref>/", begin, name="begin"),
    path("sisene/alles/", kept.kept_page, name="kept"),
    path("sisene/pikenda/", renew, name="renew"),
    path("sisene/proov/<slug:ref>/", test_login, name="test_login"),
    path("valju/", sign_out, name="sign_out"),
    path("valju/valmis/", signed_out, name="signed_out"),
]
