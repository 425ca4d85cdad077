"""Enqueueing a request: a job in the caller's transaction, at most one waiting for each request."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.identity.privacy.models import Request

WORK = "rights.work"


def enqueue(request: Request) -> None:
    """Enqueue processing; jobs of one request run one after another."""
    name = f"rights-{request.pk}"
    with suppress(AlreadyEnqueued), transaction.atomic():
        app.configure_task(WORK, lock=name, queueing_lock=name).defer(
            municipality_id=request.municipality_id, request_id=request.pk
        )
