"""Reads of providers and sign-ins."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from raekoda.identity.signin.models import Attempt, Provider
from raekoda.identity.signin.rules import Kind


def active_providers() -> QuerySet[Provider]:
    """Active providers of the municipality; the test login only in a demo.

    Secrets are deferred: one that cannot be decrypted affects its provider only, not the list.
    """
    found = Provider.objects.filter(is_active=True)
    if not settings.DEMO:
        found = found.exclude(kind=Kind.TEST)
    return found.select_related("municipality").defer("secret", "signing_key").order_by("id")


def session_providers() -> QuerySet[Provider]:
    """Providers with sessions, inactive ones too: they may still end sessions they started."""
    found = Provider.objects.filter(kind=Kind.GOVSSO)
    return found.select_related("municipality").defer("secret", "signing_key")


def attempts_by(person_id: int) -> QuerySet[Attempt]:
    """A person's sign-ins, newest first."""
    return Attempt.objects.filter(person_id=person_id).order_by("-id")
