"""A service as a plain record (names and lists, no database), for every format in which the register leaves."""

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


def with_everything(services: QuerySet[Service]) -> QuerySet[Service]:
    """With all that a record holds, in a fixed number of queries."""
    return services.select_related("unit", "owner", "municipality", "latest_revision").prefetch_related(
        Prefetch("channels", Channel.objects.prefetch_related("years")), "legal_bases", "topics", "related"
    )


def record_of(service: Service, *, internal: bool = False) -> Record:
    """The service as a record; ``internal`` adds what only staff may see (the owner's user name)."""
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


def records_of(services: Iterable[Service], *, internal: bool = False) -> list[Record]:
    """Records by identifier."""
    return sorted((record_of(service, internal=internal) for service in services), key=lambda record: record["code"])


def newest(service: Service) -> Service:
    """The service's newest draft where it has one, else what is published."""
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
