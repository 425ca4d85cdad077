"""Signing in and out, passwords, one's own language. A second factor: :mod:`raekoda.identity.signin.desk_step`."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model, views
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy, translate_url
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from raekoda.identity.signin import factors
from raekoda.identity.signin.desk_step import start_second_step
from raekoda.platform.core import journal, ratelimit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

ATTEMPTS_PER_ADDRESS = 30
ATTEMPTS_PER_NAME = 10
WINDOW_SECONDS = 600


class SignInForm(AuthenticationForm):
    """User name and password of somebody who has a role in this municipality."""

    error_messages = {
        "invalid_login": gettext_lazy("The user name or the password is not right. Capital letters matter."),
        "inactive": gettext_lazy("This account is closed."),
        "no_role": gettext_lazy("This account has no role in %(municipality)s. Ask your administrator."),
        "too_many": gettext_lazy("Too many tries. Please wait ten minutes and try again."),
    }

    def clean(self) -> dict[str, Any]:
        if not self._is_within_limits():
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        return super().clean()

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not Actor.staff(user).may("people.enter"):
            raise ValidationError(
                self.error_messages["no_role"], code="no_role", params={"municipality": current().name}
            )

    def _is_within_limits(self) -> bool:
        address = ratelimit.client_address(self.request) if self.request else ""
        name = str(self.cleaned_data.get("username", "")).lower()
        return ratelimit.allow("sign-in-address", address, ATTEMPTS_PER_ADDRESS, WINDOW_SECONDS) and ratelimit.allow(
            "sign-in-name", f"{current().pk}:{name}", ATTEMPTS_PER_NAME, WINDOW_SECONDS
        )


@method_decorator(never_cache, name="dispatch")
class SignIn(views.LoginView):
    """Sign-in of staff; redirects to the requested page in the user's language."""

    form_class = SignInForm
    template_name = "desk/sign_in.html"
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(is_demo=settings.DEMO or current().is_demo, **kwargs)

    def get_default_redirect_url(self) -> str:
        home = reverse("desk:home")
        user = self.request.user
        return translate_url(home, user.language) if user.is_authenticated else home  # type: ignore[union-attr]

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        if factors.has_factor(form.get_user()):
            return start_second_step(self.request, form.get_user(), self.get_redirect_url())
        response = super().form_valid(form)
        journal.record("desk.sign_in", form.get_user(), Actor.of(self.request))
        return response


class SignOut(views.LogoutView):
    next_page = reverse_lazy("desk:login")  # type: ignore[assignment]


class OwnPassword(views.PasswordChangeView):
    """A new password for oneself, by giving the present one."""

    form_class = PasswordChangeForm
    template_name = "desk/password.html"
    success_url = reverse_lazy("desk:settings")

    def form_valid(self, form: PasswordChangeForm) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("The new password is in use."))
        return response


class FirstPassword(views.PasswordResetConfirmView):
    """Sets a password by a link that works once and only in the municipality that gave it."""

    form_class = SetPasswordForm  # type: ignore[assignment]
    template_name = "desk/first_password.html"
    success_url = reverse_lazy("desk:login")

    def get_user(self, uidb64: str) -> Any:
        user = super().get_user(uidb64)
        return user if user is not None and Actor.staff(user).may("people.enter") else None

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, _("The password is set. You can sign in now."))
        return response


class OwnSettingsForm(forms.ModelForm):
    class Meta:
        model = get_user_model()
        fields = ["first_name", "last_name", "language"]
        widgets = {"language": forms.RadioSelect(choices=settings.LANGUAGES)}


@staff_page("people.enter")
def own_settings(request: HttpRequest) -> HttpResponse:
    """One's own name and language."""
    form = OwnSettingsForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        messages.success(request, _("Saved."))
        return redirect(translate_url(reverse("desk:settings"), user.language))
    return render(request, "desk/settings.html", {"form": form})
