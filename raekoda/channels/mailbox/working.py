"""The work on letters that wait: each in a transaction of its own, so that a bad one stops no other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import structlog
from django.db import InterfaceError, OperationalError, connection, transaction
from django.db.models import F

from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.channels.mailbox import becoming, boxes, retention
from raekoda.channels.mailbox.deciding import decide
from raekoda.channels.mailbox.intake import describe
from raekoda.channels.mailbox.models import Content, Mail, State
from raekoda.channels.mailbox.raw import raw_of
from raekoda.channels.mailbox.reading.parsing import Unreadable, head_of, parse
from raekoda.channels.mailbox.reasons import Reason
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.tenancy import current

MOST_TRIES = 4
AT_ONCE = 500
WORK_LOCK = 0x6D61696C
TROUBLE = (OperationalError, InterfaceError)
"""What the database itself may raise: the letter waits, and is tried again."""
RESULT = (
    "state", "reason", "detail", "sender", "sender_name", "sender_key", "subject", "message_id", "case", "letter",
    "forget_after",
)  # fmt: skip
log = structlog.get_logger(__name__)


def work_through(done: Callable[[Mail], None] = lambda mail: None, at_once: int = AT_ONCE) -> bool:
    """Work on what waits in the open municipality, the oldest first; whether there may be more. Raises one of ``TROUBLE``."""
    waiting = list(Mail.objects.filter(state=State.WAITING).order_by("id").values_list("pk", flat=True)[:at_once])
    for pk in waiting:
        if (mail := work(pk)) is not None:
            done(mail)
    return len(waiting) == at_once


def work(pk: int) -> Mail | None:
    """Work on one letter; None when somebody else does or did. Raises one of ``TROUBLE``."""
    with _alone(pk) as is_mine:
        # the try is counted before it is made: a letter that takes the whole process down is not tried for ever
        if not is_mine or not Mail.objects.filter(pk=pk, state=State.WAITING).update(attempts=F("attempts") + 1):
            return None
        try:
            return _worked_on(pk)
        except TROUBLE:
            raise
        except (CaseError, TransitionNotAllowed) as refusal:
            return _failed(pk, refusal)
        except Exception as error:  # whatever a stranger's letter makes go wrong: it is kept, and staff see it
            log.error("mail_failed", mail=pk, error=type(error).__name__, exc_info=error)
            return _failed(pk, error)


def _worked_on(pk: int) -> Mail | None:
    with transaction.atomic():
        mail = _locked(pk)
        if mail is None:
            return None
        if mail.attempts > MOST_TRIES:
            mail.state, mail.reason = State.FAILED, Reason.ERROR
        else:
            _read_and_decide(mail)
        _finish(mail)
        return mail


@contextmanager
def _alone(pk: int) -> Iterator[bool]:
    """One process works on a letter. The lock is the connection's: it goes with a process that is killed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s, %s)", [WORK_LOCK, pk % 2**31])
        (is_mine,) = cursor.fetchone()
    try:
        yield is_mine
    finally:
        if is_mine and connection.is_usable():
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [WORK_LOCK, pk % 2**31])


def _read_and_decide(mail: Mail) -> None:
    raw = raw_of(mail) or b""
    try:
        parsed = parse(raw)
    except Unreadable:
        describe(mail, head_of(raw))
        mail.state, mail.reason = State.FAILED, Reason.UNREADABLE
        return
    describe(mail, parsed)
    reading = becoming.read(parsed)
    decide(mail, reading)
    Content.objects.filter(mail=mail).update(
        text=reading.said, trimmed=reading.trimmed.rest, parts=reading.files.listed
    )


def _locked(pk: int) -> Mail | None:
    rows = Mail.objects.select_for_update(of=("self",), skip_locked=True)
    mail = rows.filter(pk=pk, state=State.WAITING).first()
    if mail is not None:
        mail.municipality = current()
        known = {box.pk: box for box in boxes.active.get(mail.municipality_id)}
        if mail.box_id in known:
            mail.box = known[mail.box_id]
    return mail


def _finish(mail: Mail) -> None:
    mail.forget_after = retention.last_day(mail)
    mail.save(update_fields=RESULT)
    record("mailbox.work", mail, Actor.system(), state=mail.state, reason=mail.reason, case=mail.case_id)


def _failed(pk: int, error: Exception) -> Mail | None:
    with transaction.atomic():
        mail = _locked(pk)
        if mail is None:
            return None
        refused = isinstance(error, (CaseError, TransitionNotAllowed))
        mail.state, mail.reason = State.FAILED, Reason.REFUSED if refused else Reason.ERROR
        mail.detail = str(error)[:200] if refused else type(error).__name__
        try:
            describe(mail, head_of(raw_of(mail) or b""))
        except Exception:  # a head that cannot even be shown is shown as none
            mail.sender = mail.subject = ""
        _finish(mail)
        return mail
