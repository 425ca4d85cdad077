"""What follows when a notice or a subscription changes: search, banners, the letter that asks to confirm."""

from __future__ import annotations

from raekoda.casework.letters import letters
from raekoda.casework.letters.letters import Draft
from raekoda.casework.webhooks.actions import publish_event
from raekoda.channels.notices import addresses, banners
from raekoda.channels.notices.events import NoticeChanged, NoticePublished, NoticeWithdrawn, SubscriptionAsked
from raekoda.channels.notices.models import Notice
from raekoda.channels.notices.outside import data_of
from raekoda.platform.core.events import on
from raekoda.platform.search import index
from raekoda.platform.search.models import Document

LANGUAGES = ("et", "en", "ru")


@on(NoticePublished)
@on(NoticeChanged)
def shown(event: NoticePublished | NoticeChanged) -> None:
    """A public notice is found by search in the languages it was written in, and its banner stands or goes."""
    notice = event.notice
    for language in LANGUAGES:
        title, text = getattr(notice, f"title_{language}"), getattr(notice, f"text_{language}")
        key = _key(notice)
        if title and text:
            url = addresses.notice_path(notice, language)
            index.put(notice.municipality, Document.Kind.NEWS, key, language, title, text, url)
        else:
            index.remove(notice.municipality, Document.Kind.NEWS, key, language)
    banners.refresh(notice.municipality)


@on(NoticePublished)
def publish_to_webhooks(event: NoticePublished) -> None:
    """Social media bridges and other systems that listen get the public words, once."""
    notice = event.notice
    if notice.tell_channels:
        publish_event(
            notice.municipality, event="notice.published", data=data_of(notice), key=f"notice:{notice.ref}",
            subject=notice, name=notice.title,
        )  # fmt: skip


@on(NoticeWithdrawn)
def hidden(event: NoticeWithdrawn) -> None:
    index.remove(event.notice.municipality, Document.Kind.NEWS, _key(event.notice))
    banners.refresh(event.notice.municipality)


@on(SubscriptionAsked)
def asked(event: SubscriptionAsked) -> None:
    """The letter with the link that confirms."""
    subscriber, municipality = event.subscriber, event.subscriber.municipality
    language = subscriber.wanted.get("language", subscriber.language)
    context = {"confirm_url": addresses.confirm(municipality, subscriber.token, language)}
    key = f"subscribe:{subscriber.pk}:{subscriber.asked_at.timestamp():.6f}"
    letters.write_to(municipality, [Draft("notices/confirm", key, subscriber.email, language, context)])


def _key(notice: Notice) -> str:
    return f"notice-{notice.ref}"
