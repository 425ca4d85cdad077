"""Own second factors: app, passkeys, recovery codes; reset of a colleague's factors by an administrator."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.identity.accounts.models import Membership, User
from raekoda.identity.signin import desk_step, factors, rules
from raekoda.identity.signin.errors import SecondFactorError
from raekoda.identity.signin.models import Passkey, RecoveryCode, Totp
from raekoda.platform.core import secrets
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.numbers import whole
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

NEW_SECRET = "new_totp_secret"  # noqa: S105 - the name of a key of the session
AFTER = "after_second_factor"


class NewAppForm(forms.Form):
    """The first code of a new app."""

    code = forms.CharField(
        label=gettext_lazy("Code shown by the app"),
        max_length=8,
        widget=forms.TextInput({"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )


@require_safe
@staff_page("signin.own_factor")
def index(request: HttpRequest) -> HttpResponse:
    """Own factors and the municipality's requirement. A user with a factor has to verify it first."""
    from raekoda.identity.signin import passkeys

    after = rules.get_safe_path(request.GET.get("next"), request.get_host(), is_secure=request.is_secure())
    if _must_verify(request):
        return desk_step.restart_second_step(request, after)
    if after != "/":
        request.session[AFTER] = after
    context = {
        "app": Totp.objects.filter(user=request.user).defer("secret").first(),
        "passkeys": Passkey.objects.filter(user=request.user),
        "host": passkeys.get_host(request),
        "codes": RecoveryCode.objects.filter(user=request.user, used_at=None).count(),
        "is_required": factors.is_required(Actor.of(request)),
        "is_verified": factors.is_verified(request),
    }
    return render(request, "signin/factors.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("signin.own_factor")
def add_app(request: HttpRequest) -> HttpResponse:
    """The QR code, and the first code as proof that the app is set up."""
    import segno

    if _must_verify(request):
        return desk_step.restart_second_step(request, request.path)
    encrypted = request.session.get(NEW_SECRET, "")
    secret = secrets.decrypt(encrypted) if encrypted else factors.generate_secret()
    form = NewAppForm(posted(request))
    if request.method == "POST" and form.is_valid():
        try:
            factors.add_app(_get_user(request), secret=secret, code=form.cleaned_data["code"], actor=Actor.of(request))
        except SecondFactorError as refusal:
            form.add_error("code", str(refusal))
        else:
            request.session.pop(NEW_SECRET, None)
            messages.success(request, _("Your app is in use: from now on you are asked for its code when you sign in."))
            return _finish(request)
    request.session[NEW_SECRET] = secrets.encrypt(secret)
    picture = segno.make(factors.get_app_uri(request.user, secret), error="m").svg_data_uri(scale=5, border=2)
    context = {"form": form, "secret": secret, "picture": picture}
    return render(request, "signin/add_app.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("signin.own_factor")
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Register a passkey or security key."""
    from raekoda.identity.signin import passkeys

    if _must_verify(request):
        return desk_step.restart_second_step(request, request.path)
    problem = ""
    if request.method == "POST":
        try:
            given = {"answer": request.POST.get("passkey", ""), "name": request.POST.get("name", "")}
            passkeys.add(request, _get_user(request), actor=Actor.of(request), **given)
        except SecondFactorError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Your key is in use: from now on you are asked for it when you sign in."))
            return _finish(request)
    context = {"question": passkeys.get_registration_options(request, _get_user(request)), "problem": problem}
    return render(request, "signin/add_passkey.html", context, status=422 if problem else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("signin.own_factor")
def codes(request: HttpRequest) -> HttpResponse:
    """Create recovery codes, shown once."""
    if _must_verify(request) or not factors.has_factor(request.user):
        return redirect("signin_desk:own")
    made = (
        factors.create_recovery_codes(_get_user(request), actor=Actor.of(request)) if request.method == "POST" else []
    )
    context = {"codes": made, "after": request.session.pop(AFTER, "") if made else ""}
    return render(request, "signin/codes.html", context)


@require_POST
@staff_page("signin.own_factor")
def remove(request: HttpRequest) -> HttpResponse:
    """Remove the app or a passkey."""
    if _must_verify(request):
        return redirect("signin_desk:own")
    try:
        if "app" in request.POST:
            factors.remove_app(_get_user(request), actor=Actor.of(request))
        else:
            mine = Passkey.objects.filter(user=request.user)
            found = get_object_or_404(mine, pk=whole(request.POST.get("passkey")) or 0)
            factors.remove_passkey(found, actor=Actor.of(request))
    except SecondFactorError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("It is not in use any more."))
    return redirect("signin_desk:own")


@require_POST
@staff_page("people.manage")
def reset(request: HttpRequest, pk: int) -> HttpResponse:
    """Remove a colleague's second factors."""
    membership = get_object_or_404(Membership.objects.select_related("user"), pk=pk, municipality=current())
    try:
        factors.reset(membership, actor=Actor.of(request))
    except SecondFactorError as refusal:
        messages.error(request, str(refusal))
    else:
        text = _("The second factor of %(name)s is taken away. They sign in by password and can set up a new one.")
        messages.success(request, text % {"name": membership.user.display_name})
    return redirect("desk:member", pk)


def _get_user(request: HttpRequest) -> User:
    """The signed-in member of staff."""
    assert request.user.is_authenticated
    return request.user


def _must_verify(request: HttpRequest) -> bool:
    """Whether the user has a second factor that is not verified in this session."""
    return not factors.is_verified(request) and factors.has_factor(request.user)


def _finish(request: HttpRequest) -> HttpResponse:
    """Mark the session as verified; the first factor is followed by recovery codes."""
    factors.mark_verified(request, request.user)
    if not RecoveryCode.objects.filter(user=request.user, used_at=None).exists():
        return redirect("signin_desk:codes")
    return redirect(request.session.pop(AFTER, "") or reverse("signin_desk:own"))
