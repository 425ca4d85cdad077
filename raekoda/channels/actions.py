"""What staff do with letters: try one again that failed."""

from __future__ import annotations

from django.db import transaction

from raekoda.channels import tasks
from raekoda.channels.models import Letter
from raekoda.core import clock
from raekoda.core.actor import Actor
from raekoda.core.journal import record


def retry(letter: Letter, *, by: Actor) -> Letter:
    """Put a failed letter into the queue again."""
    by.must("channels.retry")
    with transaction.atomic():
        letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(of=("self",)))
        if letter.status == Letter.Status.FAILED and letter.to:
            letter.status, letter.error, letter.handed_at = Letter.Status.QUEUED, "", clock.now()
            letter.save(update_fields=["status", "error", "handed_at"])
            record("channels.retry", letter, by)
            tasks.send_letter.defer(municipality_id=letter.municipality_id, key=letter.key)
    return letter
