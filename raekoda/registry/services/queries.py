"""Reads of the register that more than one place needs."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from raekoda.platform.core.actor import Actor
from raekoda.registry.services.models import Channel, Service, Topic


def visible_to(actor: Actor) -> QuerySet[Service]:
    """The one gate: writers of the register see every service of the open municipality, all others what is public."""
    return Service.objects.all() if actor.may("services.write") else published()


def published() -> QuerySet[Service]:
    """The public services of the open municipality."""
    return Service.objects.filter(live=True)


def popular(limit: int = 10) -> QuerySet[Service]:
    """What people come for most, as marked by editors."""
    return published().filter(is_popular=True)[:limit]


def taking_reports() -> QuerySet[Service]:
    """Public services to which residents report."""
    return published().filter(takes_reports=True)


def topics() -> QuerySet[Topic]:
    """Topics of the open municipality, those of the first level first, each in its order."""
    return Topic.objects.select_related("parent")


def top_topics_in_use() -> QuerySet[Topic]:
    """First-level topics that have a public service, their own or through a topic under them."""
    own = published().filter(topics=OuterRef("pk"))
    through_child = published().filter(topics__parent=OuterRef("pk"))
    return Topic.objects.filter(Exists(own) | Exists(through_child), parent=None)


def of_topic(topic: Topic) -> QuerySet[Service]:
    """Public services of ``topic`` and of the topics under it, each once."""
    under = Topic.objects.filter(parent=topic).values("pk")
    through = Service.topics.through.objects.filter(service=OuterRef("pk"))
    return published().filter(Exists(through.filter(topic=topic)) | Exists(through.filter(topic__in=under)))


def with_details(services: QuerySet[Service]) -> QuerySet[Service]:
    """With everything a service page or an export shows, in a fixed number of queries."""
    return services.select_related("unit", "municipality").prefetch_related(
        Prefetch("channels", Channel.objects.prefetch_related("years")), "legal_bases", "topics"
    )


def for_page(slug: str) -> Service | None:
    """A public service with all its page shows, in five queries."""
    related = Service.objects.filter(live=True)
    return (
        published()
        .filter(slug=slug)
        .select_related("unit", "municipality")
        .prefetch_related("channels", "legal_bases", "topics", Prefetch("related", related))
        .first()
    )
