"""The journal: append-only, enforced by a database trigger."""

from __future__ import annotations

from typing import Any

from django.db import models
from django_scopes import get_scope

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.rows import insert


def record(action: str, subject: models.Model | None, actor: Actor, *, reason: str = "", **data: Any) -> JournalEntry:
    """Write one line about ``subject``, inside the caller's transaction.

    ``action`` is named "app.verb". ``data`` is JSON without personal data; ``reason`` is what staff gave as reason.
    """
    if actor.subject_id != actor.person_id:
        data = {**data, "for": actor.subject_id}
    municipality: Municipality | None = getattr(subject, "municipality", None) or get_scope().get("municipality")
    entry = JournalEntry(
        at=clock.now(),
        municipality=municipality,
        actor_kind=actor.kind,
        actor_id=actor.id,
        action=action,
        subject_type=subject._meta.label_lower if subject is not None else "",
        subject_id=subject.pk if subject is not None else None,
        data=data,
        reason=reason,
        request_id=actor.request_id,
    )
    insert(entry)
    return entry


def history(subject: models.Model) -> models.QuerySet[JournalEntry]:
    """All lines about ``subject``, oldest first."""
    return JournalEntry.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk).order_by("id")
