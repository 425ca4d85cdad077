"""Letters of a notice on their way: one after the other over one line, each handed over at most once without a person's word.

``ledger.turn`` keeps what became of the letter before and marks the next one as being handed over. Whoever is killed
therefore leaves at most one letter whose fate nobody knows; ``doubt_abandoned`` puts it into the tray of staff.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import structlog

from raekoda.casework.letters import letters, mail, senders
from raekoda.casework.letters.mail import Outgoing
from raekoda.casework.letters.senders import Sender
from raekoda.channels.notices import addresses, ledger, rules
from raekoda.channels.notices.ledger import Result
from raekoda.channels.notices.models import Notice, Recipient, Subscriber
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

SLICE_SECONDS = 20.0
IN_DOUBT_AFTER = timedelta(minutes=10)
"""Longer than a living worker can take over one letter: every step of the line has a time-out."""
TOKEN = "x" * 22
LONGEST_ERROR = 120
State = Recipient.State
log = structlog.get_logger(__name__)


def run(notice: Notice, *, seconds: float = SLICE_SECONDS, stop: Callable[[], bool] = lambda: False) -> int:
    """Send letters of ``notice`` until none waits, the time is over or ``stop`` says so; how many were handed over.

    Raises :class:`mail.TemporaryFailure` when the server is not there: nothing is counted against the letters then.
    """
    sender = senders.get_sender(notice.municipality)
    texts = Texts(notice, sender)
    end, handed, result = time.monotonic() + seconds, 0, None
    with mail.open_transport(sender) as way:
        for recipient in ledger.to_send(notice):
            if stop() or time.monotonic() > end or not way.is_ready():
                break
            is_told = ledger.turn(result, recipient)
            result = None
            if is_told is not None:
                recipient.attempts += 1
                result = hand_over(recipient, texts, sender, way) if is_told else Result(recipient, State.LEFT)
                handed += result.state == State.SENT
        ledger.turn(result, None)
        way.require_ready()
    return handed


def hand_over(recipient: Recipient, texts: Texts, sender: Sender, way: mail.Transport) -> Result:
    """Hand one letter over and say what became of it."""
    try:
        way(mail.build(texts.letter_to(recipient), sender), f"notice-{recipient.pk}.eml")
    except mail.Undeliverable as error:
        return Result(recipient, State.FAILED, str(error)[:LONGEST_ERROR])
    except mail.OutcomeUnknown as error:
        return Result(recipient, State.IN_DOUBT, str(error)[:LONGEST_ERROR])
    except mail.TemporaryFailure as error:
        return _later(recipient, str(error)[:LONGEST_ERROR])
    return Result(recipient, State.SENT)


def doubt_abandoned(municipality: Municipality) -> int:
    """Letters that somebody began to hand over and did not live to tell of: their fate is for people to decide."""
    left = Recipient.objects.filter(
        municipality=municipality, state=State.HANDING, handed_at__lt=clock.now() - IN_DOUBT_AFTER
    )
    count = left.update(state=State.IN_DOUBT)
    if count:
        log.warning("notice_letters_in_doubt", municipality=municipality.code, letters=count)
    return count


class Texts:
    """The letter of one notice: written once a language, then addressed to each subscriber."""

    def __init__(self, notice: Notice, sender: Sender) -> None:
        self._notice, self._municipality, self._sender = notice, notice.municipality, sender
        self._host = mail.site_host(self._municipality)
        self._written: dict[str, tuple[str, str, str]] = {}

    def letter_to(self, recipient: Recipient) -> Outgoing:
        """The letter to one subscriber, with their own links."""
        subscriber, notice = recipient.subscriber, self._notice
        name = f"notice-{notice.ref}-{recipient.pk}.{self._municipality.code}"
        subject, text, leave_url = (part.replace(TOKEN, subscriber.token) for part in self._in_language(subscriber))
        return Outgoing(
            municipality=self._municipality, to=subscriber.email, subject=subject, text=text,
            language=subscriber.language, message_id=f"<{name}@{self._sender.domain}>",
            date=notice.published_at or notice.created_at, reply_to=self._municipality.email,
            headers=mail.list_headers(f"notices.{self._host}", leave_url),
        )  # fmt: skip

    def _in_language(self, subscriber: Subscriber) -> tuple[str, str, str]:
        language = subscriber.language
        if language not in self._written:
            leave_url = addresses.leave(self._municipality, TOKEN, language)
            context = {
                "notice": self._notice,
                "notice_url": addresses.notice_url(self._notice, language),
                "manage_url": addresses.manage(self._municipality, TOKEN, language),
                "leave_url": leave_url,
            }
            subject, text = letters.render("notices/notice", language, self._municipality, context)
            self._written[language] = (subject, text, leave_url)
        return self._written[language]


def _later(recipient: Recipient, error: str) -> Result:
    if recipient.attempts >= rules.TRIES:
        return Result(recipient, State.FAILED, error)
    return Result(recipient, State.WAITING, error, clock.now() + rules.wait_after(recipient.attempts))
