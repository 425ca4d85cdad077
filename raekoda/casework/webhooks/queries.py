"""Reads of webhooks, behind the gate."""

from __future__ import annotations

from django.db.models import Count, Q, QuerySet

from raekoda.casework.webhooks.models import Endpoint, Received, Source
from raekoda.platform.core.actor import Actor
from raekoda.platform.deliveries.models import Delivery


def endpoints(actor: Actor) -> QuerySet[Endpoint]:
    """Endpoints of the open municipality, for those who administer them; none for others."""
    rows = Endpoint.objects.all()
    return rows if actor.may("webhooks.manage") else rows.none()


def sources(actor: Actor) -> QuerySet[Source]:
    """Sources with ``waiting``, how many messages wait for staff; none for those who do not administer them."""
    rows = Source.objects.select_related("endpoint", "service")
    counted = rows.annotate(waiting=Count("received", filter=Q(received__state=Received.State.FAILED)))
    return counted if actor.may("webhooks.manage") else rows.none()


def waiting(actor: Actor) -> QuerySet[Received]:
    """Messages that did not fit, for those who sort them, without what they say."""
    rows = Received.objects.filter(state=Received.State.FAILED).select_related("source").defer("body")
    return rows if actor.may("webhooks.sort") else rows.none()


def received_from(source: Source) -> QuerySet[Received]:
    """What a source brought, without what it says."""
    return Received.objects.filter(source=source).select_related("case").defer("body", "case__words")


def sent_to(endpoint: Endpoint) -> QuerySet[Delivery]:
    """What was sent to an endpoint, without its content."""
    return Delivery.objects.filter(target=endpoint.target).defer("payload")
