"""Reads: which providers people may choose from."""

from __future__ import annotations

from django.conf import settings
from django.db.models import QuerySet

from raekoda.identity.signin.models import Attempt, Provider
from raekoda.identity.signin.rules import Kind


def usable() -> QuerySet[Provider]:
    """Providers of the open municipality that residents may sign in by now; the test login only in a demonstration.

    Their secrets are read when they are needed: one that cannot be read any more closes one door, not the page of all.
    """
    found = Provider.objects.filter(is_active=True)
    if not settings.DEMO:
        found = found.exclude(kind=Kind.TEST)
    return found.select_related("municipality").defer("secret", "signing_key").order_by("id")


def with_sessions() -> QuerySet[Provider]:
    """Providers that keep sessions, those out of use too: what was begun by them may still be ended by them."""
    found = Provider.objects.filter(kind=Kind.GOVSSO)
    return found.select_related("municipality").defer("secret", "signing_key")


def of_person(person_id: int) -> QuerySet[Attempt]:
    """Somebody's sign-ins, the newest first."""
    return Attempt.objects.filter(person_id=person_id).order_by("-id")
