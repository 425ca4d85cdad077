"""Enqueueing the refresh of representations: in the caller's transaction, at most one waiting for each person."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.identity.persons.models import Person

REFRESH = "registers.refresh"


def enqueue_refresh(person: Person) -> None:
    """Enqueue a refresh of the person's representations."""
    name = f"registers-{person.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(REFRESH, lock=name, queueing_lock=name).defer(
            municipality_id=person.municipality_id, person_id=person.pk
        )
