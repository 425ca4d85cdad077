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
from django.views.decorators.http import require_http_methods

from raekoda.identity.accounts import invitations
from raekoda.identity.accounts.actions import AccountError
from raekoda.identity.accounts.models import Membership, User
from raekoda.identity.signin import factors
from raekoda.identity.signin.desk_step import start_second_step
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.error_pages import too_many_requests
from raekoda.platform.core.guessing import GuessLimit
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

PASSWORDS = GuessLimit("sign-in")
INVITATIONS = GuessLimit("invitation")


class SignInForm(AuthenticationForm):
    """User name and password of somebody who has a role in this municipality."""

    error_messages = {
        "invalid_login": gettext_lazy("The user name or the password is not right. Capital letters matter."),
        "inactive": gettext_lazy("This account is closed."),
        "no_role": gettext_lazy("This account has no role in %(municipality)s. Ask your administrator."),
        "too_many": gettext_lazy("Too many tries. Please wait ten minutes and try again."),
    }

    retry_after = 0

    def clean(self) -> dict[str, Any]:
        name = str(self.cleaned_data.get("username", ""))
        self.retry_after = PASSWORDS.attempt(self.request, name) if self.request else 0
        if self.retry_after:
            raise ValidationError(self.error_messages["too_many"], code="too_many")
        cleaned = super().clean()
        if self.request:
            PASSWORDS.succeeded(self.request, name)
        return cleaned

    def confirm_login_allowed(self, user: Any) -> None:
        super().confirm_login_allowed(user)
        if not Actor.staff(user).may("people.enter"):
            raise ValidationError(
                self.error_messages["no_role"], code="no_role", params={"municipality": current().name}
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

    def form_invalid(self, form: Any) -> HttpResponse:
        response = super().form_invalid(form)
        if form.retry_after:
            response.status_code = 429
            response["Retry-After"] = str(form.retry_after)
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


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Accept a role by the link of an invitation; a new or unproven account sets its password by that."""
    if seconds := INVITATIONS.attempt(request):
        return too_many_requests(request, seconds)
    found = invitations.find(token)
    if found is None:
        return render(request, "desk/invitation.html", {"invitation": None}, status=404)
    INVITATIONS.succeeded(request)
    form: SetPasswordForm | None = None
    if invitations.needs_password(found):
        invited = User(username=found.email, email=found.email, first_name=found.first_name, last_name=found.last_name)
        form = SetPasswordForm(invited, request.POST if request.method == "POST" else None)
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            given = invitations.accept(token, password=form.cleaned_data["new_password1"] if form else "")
        except AccountError as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(
                request,
                _("You have the role now. Please sign in.")
                if isinstance(given, Membership)
                else _("Thank you. A second administrator confirms your rights; then you can sign in."),
            )
        return redirect("desk:login")
    context = {"invitation": found, "form": form}
    return render(request, "desk/invitation.html", context, status=422 if form and form.errors else 200)


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
