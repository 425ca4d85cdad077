"""Reads of deliveries; ``visible_to`` decides what an actor sees."""

from __future__ import annotations

from django.db import models

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.subjects import of_readable_subjects
from raekoda.platform.deliveries.models import Breaker, Delivery


def visible_to(actor: Actor) -> models.QuerySet[Delivery]:
    """Deliveries about what ``actor`` may read, without their content, for those who work on cases or set up connections."""
    deliveries = Delivery.objects.defer("payload", "answer")
    return deliveries.filter(of_readable_subjects(actor)) if actor.may("deliveries.view") else deliveries.none()


def for_subject(subject: models.Model) -> models.QuerySet[Delivery]:
    """Deliveries about ``subject``, oldest first."""
    deliveries = Delivery.objects.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk)
    return deliveries.order_by("id")


def open_breakers(actor: Actor) -> list[Breaker]:
    """Open circuit breakers: targets not called for now after repeated failures."""
    if not actor.may("deliveries.view"):
        return []
    return list(Breaker.objects.filter(open_until__isnull=False).order_by("target")[:50])
