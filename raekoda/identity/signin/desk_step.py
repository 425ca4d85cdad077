"""The second step of staff sign-in, after the password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth import BACKEND_SESSION_KEY, get_user_model, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from raekoda.identity.accounts.models import User
from raekoda.identity.signin import factors, rules
from raekoda.identity.signin.errors import SecondFactorError
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.guessing import GuessLimit
from raekoda.platform.core.posted import posted

SESSION_KEY = "second_step"
TIMEOUT_SECONDS = 300
FACTORS = GuessLimit("second-factor")


class CodeForm(forms.Form):
    """A code of the app or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Six digits from your app, or one of your recovery codes."),
    )


def start_second_step(request: HttpRequest, user: User, after: str) -> HttpResponse:
    """Redirect to the second step after a correct password. The user is signed in only when it succeeds within five
    minutes."""
    request.session.cycle_key()
    until = clock.now().timestamp() + TIMEOUT_SECONDS
    request.session[SESSION_KEY] = {"user": user.pk, "backend": user.backend, "until": until, "next": after}  # type: ignore[attr-defined]
    return redirect("signin_desk:step")


def restart_second_step(request: HttpRequest, after: str) -> HttpResponse:
    """End a session that was started before the second factor existed, and continue with the second step."""
    user = get_user_model().objects.get(pk=request.user.pk)
    user.backend = request.session[BACKEND_SESSION_KEY]  # type: ignore[attr-defined]
    logout(request)
    return start_second_step(request, user, after)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest) -> HttpResponse:
    """Verify the code or passkey and sign in."""
    from raekoda.identity.signin import passkeys

    pending = request.session.get(SESSION_KEY) or {}
    user = _get_pending_user(pending)
    if user is None:
        request.session.pop(SESSION_KEY, None)
        return redirect("desk:login")
    if request.method == "POST" and (seconds := FACTORS.attempt(request, str(user.pk))):
        return too_many_requests(request, seconds)
    form = CodeForm(posted(request) if "passkey" not in request.POST else None)
    problem = ""
    if request.method == "POST":
        try:
            factor = _verify(request, user, form)
        except SecondFactorError as refusal:
            problem = str(refusal)
        else:
            if factor:
                FACTORS.succeeded(request, str(user.pk))
                return _sign_in(request, user, pending, factor)
    if problem and form.is_bound:
        form.add_error("code", problem)
    context = {"form": form, "problem": problem, "question": passkeys.get_authentication_options(request, user)}
    return render(request, "signin/step.html", context, status=422 if problem or form.errors else 200)


def _verify(request: HttpRequest, user: User, form: CodeForm) -> str:
    from raekoda.identity.signin import passkeys

    if "passkey" in request.POST:
        passkeys.check(request, user, request.POST["passkey"])
        return "passkey"
    return factors.check_code(user, form.cleaned_data["code"]) if form.is_valid() else ""


def _sign_in(request: HttpRequest, user: User, pending: dict[str, Any], factor: str) -> HttpResponse:
    request.session.pop(SESSION_KEY, None)
    login(request, user, backend=pending["backend"])
    factors.mark_verified(request, user)
    journal.record("desk.sign_in", user, Actor.of(request), factor=factor)
    after = rules.get_safe_path(pending["next"], request.get_host(), is_secure=request.is_secure())
    return redirect(after if after != "/" else translate_url(reverse("desk:home"), user.language))


def _get_pending_user(pending: dict[str, Any]) -> User | None:
    if pending.get("until", 0) < clock.now().timestamp():
        return None
    user = get_user_model().objects.filter(pk=pending.get("user"), is_active=True).first()
    return user if user is not None and Actor.staff(user).may("people.enter") else None
