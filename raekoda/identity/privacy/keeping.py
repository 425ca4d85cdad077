"""What this room keeps of a person: their requests about their data."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from raekoda.identity.persons.holdings import Forgotten
from raekoda.identity.persons.models import Person
from raekoda.identity.privacy import actions
from raekoda.identity.privacy.models import Request
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record

ENDED = (Request.State.READY, Request.State.REFUSED, Request.State.EXPIRED)


def export(person: Person) -> list[dict[str, Any]]:
    """Every request, without its files."""
    return [
        {"kind": each.kind, "at": each.asked_at.isoformat(), "state": each.state, "reason": each.reason}
        for each in Request.objects.filter(person=person).order_by("id")
    ]


def forget(person: Person, actor: Actor) -> Forgotten:
    """Gathered files go, and what was written by hand into requests that ended; that somebody asked, and what was done, stays
    provable and names nobody."""
    ready = list(Request.objects.filter(person=person, kind=Request.Kind.EXPORT, state=Request.State.READY))
    for request in ready:
        actions.drop_files(request, actor=actor)
    ended = Request.objects.filter(person=person, state__in=ENDED).exclude(reason="", decision="")
    emptied = ended.update(reason="", decision="")
    if emptied:
        record("rights.forget", person, actor, requests=emptied)
    kept = Request.objects.filter(person=person).count()
    reason = _("That you asked, and what was done, stays on record.")
    return Forgotten(len(ready) + emptied, kept, reason, needs_person=False)
