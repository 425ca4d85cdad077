"""Events for other apps; handlers run inside the transaction of the action."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.channels.notices.models import Notice, Subscriber


@dataclass(frozen=True)
class NoticePublished:
    """A notice became public; letters to ``recipients`` subscribers wait to be sent."""

    notice: Notice
    recipients: int


@dataclass(frozen=True)
class NoticeChanged:
    """A public notice was changed."""

    notice: Notice


@dataclass(frozen=True)
class NoticeWithdrawn:
    """A notice was withdrawn."""

    notice: Notice


@dataclass(frozen=True)
class SubscriptionRequested:
    """A subscription or a change of one was requested; the e-mail address has to confirm it."""

    subscriber: Subscriber
