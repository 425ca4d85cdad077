"""Reads of privacy requests."""

from __future__ import annotations

from django.db.models import QuerySet

from raekoda.identity.persons.access import owned_by
from raekoda.identity.privacy.models import Request
from raekoda.platform.core.actor import Actor


def visible_to(actor: Actor) -> QuerySet[Request]:
    """Requests that ``actor`` made for the person for whom they act; empty for other actors."""
    return (
        Request.objects.filter(owned_by(actor), asked_by_id=actor.person_id)
        if actor.person_id
        else Request.objects.none()
    )


def find_report_of_erased(ref: str) -> Request | None:
    """A completed erasure of an erased person. None while the person can still sign in to read it."""
    done = Request.objects.filter(ref=ref, kind=Request.Kind.DELETION, state=Request.State.READY)
    return done.filter(person__forgotten_at__isnull=False).first()


def awaiting_decision(actor: Actor) -> QuerySet[Request]:
    """Erasure requests that wait for a decision; empty for actors who may not decide."""
    waiting = Request.objects.filter(state=Request.State.TO_CONFIRM).select_related("person", "asked_by")
    return waiting if actor.may("rights.decide") else waiting.none()
