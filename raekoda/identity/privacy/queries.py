"""Reads of requests, behind one gate."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.identity.persons.access import own
from raekoda.identity.privacy.models import Request
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Request]:
    """Requests that ``actor`` asked for whom they act for now; none for others."""
    return (
        Request.objects.filter(own(actor), asked_by_id=actor.person_id) if actor.person_id else Request.objects.none()
    )


def report_of_forgotten(ref: str) -> Request | None:
    """A deletion that was done and after which the person is forgotten; None while somebody can still sign in to read it."""
    done = Request.objects.filter(ref=ref, kind=Request.Kind.DELETION, state=Request.State.READY)
    return done.filter(person__forgotten_at__isnull=False).first()


def to_confirm(actor: Actor) -> QuerySet[Request]:
    """Deletions that wait for an official, for those who decide; none for others."""
    waiting = Request.objects.filter(state=Request.State.TO_CONFIRM).select_related("person", "asked_by")
    return waiting if actor.may("rights.decide") else waiting.none()
