"""Configuration of providers."""

from __future__ import annotations

from django.db import transaction
from django.urls import reverse

from raekoda.identity.signin import oidc
from raekoda.identity.signin.actions import get_base_url
from raekoda.identity.signin.errors import SignInError
from raekoda.identity.signin.models import Provider
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.secrets import Unreadable


@transaction.atomic
def save(provider: Provider, *, actor: Actor) -> Provider:
    """Save a provider. Raises ``PermissionDenied``."""
    actor.require("signin.manage")
    verb = "signin.change_provider" if provider.pk else "signin.new_provider"
    provider.trouble, provider.checked_at = "", None
    provider.save()
    journal.record(verb, provider, actor, kind=provider.kind, level=provider.level, is_active=provider.is_active)
    return provider


def check(provider: Provider, *, actor: Actor) -> str:
    """Check the provider's discovery document and keys; returns the error code, or ""."""
    actor.require("signin.manage")
    trouble = ""
    try:
        if not provider.secret:
            trouble = "setup"
        oidc.get_discovery(provider, refresh=True)
        if not oidc.fetch_keys(provider):
            trouble = "keys"
    except Unreadable:
        trouble = "unreadable"
    except SignInError as refusal:
        trouble = refusal.code
    Provider.objects.filter(pk=provider.pk).update(trouble=trouble, checked_at=clock.now())
    return trouble


def get_addresses(provider: Provider) -> dict[str, str]:
    """The URLs to register at the provider."""
    base = get_base_url(provider)
    return {
        "answer": f"{base}{reverse('signin_doors:answer', args=[provider.ref])}",
        "logout": f"{base}{reverse('signin_doors:logout', args=[provider.ref])}",
        "signed_out": f"{base}{reverse('signin_doors:signed_out')}",
    }
