"""Reads of the register."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from raekoda.platform.core.actor import Actor
from raekoda.registry.services.models import Channel, Service, Topic


def visible_to(actor: Actor) -> QuerySet[Service]:
    """Writers of the register see every service of the current municipality, all others the public ones."""
    return Service.objects.all() if actor.may("services.write") else published()


def published() -> QuerySet[Service]:
    """The public services of the current municipality."""
    return Service.objects.filter(live=True)


def popular(limit: int = 10) -> QuerySet[Service]:
    """Popular services, as marked by editors."""
    return published().filter(is_popular=True)[:limit]


def taking_reports() -> QuerySet[Service]:
    """Public services that accept reports."""
    return published().filter(takes_reports=True)


def topics() -> QuerySet[Topic]:
    """Topics of the current municipality with their parents."""
    return Topic.objects.select_related("parent")


def for_topic(topic: Topic) -> QuerySet[Service]:
    """Public services of ``topic`` and of its subtopics, without duplicates."""
    under = Topic.objects.filter(parent=topic).values("pk")
    through = Service.topics.through.objects.filter(service=OuterRef("pk"))
    return published().filter(Exists(through.filter(topic=topic)) | Exists(through.filter(topic__in=under)))


def with_details(services: QuerySet[Service]) -> QuerySet[Service]:
    """``services`` with all relations of the API's representation, in a fixed number of queries."""
    return services.select_related("unit", "municipality").prefetch_related(
        Prefetch("channels", Channel.objects.prefetch_related("years")), "legal_bases", "topics"
    )


def for_page(slug: str) -> Service | None:
    """A public service with all relations that its page needs, in five queries."""
    related = Service.objects.filter(live=True)
    return (
        published()
        .filter(slug=slug)
        .select_related("unit", "municipality")
        .prefetch_related("channels", "legal_bases", "topics", Prefetch("related", related))
        .first()
    )
