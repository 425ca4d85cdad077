"""Services as plain records, the common input of all export formats."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet

from raekoda.registry.services.exchange.columns import (
    Column,
    channel_columns,
    clean_text,
    legal_columns,
    service_columns,
    year_columns,
)
from raekoda.registry.services.models import Channel, Service

Record = dict[str, Any]


def with_relations(services: QuerySet[Service]) -> QuerySet[Service]:
    """``services`` with all relations that a record needs, in a fixed number of queries."""
    return services.select_related("unit", "owner", "municipality", "latest_revision").prefetch_related(
        Prefetch("channels", Channel.objects.prefetch_related("years")), "legal_bases", "topics", "related"
    )


def to_record(service: Service, *, internal: bool = False) -> Record:
    """The service as a record; ``internal`` adds columns for staff only (the owner's user name)."""
    special = {
        "status": service.status.value,
        "topics": sorted(topic.slug for topic in service.topics.all()),
        "related": sorted(other.code for other in service.related.all() if internal or other.live),
        "unit": service.unit.name if service.unit else "",
        "owner": service.owner.get_username() if service.owner else "",
    }
    record = {
        column.name: special[column.name] if column.name in special else _value(service, column)
        for column in service_columns()
        if internal or not column.is_internal
    }
    record["form"] = service.form
    record["channels"] = [_channel(channel) for channel in service.channels.all()]
    record["legal_bases"] = [_plain(act, legal_columns()) for act in service.legal_bases.all()]
    return record


def to_records(services: Iterable[Service], *, internal: bool = False) -> list[Record]:
    """Records of ``services``, ordered by code."""
    return sorted((to_record(service, internal=internal) for service in services), key=lambda record: record["code"])


def latest_draft(service: Service) -> Service:
    """The service's latest draft if it has one, otherwise the published version."""
    return service.get_latest_revision_as_object() if service.has_unpublished_changes else service


def _channel(channel: Channel) -> Record:
    record = _plain(channel, channel_columns())
    record["years"] = [_plain(year, year_columns()) for year in channel.years.all()]
    return record


def _plain(item: Any, columns: list[Column]) -> Record:
    return {column.name: _value(item, column) for column in columns}


def _value(item: Any, column: Column) -> Any:
    value = getattr(item, column.name)
    if value is None:
        return "" if column.name.endswith(("_et", "_en", "_ru")) else None
    if isinstance(value, str):
        return clean_text(value)
    if isinstance(value, Decimal):
        return value.normalize() if value != value.to_integral_value() else value.quantize(Decimal(1))
    return value
