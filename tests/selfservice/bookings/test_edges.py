"""Combinations of rules: moved bookings of staff, repeated refunds, waiting lists and limits, undecided requests, invalid
dates in addresses, recurrences of foreign calendars."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from raekoda.casework.letters.models import Letter
from raekoda.identity.accesslog.models import Look
from raekoda.identity.accounts.models import Role
from raekoda.identity.persons import actions as persons
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments.models import Payment
from raekoda.selfservice.bookings import actions, foreign_calendars, letters, recurrence, tasks
from raekoda.selfservice.bookings.booker import get_group_ids
from raekoda.selfservice.bookings.errors import BookingError
from raekoda.selfservice.bookings.models import Booking, ForeignCalendar, Group, WaitingEntry
from tests.identity.persons import factory
from tests.jobs import run_for_each
from tests.selfservice.bookings.conftest import MONDAY, NOW, add_price, at, booker, make_resource, make_user
from tests.selfservice.bookings.test_booking import pay, send_refunds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
LATER = MONDAY + timedelta(days=3)


def test_what_staff_made_stays_free_when_staff_moves_it(hall, operator) -> None:
    add_price(hall, "12.00")
    rows = [actions.book_for(hall, at(LATER, 10), actor=operator, name="Koor")]
    rows += actions.block(hall, at(LATER, 12), actor=operator, reason="Remont")
    for number, row in enumerate(rows):
        actions.move(row, at(LATER, 15 + number), actor=operator)
        row.refresh_from_db()
        assert (row.status, row.needs_payment, row.to_pay) == ("confirmed", False, 0)
    assert not Payment.objects.exists()


def test_a_request_moved_to_an_hour_that_costs_nothing_is_approved_without_payment(book, hall, official) -> None:
    hall.needs_approval = True
    hall.save()
    add_price(hall, "12.00", weekdays=[LATER.weekday()])
    booking = book(at(LATER, 10))
    actions.move(booking, at(LATER + timedelta(days=1), 10), actor=Actor.resident())
    assert actions.approve(booking, actor=official).status == "confirmed"


def test_nothing_goes_back_twice(book, hall, account, operator) -> None:
    add_price(hall, "12.00")
    add_price(hall, "30.00", per="deposit")
    rows = [book(at(LATER, 10)), book(at(LATER, 12)), book(at(LATER, 14))]
    for row, amount in zip(rows, ("5.00", "42.00", "20.00"), strict=True):
        pay(row)
        payments.refund(row.payment, reason="Saal oli külm", amount=Decimal(amount), actor=Actor.system())
    part, whole, deposit = rows
    actions.cancel(part, actor=operator, reason="Veetorud lekivad")
    actions.cancel(whole, actor=operator, reason="Veetorud lekivad")
    with clock.at(NOW + timedelta(days=5)):
        actions.refund_deposit(deposit, actor=Actor.system())
    send_refunds()
    for row in rows:
        row.refresh_from_db()
        assert (row.payment.status, row.payment.refunded) == ("refunded", Decimal("42.00"))


def test_a_request_that_nobody_decided_ends_when_its_time_begins(book, hall, official) -> None:
    hall.needs_approval = True
    hall.save()
    booking = book(at(LATER, 10))
    with clock.at(booking.starts_at):
        with pytest.raises(BookingError):
            actions.approve(booking, actor=official)
        for _ in range(2):
            tasks.expire_overdue(0)
    booking.refresh_from_db()
    assert booking.status == "expired"


def test_a_free_time_is_booked_not_waited_for(hall) -> None:
    with pytest.raises(BookingError):
        actions.join(hall, at(MONDAY, 16), booker=booker(None), actor=Actor.resident())
    assert not WaitingEntry.objects.exists()


def wait_for(hall, span, email: str) -> WaitingEntry:
    return actions.join(hall, span, booker=booker(None, email), actor=Actor.resident())


def test_offers_pass_over_who_has_as_many_as_one_may(book, hall, mari) -> None:
    hall.most_at_once = 1
    hall.save()
    taken = book(at(LATER, 16))
    book(at(LATER, 10), person=None, booker=booker(None, "palju@example.ee"))
    full, next_one = (
        wait_for(hall, at(LATER, 16), "palju@example.ee"),
        wait_for(hall, at(LATER, 16), "teine@example.ee"),
    )
    actions.cancel(taken, actor=factory.actor_for(mari))
    full.refresh_from_db()
    next_one.refresh_from_db()
    assert (full.state, next_one.state) == ("waiting", "offered")


def test_each_part_of_a_freed_time_is_offered_and_an_offer_left_goes_on(municipality, mari) -> None:
    field = make_resource(
        municipality, "plats", slot_minutes=None, shortest_minutes=60, longest_minutes=240, step_minutes=60
    )
    whole = actions.book(field, at(LATER, 10, 240), booker=booker(mari), actor=factory.actor_for(mari))
    spans = [at(LATER, 10, 120), at(LATER, 12, 120), at(LATER, 12, 60)]
    first, second, third = (wait_for(field, span, f"ootaja{n}@example.ee") for n, span in enumerate(spans))
    actions.cancel(whole, actor=factory.actor_for(mari))
    for each in (first, second, third):
        each.refresh_from_db()
    assert (first.state, second.state, third.state) == ("offered", "offered", "waiting")

    page = reverse("bookings:waiting", args=[second.token])
    assert "<form" in Client().get(page).text
    for _ in range(2):
        Client().post(page)
    second.refresh_from_db()
    third.refresh_from_db()
    assert (second.state, second.booking.status, third.state) == ("left", "cancelled", "offered")


def test_who_took_an_offer_does_not_lose_it_by_leaving(book, hall, mari) -> None:
    taken = book(at(LATER, 16))
    entry = wait_for(hall, at(LATER, 16), "esimene@example.ee")
    actions.cancel(taken, actor=factory.actor_for(mari))
    entry.refresh_from_db()
    actions.confirm(entry.booking, actor=Actor.resident())
    actions.leave(entry, actor=Actor.resident())
    assert (entry.state, Booking.objects.get(pk=entry.booking_id).status) == ("taken", "confirmed")


@pytest.mark.parametrize("who", ["guest", "person"])
def test_letters_about_waiting_are_erased_too(who: str, book, hall, mari, jaan) -> None:
    from raekoda.selfservice.bookings.personal_data import erase

    book(at(LATER, 16), person=jaan)
    actions.join(hall, at(LATER, 16), booker=booker(mari if who == "person" else None), actor=Actor.resident())
    if who == "person":
        erase(mari, Actor.system())
    else:
        with clock.at(NOW + timedelta(days=380)):
            run_for_each(tasks.erase_guests)
    letter = Letter.objects.get(key__startswith="waiting:")
    assert (letter.to, letter.text) == ("", "")
    assert letters.erase_waiting(WaitingEntry.objects.all()) == 0


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_addresses_of_days_without_a_calendar(day: str, hall, book, municipality) -> None:
    ranges = make_resource(municipality, "plats", slot_minutes=None, shortest_minutes=60, step_minutes=60)
    guests = book(at(LATER, 10), person=None)
    actions.confirm(guests, actor=Actor.resident())
    asked = {"algus": f"{day}T23:59Z", "kestus": "60", "paev": day, "nadal": day}
    client = Client()
    client.force_login(make_user(municipality, "piret", Role.OPERATOR))
    staffs = reverse("bookings_desk:act", args=[guests.ref, "teisalda"])
    moved = client.post(staffs, {"day": day, "start": "23:00", "end": "00:00"})
    assert moved.status_code == 422
    for page in (
        *(reverse(f"bookings:{name}", args=[each.slug]) for name in ("resource", "frame", "new", "wait")
          for each in (hall, ranges)),
        reverse("bookings:guest_move", args=[guests.token]), reverse("bookings_desk:calendar"),
    ):  # fmt: skip
        for query in (asked, {"paev": day}):
            assert client.get(page, query).status_code < 500, page


def test_a_page_offers_to_move_only_what_may_be_moved(book, hall, account, mari) -> None:
    add_price(hall, "12.00")
    booking = book(at(LATER, 10))
    pay(booking)
    page = reverse("bookings_own:booking", args=[booking.ref])
    move = reverse("bookings_own:booking_move", args=[booking.ref])
    for hours, offered in ((30, True), (2, False)):
        with clock.at(booking.starts_at - timedelta(hours=hours)):
            assert (move in factory.sign_in(Client(), mari).get(page).text) == offered


def test_a_calendars_address_ends_with_the_right_to_act(book, mari) -> None:
    child, right = factory.child_of(mari)
    booking = book(at(LATER, 10), booker=booker(child), person=child)
    parents = actions.get_calendar_link(actor=factory.actor_for(mari, child), person=child)
    childs = actions.get_calendar_link(actor=factory.actor_for(child), person=child)
    seen = [reverse("bookings_feeds:calendar", args=[each.token]) for each in (parents, childs)]
    assert [booking.ref in Client().get(each).text for each in seen] == [True, True]
    persons.end_representation(right, actor=Actor.system())
    assert [Client().get(each).status_code for each in seen] == [404, 200]


def test_staff_moves_a_booking_at_the_desk(book, municipality, unit) -> None:
    booking = book(at(LATER, 10))
    client = Client()
    client.force_login(make_user(municipality, "oskar", Role.OFFICIAL, unit))
    data = {"day": LATER.isoformat(), "start": "21:00", "end": "22:00"}
    page = reverse("bookings_desk:act", args=[booking.ref, "teisalda"])
    assert client.post(page, data | {"end": "20:00"}).status_code == 422
    assert client.post(page, data).status_code == 302
    booking.refresh_from_db()
    assert booking.starts_at == at(LATER, 21).start


def test_a_rejected_form_is_logged_as_a_view_too(book, municipality, unit, mari) -> None:
    booking = book(at(LATER, 10))
    client = Client()
    client.force_login(make_user(municipality, "oskar", Role.OFFICIAL, unit))
    answer = client.post(reverse("bookings_desk:act", args=[booking.ref, "tyhista"]), {"reason": ""})
    assert answer.status_code == 422
    assert list(Look.objects.values_list("person_id", "action")) == [(mari.pk, "bookings.view")]


def foreign(*events: str) -> bytes:
    """A calendar of events, each given by its lines after UID."""
    written = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}@elsewhere\r\n{event}\r\nEND:VEVENT\r\n" for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{written}END:VCALENDAR\r\n".encode()


SOUND = "DTSTART:20261201T080000Z\r\nDTEND:20261201T090000Z"


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=MINUTELY", "FREQ=DAILY;INTERVAL=0", "FREQ=HOURLY;BYMINUTE=0,30",
        f"FREQ=DAILY;BYHOUR=9,10;BYMINUTE={','.join(str(each) for each in range(60))}",
    ],
)  # fmt: skip
def test_an_event_that_repeats_too_often_is_left_out_and_named(rule: str) -> None:
    found = foreign_calendars.parse(foreign(SOUND, f"{SOUND}\r\nRRULE:{rule}"), NOW)
    assert (len(found.times), found.left_out) == (1, ["1@elsewhere"])


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30",
        "FREQ=WEEKLY;BYMONTH=2;BYSETPOS=8;BYDAY=MO",
        "FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    ],
)
def test_a_rule_that_never_matches_ends_with_its_budget_of_steps(rule: str) -> None:
    endless = f"DTSTART:19000101T000000Z\r\nDTEND:19000101T010000Z\r\nRRULE:{rule}"
    found = foreign_calendars.parse(foreign(SOUND, endless), NOW)
    assert (len(found.times), found.left_out) == (1, ["1@elsewhere"])
    with pytest.raises(foreign_calendars.UnreadableCalendar, match="too often"):
        foreign_calendars.parse(foreign(*[endless] * 20), NOW)


def test_events_every_hour_and_every_day_since_long_ago_are_read() -> None:
    hourly = "DTSTART:20261211T100000Z\r\nDTEND:20261211T101000Z\r\nRRULE:FREQ=HOURLY;COUNT=3"
    daily = "DTSTART:19500101T080000Z\r\nDTEND:19500101T090000Z\r\nRRULE:FREQ=DAILY;UNTIL=20261202T235959Z"
    found = foreign_calendars.parse(foreign(hourly, daily), NOW)
    assert found.left_out == []
    assert [f"{span.start:%d.%m %H:%M}" for span in found.times][-3:] == ["11.12 10:00", "11.12 11:00", "11.12 12:00"]
    assert "02.12 08:00" in [f"{span.start:%d.%m %H:%M}" for span in found.times]


def test_the_day_named_by_until_belongs_to_the_series() -> None:
    weekly = (
        "DTSTART;TZID=Europe/Tallinn:20261202T100000\r\nDTEND;TZID=Europe/Tallinn:20261202T110000\r\n"
        "RRULE:FREQ=WEEKLY;UNTIL=20261216"
    )
    assert [span.start.day for span in foreign_calendars.parse(foreign(weekly), NOW).times] == [2, 9, 16]


def test_a_damaged_event_is_left_out_and_named_and_the_others_stay() -> None:
    found = foreign_calendars.parse(foreign(SOUND, "DTSTART:", "SUMMARY:no start", SOUND.replace("01T", "03T")), NOW)
    assert ([span.start.day for span in found.times], found.left_out) == ([1, 3], ["1@elsewhere", "2@elsewhere"])


def test_an_address_with_webcal_is_one_with_https() -> None:
    field = ForeignCalendar._meta.get_field("url").formfield()
    assert field.clean("webcal://calendar.example.ee/a.ics") == "https://calendar.example.ee/a.ics"


def test_many_daily_events_are_not_unfolded_without_end(monkeypatch) -> None:
    monkeypatch.setattr(recurrence, "MAX_TIMES", 500)
    event = (
        "BEGIN:VEVENT\r\nUID:{}\r\nDTSTART:20261201T080000Z\r\nDTEND:20261201T090000Z\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT"
    )
    body = "\r\n".join(event.format(number) for number in range(3))
    with pytest.raises(foreign_calendars.UnreadableCalendar, match="too many"):
        foreign_calendars.busy_times(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{body}\r\nEND:VCALENDAR\r\n".encode(), NOW)


def test_an_administrator_adds_people_to_the_list_of_a_group(mari, municipality, other_municipality) -> None:
    group = Group.objects.create(municipality=municipality, name="Tantsurühm", basis="listed")
    client, page = Client(), reverse("bookings_desk:members")
    client.force_login(make_user(municipality, "admin", Role.ADMINISTRATOR))
    data = {"group": group.pk, "code": factory.MARI, "first_day": "2026-11-30", "last_day": ""}
    assert client.post(page, data | {"code": factory.JAAN}).status_code == 422
    assert client.post(page, data | {"last_day": "2026-11-29"}).status_code == 422
    assert get_group_ids(mari, MONDAY) == []
    assert client.post(page, data, follow=True).status_code == 200
    assert get_group_ids(mari, LATER) == [group.pk]
    client.post(page, data | {"last_day": "2026-11-30"})
    assert get_group_ids(mari, LATER) == []
    assert set(Look.objects.values_list("person_id", "action")) == {(mari.pk, "bookings.set_member")}
    clerk = Client()
    clerk.force_login(make_user(municipality, "piret", Role.OPERATOR))
    assert clerk.post(page, data).status_code == 403
