"""Event handlers: search index, banners, webhooks, confirmation letters."""

from __future__ import annotations

from raekoda.casework.letters import letters
from raekoda.casework.letters.letters import LetterDraft
from raekoda.casework.webhooks.actions import publish_event
from raekoda.channels.notices import addresses, banners
from raekoda.channels.notices.events import NoticeChanged, NoticePublished, NoticeWithdrawn, SubscriptionRequested
from raekoda.channels.notices.models import Notice
from raekoda.channels.notices.payloads import webhook_payload
from raekoda.platform.core.events import on
from raekoda.platform.search import index
from raekoda.platform.search.models import Document

LANGUAGES = ("et", "en", "ru")


@on(NoticePublished)
@on(NoticeChanged)
def update_search_and_banners(event: NoticePublished | NoticeChanged) -> None:
    """Update the search index in each language of the notice, and the banners."""
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
def send_webhook(event: NoticePublished) -> None:
    """Send the public texts to webhooks, for example bridges to social media."""
    notice = event.notice
    if notice.tell_channels:
        publish_event(
            notice.municipality, event="notice.published", data=webhook_payload(notice), key=f"notice:{notice.ref}",
            subject=notice, name=notice.title,
        )  # fmt: skip


@on(NoticeWithdrawn)
def remove_from_search_and_banners(event: NoticeWithdrawn) -> None:
    """Remove the notice from the search index and the banners."""
    index.remove(event.notice.municipality, Document.Kind.NEWS, _key(event.notice))
    banners.refresh(event.notice.municipality)


@on(SubscriptionRequested)
def send_confirmation(event: SubscriptionRequested) -> None:
    """Send the letter with the confirmation link."""
    subscriber, municipality = event.subscriber, event.subscriber.municipality
    language = subscriber.wanted.get("language", subscriber.language)
    context = {"confirm_url": addresses.confirm_url(municipality, subscriber.token, language)}
    key = f"subscribe:{subscriber.pk}:{subscriber.asked_at.timestamp():.6f}"
    letters.write_without_case(municipality, [LetterDraft("notices/confirm", key, subscriber.email, language, context)])


def _key(notice: Notice) -> str:
    return f"notice-{notice.ref}"
