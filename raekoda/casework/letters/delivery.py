"""Delivery of one letter."""

from __future__ import annotations

from django.db import transaction

from raekoda.casework.letters import mail
from raekoda.casework.letters.models import Letter
from raekoda.platform.core import clock

LONGEST_ERROR = 300


def deliver(letter: Letter, *, last_try: bool = False) -> None:
    """Send a letter unless it was sent already, and store the result on it. Locks the row: a concurrent call finds it sent.

    Raises ``mail.TemporaryFailure`` when it has to be retried; on the ``last_try`` it is marked as failed instead.
    """
    failure: mail.TemporaryFailure | None = None
    with transaction.atomic():
        letter = Letter.objects.select_for_update(of=("self",)).select_related("municipality").get(pk=letter.pk)
        if letter.status != Letter.Status.QUEUED or not letter.to:
            return
        letter.attempts += 1
        try:
            mail.send(letter)
            letter.status, letter.sent_at, letter.error = Letter.Status.SENT, clock.now(), ""
        except mail.Undeliverable as error:
            letter.status, letter.error = Letter.Status.FAILED, str(error)[:LONGEST_ERROR]
        except mail.TemporaryFailure as error:
            failure = error
            letter.error = str(error)[:LONGEST_ERROR]
            if last_try:
                letter.status = Letter.Status.FAILED
        letter.save(update_fields=["status", "attempts", "error", "sent_at"])
    if failure is not None and not last_try:
        raise failure
