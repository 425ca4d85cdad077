"""Reads of webhooks, filtered by permission."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from raekoda.casework.webhooks.models import Endpoint, Received, Source
from raekoda.platform.core.actor import Actor
from raekoda.platform.deliveries.models import Delivery


def endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """Endpoints of the current municipality for administrators; none for others."""
    rows = Endpoint.objects.all()
    return rows if actor.may("webhooks.manage") else rows.none()


def sources(actor: Actor) -> QuerySet[Source]:
    """Sources for administrators, annotated with ``waiting`` (number of failed messages); none for others."""
    rows = Source.objects.select_related("endpoint", "service")
    counted = rows.annotate(waiting=Count("received", filter=Q(received__state=Received.State.FAILED)))
    return counted if actor.may("webhooks.manage") else rows.none()


def waiting(actor: Actor) -> QuerySet[Received]:
    """Failed messages without their bodies, for officials; none for others."""
    rows = Received.objects.filter(state=Received.State.FAILED).select_related("source").defer("body")
    return rows if actor.may("webhooks.sort") else rows.none()


def received_from(source: Source) -> QuerySet[Received]:
    """Messages received from a source, without their bodies."""
    return Received.objects.filter(source=source).select_related("case").defer("body", "case__words")


def sent_to(endpoint: Endpoint) -> QuerySet[Delivery]:
    """Deliveries to an endpoint, without their payloads."""
    return Delivery.objects.filter(target=endpoint.target).defer("payload")
