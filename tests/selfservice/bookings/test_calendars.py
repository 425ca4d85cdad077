"""Outgoing calendars parsed by independent libraries; incoming calendars from a real HTTP server."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import icalevents.icalevents
import pytest
import recurring_ical_events
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar

from raekoda.platform.core import clock
from raekoda.selfservice.bookings import actions, foreign_calendars, tasks
from raekoda.selfservice.bookings.errors import TimeTaken
from raekoda.selfservice.bookings.models import BusyTime, ForeignCalendar
from tests.identity.persons import factory
from tests.jobs import run_for_each
from tests.selfservice.bookings.conftest import MONDAY, NOW, at
from tests.shared_data import shared

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
FEED = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//ForeignServer//EN
BEGIN:VTIMEZONE
TZID:Europe/Tallinn
BEGIN:STANDARD
DTSTART:20261025T040000
TZOFFSETFROM:+0300
TZOFFSETTO:+0200
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
UID:1@elsewhere
DTSTAMP:20261101T000000Z
DTSTART;TZID=Europe/Tallinn:20261130T100000
DTEND;TZID=Europe/Tallinn:20261130T110000
RRULE:FREQ=WEEKLY;COUNT=3
EXDATE;TZID=Europe/Tallinn:20261207T100000
SUMMARY:Salajane kohtumine Jaaniga
END:VEVENT
BEGIN:VEVENT
UID:2@elsewhere
DTSTAMP:20261101T000000Z
DTSTART;VALUE=DATE:20261202
DTEND;VALUE=DATE:20261203
SUMMARY:Puhkus
END:VEVENT
BEGIN:VEVENT
UID:3@elsewhere
DTSTAMP:20261101T000000Z
DTSTART:20261203T080000Z
DTEND:20261203T090000Z
TRANSP:TRANSPARENT
SUMMARY:Vaba
END:VEVENT
BEGIN:VEVENT
UID:4@elsewhere
DTSTAMP:20261101T000000Z
DTSTART:20261203T100000Z
DTEND:20261203T110000Z
STATUS:CANCELLED
SUMMARY:Jäi ära
END:VEVENT
BEGIN:VFREEBUSY
UID:5@elsewhere
DTSTAMP:20261101T000000Z
FREEBUSY;FBTYPE=BUSY:20261204T080000Z/PT1H
FREEBUSY;FBTYPE=FREE:20261204T100000Z/PT1H
END:VFREEBUSY
END:VCALENDAR
""".replace("\n", "\r\n")


class ForeignServer:
    """The response of the foreign calendar server and the requests it received."""

    def __init__(self) -> None:
        self.status, self.body, self.etag, self.asked = 200, FEED.encode(), '"1"', 0
        self.url = ""


@pytest.fixture
def foreign_server() -> Iterator[ForeignServer]:
    """A calendar server on this machine."""
    answers = ForeignServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answers.asked += 1
            known = self.headers.get("If-None-Match") == answers.etag
            self.send_response(304 if known else answers.status)
            self.send_header("ETag", answers.etag)
            self.send_header("Content-Length", str(0 if known else len(answers.body)))
            self.end_headers()
            if not known:
                self.wfile.write(answers.body)

        def log_message(self, *unused: Any) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        answers.url = f"http://127.0.0.1:{server.server_address[1]}/kalender.ics"
        yield answers
        server.shutdown()


@pytest.fixture
def calendar(hall, foreign_server: ForeignServer) -> ForeignCalendar:
    return ForeignCalendar.objects.create(municipality=hall.municipality, resource=hall, url=foreign_server.url)


def busy() -> list[tuple[str, str]]:
    rows = BusyTime.objects.order_by("starts_at").values_list("starts_at", "ends_at")
    return [(f"{start:%d.%m %H:%M}", f"{end:%H:%M}") for start, end in rows]


def test_busy_times_elsewhere_block_the_hall(calendar, book, hall) -> None:
    for _ in range(2):
        run_for_each(tasks.fetch_calendars)
    expected = [("30.11 08:00", "09:00"), ("01.12 22:00", "22:00"), ("04.12 08:00", "09:00"), ("14.12 08:00", "09:00")]
    assert busy() == expected
    assert "Jaan" not in str(list(BusyTime.objects.values()))
    with pytest.raises(TimeTaken):
        book(at(MONDAY, 10))
    assert book(at(MONDAY + timedelta(days=7), 10)).status == "confirmed"
    shown = Client().get(reverse("bookings:resource", args=["saal"])).text
    assert "Salajane" not in shown


def test_what_is_gone_elsewhere_is_free_here_and_unchanged_is_not_read_again(
    calendar, foreign_server: ForeignServer
) -> None:
    assert foreign_calendars.fetch(calendar)
    calendar.refresh_from_db()
    assert not foreign_calendars.fetch(calendar)
    assert len(busy()) == 4
    foreign_server.body, foreign_server.etag = FEED.replace("COUNT=3", "COUNT=1").encode(), '"2"'
    assert foreign_calendars.fetch(calendar)
    assert len(busy()) == 3


@pytest.mark.parametrize(
    ("status", "body"),
    [(500, b"oh"), (200, b"<html>not a calendar</html>"), (200, b""), (302, b""), (200, b"\xff" * 99)],
)
def test_errors_of_the_server_retain_busy_times_and_are_recorded(
    calendar, foreign_server: ForeignServer, status: int, body: bytes
) -> None:
    foreign_calendars.fetch(calendar)
    foreign_server.status, foreign_server.body, foreign_server.etag = status, body, '"9"'
    calendar.refresh_from_db()
    assert not foreign_calendars.fetch(calendar)
    calendar.refresh_from_db()
    assert calendar.problem
    assert len(busy()) == 4


def test_internal_addresses_are_not_requested(calendar, foreign_server: ForeignServer, settings: Any) -> None:
    settings.RAEKODA_INSIDE_ALLOWED = []
    assert not foreign_calendars.fetch(calendar)
    assert foreign_server.asked == 0


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200), st.integers(0, len(FEED)))
def test_arbitrary_bytes_are_refused_or_parsed(noise: bytes, where: int) -> None:
    broken = FEED.encode()[:where] + noise + FEED.encode()[where:]
    with suppress(foreign_calendars.UnreadableCalendar):
        assert all(span.start < span.end for span in foreign_calendars.busy_times(broken, NOW))


def test_other_programs_read_our_calendars(book, mari, hall, live_server) -> None:
    moved, cancelled = book(at(MONDAY, 10)), book(at(MONDAY, 12))
    actions.move(moved, at(MONDAY + timedelta(days=1), 9), actor=factory.actor_for(mari))
    actions.cancel(cancelled, actor=factory.actor_for(mari))
    link = actions.get_calendar_link(actor=factory.actor_for(mari), person=mari)
    address = f"{live_server.url}{reverse('bookings_feeds:calendar', args=[link.token])}"

    found = icalevents.icalevents.events(url=address, start=date(2026, 11, 29), end=date(2026, 12, 5))
    by_uid = {each.uid: each for each in found}
    mine = by_uid[f"{moved.ref}@tartu.localhost"]
    assert (mine.summary, mine.start.astimezone(UTC)) == ("Näidismaja saal", datetime(2026, 12, 1, 7, tzinfo=UTC))
    assert by_uid[f"{cancelled.ref}@tartu.localhost"].status == "CANCELLED"

    client = factory.sign_in(Client(), mari)
    one = Calendar.from_ical(client.get(reverse("bookings_own:booking_ics", args=[moved.ref])).content)
    (event,) = recurring_ical_events.of(one).between(date(2026, 12, 1), date(2026, 12, 2))
    assert (int(event["SEQUENCE"]), str(event["STATUS"])) == (1, "CONFIRMED")
    assert not [part for part in one.walk() if part.errors]


def test_a_calendar_link_is_made_once_and_anew_after_it_was_taken_back(mari) -> None:
    actor = factory.actor_for(mari)
    first = actions.get_calendar_link(actor=actor, person=mari)
    actions.revoke(first, actor=actor)
    second = actions.get_calendar_link(actor=actor, person=mari)
    assert first.token != second.token
    assert clock.today() == MONDAY


def shared_calendar(name: str) -> bytes:
    return shared("faults", "calendars", name).read_bytes()


def test_one_bad_event_is_counted_and_named_and_the_others_block() -> None:
    found = foreign_calendars.parse(shared_calendar("one-bad-event.ics"), NOW)
    assert found.left_out == ["empty@example.ee"]
    assert [(span.start, span.end) for span in found.times] == [
        (datetime(2026, 12, 10, 10, tzinfo=UTC), datetime(2026, 12, 10, 11, tzinfo=UTC)),
        *(
            (datetime(2026, 12, 11, hour, tzinfo=UTC), datetime(2026, 12, 11, hour, 10, tzinfo=UTC))
            for hour in (10, 11, 12)
        ),
    ]


def test_until_as_a_date_includes_that_day() -> None:
    found = foreign_calendars.parse(shared_calendar("until-as-a-date.ics"), NOW)
    assert found.left_out == []
    assert [span.start.date() for span in found.times] == [date(2026, 12, day) for day in (2, 9, 16)]


DECEMBER = "DTSTART;TZID=Europe/Tallinn:20261202T100000\r\nDTEND;TZID=Europe/Tallinn:20261202T110000\r\n"


@pytest.mark.parametrize(
    ("event", "times"),
    [
        ("DTSTART:garbage", None), ("SUMMARY:no start", None), ("DTSTART:20261131T100000Z", None),
        (f"{DECEMBER}RRULE:FREQ=FOO", None), (f"{DECEMBER}RRULE:FREQ=WEEKLY;UNTIL=2026-12-16", None),
        (f"{DECEMBER}RRULE:FREQ=MINUTELY;COUNT=3", None), (f"{DECEMBER}RRULE:FREQ=DAILY;COUNT=3\r\nEXDATE:foo", None),
        ("DTSTART:20261202T100000Z\r\nDURATION:1h", None),
        (f"{DECEMBER}RRULE:FREQ=WEEKLY;UNTIL=20261216T100000", 3), (f"{DECEMBER}RRULE:freq=weekly;count=2", 2),
        (f"{DECEMBER}RRULE:FREQ=HOURLY;INTERVAL=2;COUNT=3", 3), (f"{DECEMBER}RRULE:FREQ=WEEKLY;UNTIL=20261215", 2),
        ("DTSTART;VALUE=DATE:20261202\r\nRRULE:FREQ=WEEKLY;UNTIL=20261216T000000Z", 3),
        ("DTSTART:20261202T100000Z\r\nDTEND:20261202T110000Z\r\nRRULE:FREQ=WEEKLY;UNTIL=20261216", 3),
        (f"{DECEMBER}THIS IS NO LINE", 1), (f"{DECEMBER}DESCRIPTION:first\r\nsecond line not folded", 1),
    ],
)  # fmt: skip
def test_an_event_blocks_its_times_or_is_named(event: str, times: int | None) -> None:
    sound = "BEGIN:VEVENT\r\nUID:good\r\nDTSTART:20261210T100000Z\r\nDTEND:20261210T110000Z\r\nEND:VEVENT\r\n"
    text = (
        f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{sound}BEGIN:VEVENT\r\nUID:other\r\n{event}\r\nEND:VEVENT\r\nEND:VCALENDAR"
    )
    found = foreign_calendars.parse(text.encode(), NOW)
    assert found.left_out == ([] if times else ["other"])
    assert len(found.times) == (times or 0) + 1


@pytest.mark.parametrize(
    "typed", ["webcal://õunapuu.ee/a.ics", "\u200bWEBCALS://õunapuu.ee/a.ics ", "https://xn--unapuu-oxa.ee/a.ics"]
)
def test_addresses_of_calendars_as_calendar_programs_give_them(typed: str) -> None:
    field = ForeignCalendar._meta.get_field("url").formfield()
    assert field.to_python(typed) == "https://xn--unapuu-oxa.ee/a.ics"
