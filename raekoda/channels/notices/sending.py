"""Sends the letters of a notice over one connection, each at most once without a decision of staff.

``delivery_queue.save_and_claim`` stores the result of the previous letter and claims the next one. A killed worker
therefore leaves at most one letter with an unknown result; ``mark_abandoned`` puts it into the failed queue.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta

import structlog

from raekoda.casework.letters import letters, mail, senders
from raekoda.casework.letters.mail import Outgoing
from raekoda.casework.letters.senders import Sender
from raekoda.channels.notices import addresses, delivery_queue, rules
from raekoda.channels.notices.delivery_queue import Result
from raekoda.channels.notices.models import Notice, Recipient, Subscriber
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

SLICE_SECONDS = 20.0
IN_DOUBT_AFTER = timedelta(minutes=10)
"""Longer than a running worker can need for a letter: every step has a timeout."""
TOKEN = "x" * 22
LONGEST_ERROR = 120
State = Recipient.State
log = structlog.get_logger(__name__)


def send_letters(notice: Notice, *, seconds: float = SLICE_SECONDS, stop: Callable[[], bool] = lambda: False) -> int:
    """Send letters of ``notice`` until none is due, ``seconds`` have passed or ``stop`` returns True; return how many.

    Raises :class:`mail.TemporaryFailure` when the server is unavailable; the letters' attempts are not counted then.
    """
    sender = senders.get_sender(notice.municipality)
    builder = LetterBuilder(notice, sender)
    end, sent, result = time.monotonic() + seconds, 0, None
    with mail.open_transport(sender) as transport:
        for recipient in delivery_queue.iter_due(notice):
            if stop() or time.monotonic() > end or not transport.is_ready():
                break
            is_claimed = delivery_queue.save_and_claim(result, recipient)
            result = None
            if is_claimed is not None:
                recipient.attempts += 1
                result = (
                    send_letter(recipient, builder, sender, transport) if is_claimed else Result(recipient, State.LEFT)
                )
                sent += result.state == State.SENT
        delivery_queue.save_and_claim(result, None)
        transport.require_ready()
    return sent


def send_letter(recipient: Recipient, builder: LetterBuilder, sender: Sender, transport: mail.Transport) -> Result:
    """Send a letter; return its result."""
    try:
        transport(mail.build(builder.build(recipient), sender), f"notice-{recipient.pk}.eml")
    except mail.Undeliverable as error:
        return Result(recipient, State.FAILED, str(error)[:LONGEST_ERROR])
    except mail.OutcomeUnknown as error:
        return Result(recipient, State.IN_DOUBT, str(error)[:LONGEST_ERROR])
    except mail.TemporaryFailure as error:
        return _retry_later(recipient, str(error)[:LONGEST_ERROR])
    return Result(recipient, State.SENT)


def mark_abandoned(municipality: Municipality) -> int:
    """Mark letters claimed by a dead worker as in doubt; return how many."""
    left = Recipient.objects.filter(
        municipality=municipality, state=State.HANDING, handed_at__lt=clock.now() - IN_DOUBT_AFTER
    )
    count = left.update(state=State.IN_DOUBT)
    if count:
        log.warning("notice_letters_in_doubt", municipality=municipality.code, letters=count)
    return count


class LetterBuilder:
    """Builds the letters of a notice: rendered once per language, then addressed to each subscriber."""

    def __init__(self, notice: Notice, sender: Sender) -> None:
        self._notice, self._municipality, self._sender = notice, notice.municipality, sender
        self._host = mail.site_host(self._municipality)
        self._rendered: dict[str, tuple[str, str, str]] = {}

    def build(self, recipient: Recipient) -> Outgoing:
        """The letter to a subscriber, with personal links."""
        subscriber, notice = recipient.subscriber, self._notice
        name = f"notice-{notice.ref}-{recipient.pk}.{self._municipality.code}"
        subject, text, leave_url = (part.replace(TOKEN, subscriber.token) for part in self._render(subscriber))
        return Outgoing(
            municipality=self._municipality, to=subscriber.email, subject=subject, text=text,
            language=subscriber.language, message_id=f"<{name}@{self._sender.domain}>",
            date=notice.published_at or notice.created_at, reply_to=self._municipality.email,
            headers=mail.list_headers(f"notices.{self._host}", leave_url),
        )  # fmt: skip

    def _render(self, subscriber: Subscriber) -> tuple[str, str, str]:
        language = subscriber.language
        if language not in self._rendered:
            leave_url = addresses.leave_url(self._municipality, TOKEN, language)
            context = {
                "notice": self._notice,
                "notice_url": addresses.notice_url(self._notice, language),
                "manage_url": addresses.manage_url(self._municipality, TOKEN, language),
                "leave_url": leave_url,
            }
            subject, text = letters.render("notices/notice", language, self._municipality, context)
            self._rendered[language] = (subject, text, leave_url)
        return self._rendered[language]


def _retry_later(recipient: Recipient, error: str) -> Result:
    if recipient.attempts >= rules.MAX_ATTEMPTS:
        return Result(recipient, State.FAILED, error)
    return Result(recipient, State.WAITING, error, clock.now() + rules.retry_delay(recipient.attempts))
