"""Receivers of Wagtail's publishing signals, common to every way of publishing (admin, approval, import, command,
schedule): the search index, the journal and the events are updated in the same transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.db.models.signals import post_delete, pre_delete
from django.dispatch import receiver
from django.urls import reverse
from django.utils.translation import override
from wagtail.log_actions import get_active_log_context
from wagtail.signals import published, unpublished

from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.text import plain
from raekoda.platform.search import index
from raekoda.registry.services.events import ServicePublished, ServiceWithdrawn
from raekoda.registry.services.models import Service

KIND = "service"
LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
SEARCH_FIELDS = (
    "summary",
    "description",
    "audience",
    "how_to",
    "requirements",
    "evidence",
    "outcome",
    "fee",
    "duration",
    "place",
    "contact",
)
_acting: ContextVar[Actor | None] = ContextVar("services_acting", default=None)


@contextmanager
def acting_as(actor: Actor) -> Iterator[None]:
    """Record ``actor`` in the journal for publishing inside the context."""
    token = _acting.set(actor)
    try:
        yield
    finally:
        _acting.reset(token)


def current_actor() -> Actor:
    """The publishing actor: set by :func:`acting_as`, otherwise the user of Wagtail's admin, otherwise the system."""
    actor = _acting.get()
    if actor is not None:
        return actor
    user = get_active_log_context().user
    return Actor.staff(user) if user is not None and user.is_authenticated else Actor.system()


def service_path(service: Service, language: str) -> str:
    """Path of the service's page in ``language``."""
    with override(language):
        return reverse("services:service", args=[service.slug])


def available_languages(service: Service) -> list[str]:
    """Languages in which the service has a name; always includes Estonian."""
    return [code for code in LANGUAGES if code == "et" or getattr(service, f"name_{code}")]


def index_service(service: Service) -> None:
    """Index the service in every language in which it has a name; remove the others."""
    key = str(service.pk)
    available = available_languages(service)
    for language in LANGUAGES:
        if language not in available:
            index.remove(service.municipality, KIND, key, language)
            continue
        texts = (plain(getattr(service, f"{field}_{language}") or "") for field in SEARCH_FIELDS)
        own_words = getattr(service, f"words_{language}") or ""
        index.put(
            service.municipality,
            KIND,
            key,
            language,
            title=getattr(service, f"name_{language}") or service.name,
            body="\n".join(text for text in texts if text),
            url=service_path(service, language),
            synonyms=f"{own_words}\n{service.keywords}",
        )


@receiver(published, sender=Service)
def _published(sender: type[Service], instance: Service, **_: Any) -> None:
    if not instance.live:
        return
    index_service(instance)
    actor = current_actor()
    journal.record("services.publish", instance, actor, code=instance.code, revision=instance.live_revision_id)
    emit(ServicePublished(instance))


@receiver(unpublished, sender=Service)
def _unpublished(sender: type[Service], instance: Service, **_: Any) -> None:
    index.remove(instance.municipality, KIND, str(instance.pk))
    actor = current_actor()
    journal.record("services.unpublish", instance, actor, code=instance.code)
    emit(ServiceWithdrawn(instance))


@receiver(pre_delete, sender=Service)
def _before_delete(sender: type[Service], instance: Service, **_: Any) -> None:
    journal.record("services.delete", instance, current_actor(), code=instance.code)


@receiver(post_delete, sender=Service)
def _after_delete(sender: type[Service], instance: Service, **_: Any) -> None:
    key = instance.pk
    if key is not None:
        index.remove(instance.municipality, KIND, str(key))
