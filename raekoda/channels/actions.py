"""What happens to letters after they were written: staff try again what failed; what could not be delivered comes back."""

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


def came_back(letter: Letter, *, status: str, by: Actor) -> Letter:
    """The letter did not reach its address, as a mail server told later; ``status`` is its code (RFC 3463) or empty."""
    by.must("channels.came_back")
    with transaction.atomic():
        letter.refresh_from_db(from_queryset=Letter.objects.select_for_update(of=("self",)))
        if letter.status != Letter.Status.BOUNCED:
            letter.status, letter.error = Letter.Status.BOUNCED, status[:20]
            letter.save(update_fields=["status", "error"])
            record("channels.came_back", letter, by, status=letter.error)
    return letter
