"""Staff pages: sign-in providers, roles that need a second factor, own second factors."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from raekoda.identity.signin import desk_factors, desk_step, factors, providers
from raekoda.identity.signin.forms import FactorRolesForm, ProviderForm
from raekoda.identity.signin.messages import get_check_message
from raekoda.identity.signin.models import Provider
from raekoda.identity.signin.rules import Kind
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "signin_desk"


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("signin.manage")
def setup(request: HttpRequest) -> HttpResponse:
    """Providers with the results of their last check, and roles that need a second factor."""
    form = FactorRolesForm(posted(request), initial={"roles": current().second_factor_roles})
    if request.method == "POST" and form.is_valid():
        factors.require_for(form.cleaned_data["roles"], actor=Actor.of(request))
        messages.success(request, _("Saved."))
        return redirect("signin_desk:setup")
    rows = [{"provider": each, "trouble": get_check_message(each.trouble)} for each in _providers()]
    return render(request, "signin/setup.html", {"rows": rows, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("signin.manage")
def edit(request: HttpRequest, ref: str = "") -> HttpResponse:
    """Add or change a provider and check it."""
    provider = get_object_or_404(_providers().exclude(kind=Kind.TEST), ref=ref) if ref else None
    form = ProviderForm(posted(request), instance=provider)
    if request.method == "POST" and form.is_valid():
        actor = Actor.of(request)
        saved = providers.save(form.provider(), actor=actor)
        _report_check(request, providers.check(saved, actor=actor))
        return redirect("signin_desk:provider", saved.ref)
    context: dict[str, Any] = {"form": form, "provider": provider}
    if provider is not None:
        context |= {"addresses": providers.get_addresses(provider), "has_sessions": provider.kind == Kind.GOVSSO}
    return render(request, "signin/provider.html", context, status=422 if form.errors else 200)


@require_POST
@staff_page("signin.manage")
def check(request: HttpRequest, ref: str) -> HttpResponse:
    """Check a provider's discovery document and keys."""
    _report_check(request, providers.check(get_object_or_404(_providers(), ref=ref), actor=Actor.of(request)))
    return redirect("signin_desk:setup")


def _report_check(request: HttpRequest, trouble: str) -> None:
    if trouble:
        messages.warning(request, _("Saved, but: %(trouble)s") % {"trouble": get_check_message(trouble)})
    else:
        messages.success(request, _("The provider answers as it should."))


def _providers() -> Any:
    return Provider.objects.select_related("municipality").defer("secret", "signing_key")


urlpatterns = [
    path("sisselogimine/", setup, name="setup"),
    path("sisselogimine/uus/", edit, name="new_provider"),
    path("sisselogimine/<slug:ref>/", edit, name="provider"),
    path("sisselogimine/<slug:ref>/proovi/", check, name="check"),
    path("sisene/kinnita/", desk_step.step, name="step"),
    path("seaded/kinnitus/", desk_factors.index, name="own"),
    path("seaded/kinnitus/rakendus/", desk_factors.add_app, name="add_app"),
    path("seaded/kinnitus/voti/", desk_factors.add_passkey, name="add_passkey"),
    path("seaded/kinnitus/koodid/", desk_factors.codes, name="codes"),
    path("seaded/kinnitus/eemalda/", desk_factors.remove, name="remove"),
    path("inimesed/<int:pk>/kinnitus/", desk_factors.reset, name="reset"),
]
