"""Processing of waiting letters: each in a transaction of its own, so that a failure does not block others."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.channels.mailbox import boxes, ingest, retention
from raekoda.channels.mailbox.intake import set_summary
from raekoda.channels.mailbox.models import Content, Mail, State
from raekoda.channels.mailbox.raw import get_raw
from raekoda.channels.mailbox.reading.parsing import Unreadable, parse, parse_head
from raekoda.channels.mailbox.reasons import Reason
from raekoda.channels.mailbox.triage import triage
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.tenancy import current

MAX_ATTEMPTS = 4
BATCH_SIZE = 500
PROCESSING_LOCK = 0x6D61696C
DATABASE_ERRORS = (OperationalError, InterfaceError)
"""Database errors: the letter stays in the queue and is tried again."""
RESULT_FIELDS = (
    "state", "reason", "detail", "sender", "sender_name", "sender_key", "subject", "message_id", "case", "letter",
    "forget_after",
)  # fmt: skip
log = structlog.get_logger(__name__)


def process_waiting(done: Callable[[Mail], None] = lambda mail: None, limit: int = BATCH_SIZE) -> bool:
    """Process waiting letters of the current municipality, oldest first; return whether there may be more.

    Raises one of ``DATABASE_ERRORS``.
    """
    waiting = list(Mail.objects.filter(state=State.WAITING).order_by("id").values_list("pk", flat=True)[:limit])
    for pk in waiting:
        if (mail := process_letter(pk)) is not None:
            done(mail)
    return len(waiting) == limit


def process_letter(pk: int) -> Mail | None:
    """Process one letter; None when another worker does or did. Raises one of ``DATABASE_ERRORS``."""
    with _letter_lock(pk) as is_mine:
        # counted before the attempt, so that a letter that crashes the process is not tried without end
        if not is_mine or not Mail.objects.filter(pk=pk, state=State.WAITING).update(attempts=F("attempts") + 1):
            return None
        try:
            return _process(pk)
        except DATABASE_ERRORS:
            raise
        except (CaseError, TransitionNotAllowed) as refusal:
            return _save_failure(pk, refusal)
        except Exception as error:  # malformed input can raise anything; staff see the failed letter
            log.error("mail_failed", mail=pk, error=type(error).__name__, exc_info=error)
            return _save_failure(pk, error)


def _process(pk: int) -> Mail | None:
    with transaction.atomic():
        mail = _lock_row(pk)
        if mail is None:
            return None
        if mail.attempts > MAX_ATTEMPTS:
            mail.state, mail.reason = State.FAILED, Reason.ERROR
        else:
            _parse_and_triage(mail)
        _save_result(mail)
        return mail


@contextmanager
def _letter_lock(pk: int) -> Iterator[bool]:
    """A session-level advisory lock, so that one process works on a letter; a killed process releases it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [PROCESSING_LOCK, pk % 2**31])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [PROCESSING_LOCK, pk % 2**31])


def _parse_and_triage(mail: Mail) -> None:
    raw = get_raw(mail) or b""
    try:
        parsed = parse(raw)
    except Unreadable:
        set_summary(mail, parse_head(raw))
        mail.state, mail.reason = State.FAILED, Reason.UNREADABLE
        return
    set_summary(mail, parsed)
    reading = ingest.read_letter(parsed, partial(boxes.names_own_address, mail.municipality))
    triage(mail, reading)
    reading = reading.as_reply if mail.state == State.REPLY else reading
    Content.objects.filter(mail=mail).update(
        text=reading.text, trimmed=reading.trimmed.rest, parts=reading.files.summaries
    )


def _lock_row(pk: int) -> Mail | None:
    rows = Mail.objects.select_for_update(of=("self",), skip_locked=True)
    mail = rows.filter(pk=pk, state=State.WAITING).first()
    if mail is not None:
        mail.municipality = current()
        known = {box.pk: box for box in boxes.active.get(mail.municipality_id)}
        if mail.box_id in known:
            mail.box = known[mail.box_id]
    return mail


def _save_result(mail: Mail) -> None:
    mail.forget_after = retention.get_last_day(mail)
    mail.save(update_fields=RESULT_FIELDS)
    record("mailbox.work", mail, Actor.system(), state=mail.state, reason=mail.reason, case=mail.case_id)


def _save_failure(pk: int, error: Exception) -> Mail | None:
    with transaction.atomic():
        mail = _lock_row(pk)
        if mail is None:
            return None
        refused = isinstance(error, (CaseError, TransitionNotAllowed))
        mail.state, mail.reason = State.FAILED, Reason.REFUSED if refused else Reason.ERROR
        mail.detail = str(error)[:200] if refused else type(error).__name__
        try:
            set_summary(mail, parse_head(get_raw(mail) or b""))
        except Exception:  # the header cannot be parsed either
            mail.sender = mail.subject = ""
        _save_result(mail)
        return mail
