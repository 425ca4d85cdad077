"""Lists paged by key: whatever the order, the pages together are the list."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from raekoda.platform.core.clock import now
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.core.paging import LONGEST_CURSOR, Page, keyset

ORDERS = [("id",), ("-id",), ("at", "id"), ("-at", "-id"), ("at", "-id"), ("-at", "id"), ("request_id", "at", "id")]


@pytest.fixture
def lines(db: None) -> None:
    """Thirty lines, several of the same moment and request."""
    moment = now()
    for number in range(30):
        JournalEntry.objects.create(
            actor_kind="system", action="test.page", subject_type="", request_id=f"request-{number % 3}",
            at=moment + timedelta(microseconds=number // 4),
        )  # fmt: skip


def page(order: tuple[str, ...], cursor: str | None, size: int = 7) -> Page[JournalEntry]:
    request = RequestFactory().get("/", {"cursor": cursor} if cursor else {})
    return keyset(JournalEntry.objects.filter(action="test.page"), request, order=order, size=size)


def as_postgresql_orders(order: tuple[str, ...]) -> list[int]:
    return list(JournalEntry.objects.filter(action="test.page").order_by(*order).values_list("id", flat=True))


@pytest.mark.parametrize("order", ORDERS)
def test_forth_and_back_the_pages_are_the_list(order: tuple[str, ...], lines: None) -> None:
    expected = as_postgresql_orders(order)
    forth: list[int] = []
    current = page(order, None)
    assert current.previous_cursor is None
    while True:
        forth += [line.pk for line in current]
        if current.next_cursor is None:
            break
        current = page(order, current.next_cursor)
    assert forth == expected

    back = [line.pk for line in current]
    while current.previous_cursor is not None:
        current = page(order, current.previous_cursor)
        back = [line.pk for line in current] + back
    assert back == expected


@pytest.mark.parametrize("order", ORDERS)
def test_a_page_costs_one_query_and_never_a_count(order: tuple[str, ...], lines: None) -> None:
    cursor = page(order, None).next_cursor
    with CaptureQueriesContext(connection) as captured:
        page(order, cursor)
    assert len(captured) == 1
    assert not any("COUNT(" in query["sql"] for query in captured)


@pytest.mark.parametrize(
    "cursor",
    [
        "x",
        "%00",
        "WzAsIngiXQ",
        "bnVsbA",
        "W10",
        "WzAsbnVsbF0",
        "WzAsMSwyLDNd",
        "A" * (LONGEST_CURSOR + 1),
        "\x00",
        "💥",
    ],
)
def test_a_broken_cursor_gives_the_first_page(cursor: str, lines: None) -> None:
    assert [line.pk for line in page(("id",), cursor)] == as_postgresql_orders(("id",))[:7]


def test_an_empty_list_has_one_empty_page(db: None) -> None:
    empty = page(("id",), None)
    assert (len(empty), empty.next_cursor, empty.previous_cursor) == (0, None, None)


@pytest.mark.parametrize("order", [("actor_id", "id"), ("at",), ("no_such_field", "id"), ()])
def test_an_order_that_could_lose_rows_is_refused(order: tuple[str, ...], db: None) -> None:
    with pytest.raises(ValueError):
        page(order, None)
