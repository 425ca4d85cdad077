"""Paging by key: every row once, in order, whatever comes in between."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from raekoda.core.models import Municipality
from raekoda.core.paging import keyset, page
from raekoda.people.models import Unit

ORDER = ("county", "id")


def make(counties: str) -> None:
    Municipality.objects.all().delete()
    Municipality.objects.bulk_create(
        Municipality(code=f"{number:04d}", name=f"Vald {number}", county=county, slug=f"vald-{number}")
        for number, county in enumerate(counties)
    )


def all_forward(order, size) -> list[int]:
    seen, cursor = [], ""
    while True:
        one = page(Municipality.objects.all(), cursor, order, size)
        seen += [row.pk for row in one]
        if one.next_cursor is None:
            return seen
        cursor = one.next_cursor


def all_backward(order, size) -> list[int]:
    cursor, last = "", None
    while (last := page(Municipality.objects.all(), cursor, order, size)).next_cursor:
        cursor = last.next_cursor
    seen = [row.pk for row in last]
    while last.previous_cursor:
        last = page(Municipality.objects.all(), last.previous_cursor, order, size)
        seen = [row.pk for row in last] + seen
    return seen


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(counties=st.text("abc", max_size=23), size=st.integers(1, 7), order=st.sampled_from([
    ("county", "id"), ("-county", "-id"), ("county", "-id"), ("-county", "id"), ("id",), ("-id",), ("county", "name", "slug"),
]))  # fmt: skip
def test_every_row_once_in_order_both_ways(counties: str, size: int, order: tuple[str, ...]) -> None:
    make(counties)
    expected = [row.pk for row in Municipality.objects.order_by(*order)]
    assert all_forward(order, size) == expected
    assert all_backward(order, size) == expected


@pytest.mark.django_db
def test_rows_that_come_and_go_neither_repeat_nor_hide_others() -> None:
    make("bbbbbbbb")
    before = [row.pk for row in Municipality.objects.order_by(*ORDER)]
    first = page(Municipality.objects.all(), "", ORDER, 3)
    Municipality.objects.create(code="9001", name="Uus", county="a", slug="uus")
    Municipality.objects.filter(pk=before[2]).delete()
    second = page(Municipality.objects.all(), first.next_cursor, ORDER, 3)
    assert [row.pk for row in second] == before[3:6]


@pytest.mark.django_db
def test_first_page_has_no_earlier_and_last_no_later() -> None:
    make("aaaa")
    first = page(Municipality.objects.all(), "", ORDER, 2)
    last = page(Municipality.objects.all(), first.next_cursor, ORDER, 2)
    assert (first.previous_cursor, last.next_cursor) == (None, None)
    back = page(Municipality.objects.all(), last.previous_cursor, ORDER, 2)
    assert [row.pk for row in back] == [row.pk for row in first]
    assert back.previous_cursor is None
    assert back.next_cursor is not None


@pytest.mark.django_db
@pytest.mark.parametrize("bad", ["x", "x" * 600, "[]:abc", "\x00", "WyIrIiwxXQ:forged", "-", "é", "a:b:c"])
def test_bad_cursor_is_the_beginning(bad: str) -> None:
    make("aaaa")
    request = RequestFactory().get("/", {"cursor": bad})
    one = keyset(Municipality.objects.all(), request, ORDER, 2)
    assert [row.pk for row in one] == [row.pk for row in Municipality.objects.order_by(*ORDER)[:2]]
    assert one.previous_cursor is None


@pytest.mark.django_db
def test_cursor_of_another_order_is_not_taken() -> None:
    make("abab")
    other = page(Municipality.objects.all(), "", ("-id",), 2).next_cursor
    assert page(Municipality.objects.all(), other, ORDER, 2).previous_cursor is None


@pytest.mark.django_db
def test_one_query_a_page_without_counting_and_rows_compared_as_rows() -> None:
    make("a" * 30)
    cursor = page(Municipality.objects.all(), "", ORDER, 10).next_cursor
    with CaptureQueriesContext(connection) as asked:
        page(Municipality.objects.all(), cursor, ORDER, 10)
    (query,) = asked
    assert "COUNT" not in query["sql"]
    assert '("core_municipality"."county", "core_municipality"."id") >' in query["sql"]
    assert "OFFSET" not in query["sql"]


@pytest.mark.django_db
def test_empty_list_has_no_pages() -> None:
    make("")
    one = page(Municipality.objects.all(), "", ORDER, 2)
    assert not one
    assert (one.next_cursor, one.previous_cursor) == (None, None)


@pytest.mark.parametrize("order", [("county",), ("parent", "id"), ("nothing", "id"), ()])
def test_order_that_could_lose_rows_is_refused(order) -> None:
    with pytest.raises(ValueError):
        page(Unit._base_manager.all(), "", order)


def test_dates_and_times_survive_the_cursor() -> None:
    from raekoda.core.paging import _read, _write

    row = Municipality(pk=1, created_at=date(2026, 3, 1), county="a")
    from datetime import UTC, datetime

    row.created_at = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC) + timedelta(microseconds=1)
    order = ("created_at", "id")
    backwards, key = _read(_write(row, order, backwards=True), Municipality, order)
    assert (backwards, key) == (True, [row.created_at, 1])
