"""The second step of staff's sign-in: after the password, before anything else."""

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
from raekoda.platform.core.posted import posted

HELD = "second_step"
HELD_SECONDS = 300


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        widget=forms.TextInput({"autocomplete": "one-time-code", "autocapitalize": "off", "spellcheck": "false"}),
        help_text=gettext_lazy("Six digits from your app, or one of your recovery codes."),
    )


def hold(request: HttpRequest, user: User, after: str) -> HttpResponse:
    """The password was right; nobody is signed in before the second factor is shown, within five minutes."""
    request.session.cycle_key()
    until = clock.now().timestamp() + HELD_SECONDS
    request.session[HELD] = {"user": user.pk, "backend": user.backend, "until": until, "next": after}  # type: ignore[attr-defined]
    return redirect("signin_desk:step")


def hold_again(request: HttpRequest, after: str) -> HttpResponse:
    """A session from before the second factor: it ends, and goes on when the factor is shown."""
    user = get_user_model().objects.get(pk=request.user.pk)
    user.backend = request.session[BACKEND_SESSION_KEY]  # type: ignore[attr-defined]
    logout(request)
    return hold(request, user, after)


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def step(request: HttpRequest) -> HttpResponse:
    """Ask for the code or the passkey; then sign in."""
    from raekoda.identity.signin import passkeys

    held = request.session.get(HELD) or {}
    user = _held_user(held)
    if user is None:
        request.session.pop(HELD, None)
        return redirect("desk:login")
    form = CodeForm(posted(request) if "passkey" not in request.POST else None)
    problem = ""
    if request.method == "POST":
        try:
            factor = _shown(request, user, form)
        except SecondFactorError as refusal:
            problem = str(refusal)
        else:
            if factor:
                return _enter(request, user, held, factor)
    if problem and form.is_bound:
        form.add_error("code", problem)
    context = {"form": form, "problem": problem, "question": passkeys.question(request, user)}
    return render(request, "signin/step.html", context, status=422 if problem or form.errors else 200)


def _shown(request: HttpRequest, user: User, form: CodeForm) -> str:
    from raekoda.identity.signin import passkeys

    if "passkey" in request.POST:
        passkeys.check(request, user, request.POST["passkey"])
        return "passkey"
    return factors.check_code(user, form.cleaned_data["code"]) if form.is_valid() else ""


def _enter(request: HttpRequest, user: User, held: dict[str, Any], factor: str) -> HttpResponse:
    request.session.pop(HELD, None)
    login(request, user, backend=held["backend"])
    factors.show(request, user)
    journal.record("desk.sign_in", user, Actor.of(request), factor=factor)
    after = rules.own_address(held["next"], request.get_host(), is_secure=request.is_secure())
    return redirect(after if after != "/" else translate_url(reverse("desk:home"), user.language))


def _held_user(held: dict[str, Any]) -> User | None:
    if held.get("until", 0) < clock.now().timestamp():
        return None
    user = get_user_model().objects.filter(pk=held.get("user"), is_active=True).first()
    return user if user is not None and Actor.staff(user).may("people.enter") else None
