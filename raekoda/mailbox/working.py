"""The work on letters that wait: each in a transaction of its own, so that a bad one stops no other."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F

from raekoda.cases.errors import CaseRefused, NotAllowedNow
from raekoda.core.actor import Actor
from raekoda.core.journal import record
from raekoda.mailbox import becoming, retention
from raekoda.mailbox.deciding import decide
from raekoda.mailbox.intake import describe
from raekoda.mailbox.models import Content, Mail, State
from raekoda.mailbox.reading.parsing import Unreadable, head_of, parse
from raekoda.mailbox.reasons import Reason

MOST_TRIES = 4
AT_ONCE = 500
TROUBLE = (OperationalError, InterfaceError)
"""What the database itself may raise: the letter waits, and is tried again."""
RESULT = (
    "state", "reason", "detail", "sender", "sender_name", "sender_key", "subject", "message_id", "case", "letter",
    "forget_after",
)  # fmt: skip
log = structlog.get_logger(__name__)


def work_through(done: Callable[[Mail], None] = lambda mail: None, at_once: int = AT_ONCE) -> bool:
    """Work on what waits in the open municipality, the oldest first; whether some is left. Raises one of ``TROUBLE``."""
    for _ in range(at_once):
        pk = _claimed()
        if pk is None:
            return False
        if (mail := work(pk)) is not None:
            done(mail)
    return True


def work(pk: int) -> Mail | None:
    """Work on one letter; None when somebody else does or did. Raises one of ``TROUBLE``."""
    try:
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
    except TROUBLE:
        raise
    except Exception as error:  # whatever a stranger's letter makes go wrong: it is kept, and staff see it
        log.error("mail_failed", mail=pk, error=type(error).__name__, exc_info=error)
        return _failed(pk, error)


def _read_and_decide(mail: Mail) -> None:
    content = mail.content
    raw = bytes(content.raw)
    try:
        parsed = parse(raw)
    except Unreadable:
        describe(mail, head_of(raw))
        mail.state, mail.reason = State.FAILED, Reason.UNREADABLE
        return
    describe(mail, parsed)
    reading = becoming.read(parsed)
    decide(mail, reading)
    Content.objects.filter(pk=content.pk).update(
        text=reading.said, trimmed=reading.trimmed.rest, parts=reading.files.listed
    )


def _claimed() -> int | None:
    """The oldest letter that waits and that nobody works on. The try is counted before it is made: a letter that takes the
    whole process down with it is not tried for ever."""
    with transaction.atomic():
        waiting = Mail.objects.filter(state=State.WAITING).order_by("id")
        pk = waiting.select_for_update(skip_locked=True).values_list("pk", flat=True).first()
        if pk is not None:
            Mail.objects.filter(pk=pk).update(attempts=F("attempts") + 1)
        return pk


def _locked(pk: int) -> Mail | None:
    rows = Mail.objects.select_for_update(of=("self",), skip_locked=True)
    related = ("municipality", "content", "box", "box__unit", "box__service", "box__topic")
    return rows.select_related(*related).filter(pk=pk, state=State.WAITING).first()


def _finish(mail: Mail) -> None:
    mail.forget_after = retention.last_day(mail)
    mail.save(update_fields=RESULT)
    record("mailbox.work", mail, Actor.system(), state=mail.state, reason=mail.reason, case=mail.case_id)


def _failed(pk: int, error: Exception) -> Mail | None:
    with transaction.atomic():
        mail = _locked(pk)
        if mail is None:
            return None
        refused = isinstance(error, (CaseRefused, NotAllowedNow))
        mail.state, mail.reason = State.FAILED, Reason.REFUSED if refused else Reason.ERROR
        mail.detail = str(error)[:200] if refused else type(error).__name__
        try:
            describe(mail, head_of(bytes(mail.content.raw)))
        except Exception:  # a head that cannot even be shown is shown as none
            mail.sender = mail.subject = ""
        _finish(mail)
        return mail
