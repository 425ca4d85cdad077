"""Actions of subscriptions: request, confirm, change, unsubscribe. They do not reveal which addresses are subscribed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.actions import check_email
from raekoda.casework.cases.errors import CaseError
from raekoda.channels.notices.errors import NoticeError
from raekoda.channels.notices.events import SubscriptionRequested
from raekoda.channels.notices.models import Kind, Subscriber
from raekoda.platform.core import clock, ratelimit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality

LETTERS_A_DAY = 3
DAY = 24 * 3600


@dataclass(frozen=True)
class Choices:
    """The choices of a subscriber; empty districts mean all, empty topics and services mean all."""

    kinds: tuple[str, ...]
    area_ids: tuple[int, ...] = ()
    topic_ids: tuple[int, ...] = ()
    service_ids: tuple[int, ...] = ()

    @classmethod
    def of(cls, values: dict[str, Any]) -> Choices:
        """Create from stored JSON or form data. Raises :class:`NoticeError` without any kind."""
        kinds = tuple(kind for kind in Kind.values if kind in values.get("kinds", ()))
        if not kinds:
            raise NoticeError(_("Choose at least one kind of notice."), "kinds")
        return cls(kinds, *(_keys(values.get(name, ())) for name in ("area_ids", "topic_ids", "service_ids")))


@transaction.atomic
def subscribe(municipality: Municipality, *, email: str, language: str, choices: Choices) -> None:
    """Request a subscription: send a letter with a link that confirms the choices, at most three letters a day to an
    address. The same for new and existing subscribers. Raises :class:`NoticeError` for an invalid address."""
    email = email.strip().lower()
    try:
        check_email(email)
    except CaseError as refusal:
        raise NoticeError(refusal.message, "email") from refusal
    if not ratelimit.allow("subscribe-letter", f"{municipality.pk}:{email}", LETTERS_A_DAY, DAY):
        return
    subscriber, is_new = Subscriber.objects.get_or_create(
        municipality=municipality, email=email, defaults={"language": language}
    )
    subscriber = Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)
    subscriber.wanted = {**asdict(choices), "language": language}
    subscriber.asked_at = clock.now()
    subscriber.save(update_fields=["wanted", "asked_at"])
    record("notices.ask_subscription", subscriber, Actor.resident(), is_new=is_new)
    emit(SubscriptionRequested(subscriber))


@transaction.atomic
def confirm(token: str) -> Subscriber | None:
    """Apply the requested choices; None when the link is unknown or expired."""
    subscriber = _by_token(token)
    if subscriber is None or not subscriber.wanted:
        return subscriber
    _apply(subscriber, Choices.of(subscriber.wanted), subscriber.wanted.get("language", subscriber.language))
    record("notices.confirm_subscription", subscriber, Actor.resident())
    return subscriber


@transaction.atomic
def change(token: str, choices: Choices, language: str) -> Subscriber | None:
    """Change the choices of a confirmed subscriber; None when the link is unknown."""
    subscriber = _by_token(token)
    if subscriber is not None and subscriber.is_subscribed:
        _apply(subscriber, choices, language)
        record("notices.change_subscription", subscriber, Actor.resident())
    return subscriber


@transaction.atomic
def leave(token: str) -> Subscriber | None:
    """Unsubscribe; the address is erased after some days. None when the link is unknown."""
    subscriber = _by_token(token)
    if subscriber is not None and subscriber.left_at is None:
        subscriber.left_at, subscriber.wanted = clock.now(), {}
        subscriber.save(update_fields=["left_at", "wanted"])
        record("notices.leave_subscription", subscriber, Actor.resident())
    return subscriber


@transaction.atomic
def end_undeliverable(subscriber: Subscriber, *, bounces: int) -> None:
    """End the subscription of an address to which letters cannot be delivered; it can be requested again."""
    subscriber = Subscriber.objects.select_for_update(of=("self",)).get(pk=subscriber.pk)
    if subscriber.left_at is None:
        subscriber.left_at, subscriber.wanted = clock.now(), {}
        subscriber.save(update_fields=["left_at", "wanted"])
        record("notices.end_undeliverable", subscriber, Actor.system(), bounces=bounces)


def _apply(subscriber: Subscriber, choices: Choices, language: str) -> None:
    for name, value in asdict(choices).items():
        setattr(subscriber, name, list(value))
    subscriber.language, subscriber.wanted = language, {}
    subscriber.confirmed_at = subscriber.confirmed_at if subscriber.is_subscribed else clock.now()
    subscriber.left_at = None
    subscriber.save()


def _by_token(token: str) -> Subscriber | None:
    return Subscriber.objects.select_for_update(of=("self",)).exclude(email="").filter(token=token).first()


def _keys(values: Iterable[Any]) -> tuple[int, ...]:
    return tuple(sorted({int(value) for value in values}))
