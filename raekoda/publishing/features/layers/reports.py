"""Public reports that have a place. Merged reports are left out."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from raekoda.casework.cases import queries as cases
from raekoda.casework.cases.models import OPEN_STATUSES, Case, Kind, Outcome, Status
from raekoda.identity.places.models import Area
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.publishing.features.registry import Collection, Feature, Property
from raekoda.registry.services.models import Service, Topic

SHOWN = tuple(status for status in Status.values if status != Status.MERGED)
COLUMNS = (
    "ref", "kind", "status", "outcome", "public_text", "service_id", "topic_id", "area_id", "address", "point",
    "registered_at", "due_on", "closed_at", "updated_at",
)  # fmt: skip


def _live_services(municipality_id: int) -> dict[int, Service]:
    return {service.pk: service for service in Service.objects.filter(live=True)}


def _topics(municipality_id: int) -> dict[int, Topic]:
    return {topic.pk: topic for topic in Topic.objects.all()}


services = MunicipalityCache("features-services", _live_services, Service)
topics = MunicipalityCache("features-topics", _topics, Topic)


class Reports(Collection):
    """Public reports, the same as on the site and in the API."""

    id = "reports"
    title = _("Reported problems")
    description = _(
        "Public reports of residents with a place, newest first. Nothing in them is about a private person."
    )
    order = ("-registered_at", "-id")
    moment = "registered_at"
    properties = (
        Property("title", _("name")),
        Property("number", _("number")),
        Property("kind", _("kind"), choices=tuple(Kind.values), is_filter=True),
        Property("status", _("status"), choices=SHOWN, is_filter=True),
        Property("is_open", _("not solved yet"), type="boolean", is_filter=True),
        Property("outcome", _("outcome"), choices=tuple(Outcome.values), is_filter=True),
        Property("text", _("what was reported")),
        Property("service", _("code of the service"), is_filter=True),
        Property("service_name", _("service")),
        Property("topic", _("code of the topic"), is_filter=True),
        Property("topic_name", _("topic")),
        Property("area", _("code of the area"), is_filter=True),
        Property("area_name", _("area")),
        Property("address", _("address")),
        Property("registered_at", _("registered"), format="date-time"),
        Property("due_on", _("due"), format="date"),
        Property("closed_at", _("closed"), format="date-time"),
        Property("updated_at", _("changed"), format="date-time"),
        Property("url", _("web page"), format="uri"),
    )

    def rows(self) -> QuerySet[Case]:
        return cases.public().filter(point__isnull=False).exclude(status=Status.MERGED).only(*COLUMNS)

    def filtered(self, rows: QuerySet[Case], filters: dict[str, Any]) -> QuerySet[Case]:
        here = current().pk
        for name, value in filters.items():
            if name == "service":
                rows = rows.filter(service__in=[one.pk for one in services.get(here).values() if one.code == value])
            elif name == "topic":
                rows = rows.filter(topic__in=[one.pk for one in topics.get(here).values() if one.slug == value])
            elif name == "area":
                own = Q(municipality=here) | Q(municipality=None)
                rows = rows.filter(area__in=list(Area.objects.filter(own, code=value).values_list("pk", flat=True)))
            elif name == "is_open":
                rows = rows.filter(status__in=OPEN_STATUSES) if value else rows.exclude(status__in=OPEN_STATUSES)
            else:
                rows = rows.filter(**{name: value})
        return rows

    def features(self, rows: list[Case]) -> list[Feature]:
        municipality = current()
        known, subjects = services.get(municipality.pk), topics.get(municipality.pk)
        found = Area.objects.filter(pk__in={case.area_id for case in rows if case.area_id})
        areas = {key: (code, name) for key, code, name in found.values_list("pk", "code", "name")}
        site, nameless = site_url(municipality), pgettext("from a resident", "Report")
        names = {key: one.name for key, one in known.items()}
        topic_names = {key: one.name for key, one in subjects.items()}

        def described(case: Case) -> Feature:
            service, topic = known.get(case.service_id or 0), subjects.get(case.topic_id or 0)
            area_code, area_name = areas.get(case.area_id or 0, (None, None))
            properties = {
                "title": names[service.pk] if service else nameless,
                "number": case.number,
                "kind": case.kind,
                "status": case.status,
                "is_open": case.is_open,
                "outcome": case.outcome or None,
                "text": case.public_text,
                "service": service.code if service else None,
                "service_name": names[service.pk] if service else None,
                "topic": topic.slug if topic else None,
                "topic_name": topic_names[topic.pk] if topic else None,
                "area": area_code,
                "area_name": area_name,
                "address": case.address,
                "registered_at": moment(case.registered_at),
                "due_on": case.due_on.isoformat(),
                "closed_at": moment(case.closed_at),
                "updated_at": moment(case.updated_at),
                "url": site + pages.replace(PLACEHOLDER, case.ref),
            }
            return Feature(case.ref, properties, point=case.point)

        pages = reverse("cases:public", args=[PLACEHOLDER])
        return [described(case) for case in rows]


PLACEHOLDER = "0000000000"


def moment(value: datetime | None) -> str | None:
    """RFC 3339, UTC, whole seconds."""
    return f"{value.astimezone(UTC).isoformat()[:19]}Z" if value else None
