"""Export and erasure of privacy requests."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raekoda.identity.persons.models import Person
from raekoda.identity.persons.personal_data import ErasureResult
from raekoda.identity.privacy import actions
from raekoda.identity.privacy.models import Request
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record

ENDED = (Request.State.READY, Request.State.REFUSED, Request.State.EXPIRED)


def export(person: Person) -> list[dict[str, Any]]:
    """All requests, without their files."""
    return [
        {"kind": each.kind, "at": each.asked_at.isoformat(), "state": each.state, "reason": each.reason}
        for each in Request.objects.filter(person=person).order_by("id")
    ]


def erase(person: Person, actor: Actor) -> ErasureResult:
    """Delete exported files and the free text of closed requests. The requests stay as evidence and no longer
    identify the person."""
    ready = list(Request.objects.filter(person=person, kind=Request.Kind.EXPORT, state=Request.State.READY))
    for request in ready:
        actions.delete_files(request, actor=actor)
    ended = Request.objects.filter(person=person, state__in=ENDED).exclude(reason="", decision="")
    emptied = ended.update(reason="", decision="")
    if emptied:
        record("rights.forget", person, actor, requests=emptied)
    kept = Request.objects.filter(person=person).count()
    reason = _("That you asked, and what was done, stays on record.")
    return ErasureResult(len(ready) + emptied, kept, reason, needs_person=False)
