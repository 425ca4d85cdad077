"""What notices tell other rooms; handlers run inside the transaction of the action."""

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
    """A notice is public no more."""

    notice: Notice


@dataclass(frozen=True)
class SubscriptionAsked:
    """Somebody asked for notices, or for other ones than before, at an address that has to be confirmed."""

    subscriber: Subscriber
