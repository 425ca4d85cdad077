"""Matching of subscribers to a notice: one SQL condition for counting and for creating recipients."""

from __future__ import annotations

from typing import Any

from django.db import connection

from raekoda.channels.notices.models import Kind, Notice
from raekoda.platform.core import clock
from raekoda.registry.services.models import Topic

MATCHING = """
    FROM notices_subscriber s
    WHERE s.municipality_id = %(municipality)s AND s.confirmed_at IS NOT NULL AND s.left_at IS NULL AND s.email <> ''
      AND %(kind)s = ANY (s.kinds)
      AND (%(areas)s::bigint[] = '{}' OR s.area_ids = '{}' OR s.area_ids && %(areas)s::bigint[])
      AND (%(is_for_all)s OR (s.topic_ids = '{}' AND s.service_ids = '{}')
           OR s.topic_ids && %(topics)s::bigint[] OR s.service_ids && %(services)s::bigint[])
"""
"""A subscriber without districts gets all, and a notice without districts goes to all; likewise topics and services.

In a crisis, topics and services are ignored."""


def count(notice: Notice) -> int:
    """Number of subscribers to whom the notice would be sent."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) {MATCHING}", _values(notice))
        return int(cursor.fetchone()[0])


def create_recipients(notice: Notice) -> int:
    """Create a waiting recipient for each matching subscriber, in one statement; return how many are new. Idempotent."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO notices_recipient (municipality_id, notice_id, subscriber_id, due_at)
            SELECT s.municipality_id, %(notice)s, s.id, %(now)s {MATCHING} ORDER BY s.id
            ON CONFLICT (notice_id, subscriber_id) DO NOTHING
            """,
            {**_values(notice), "notice": notice.pk, "now": clock.now()},
        )
        return int(cursor.rowcount)


def _values(notice: Notice) -> dict[str, Any]:
    services = list(notice.services.values_list("pk", flat=True))
    topics = Topic.objects.filter(pk__in=notice.topics.values("pk")) | Topic.objects.filter(services__in=services)
    pairs = topics.values_list("pk", "parent")
    return {
        "municipality": notice.municipality_id,
        "kind": notice.kind,
        "areas": list(notice.areas.values_list("pk", flat=True)),
        "topics": sorted({key for pair in pairs for key in pair if key}),
        "services": services,
        "is_for_all": notice.kind == Kind.CRISIS or (not pairs and not services),
    }
