"""Actions of bookings: book, hold, pay, approve, move, cancel; occupied times are refused."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import httpx
import pytest
from django.db import IntegrityError, transaction

from raekoda.casework.letters.models import Letter
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.deliveries.models import Delivery
from raekoda.platform.deliveries.sending import send as try_to_send
from raekoda.registry.payments import actions as payments
from raekoda.registry.payments.models import Payment
from raekoda.selfservice.bookings import actions, tasks
from raekoda.selfservice.bookings.actions import allocation
from raekoda.selfservice.bookings.errors import BookingError, TimeTaken
from raekoda.selfservice.bookings.models import Booking, Group, OpeningException
from raekoda.selfservice.bookings.rules import Span
from tests.identity.persons import factory
from tests.jobs import run_for_each
from tests.selfservice.bookings.conftest import MONDAY, NOW, add_price, at, booker, make_resource

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def letters() -> list[str]:
    """Keys of the letters about bookings in order: change and sequence number."""
    keys = Letter.objects.filter(key__startswith="booking:").order_by("id").values_list("key", flat=True)
    return [key.split(":", 2)[2] for key in keys]


def pay(booking: Booking) -> None:
    """Pay at the test bank and look up the result."""
    booking.refresh_from_db()
    attempt = payments.start(booking.payment, actor=Actor.system())
    assert httpx.post(attempt.pay_url, data={"status": "PAID"}, trust_env=False).status_code == 303
    payments.look_up(attempt, actor=Actor.system())
    booking.refresh_from_db()


def send_refunds() -> None:
    for delivery in Delivery.objects.filter(kind="payments.refund"):
        try_to_send(delivery)


def test_a_free_slot_is_confirmed_at_once_with_a_letter(book, hall) -> None:
    booking = book(at(MONDAY, 10), people=None)

    assert (booking.status, booking.to_pay) == ("confirmed", 0)
    assert letters() == ["confirmed:0"]
    letter = Letter.objects.get()
    assert (letter.to, letter.language) == ("mari@example.ee", "et")
    assert "Näidismaja saal" in letter.subject and "10.00–11.00" in letter.text.replace("10:00–11:00", "10.00–11.00")
    assert [line.action for line in history(booking)] == ["bookings.book"]
    assert "Mari" not in str([line.data for line in history(booking)])


def test_the_same_slot_again_is_taken_and_the_next_one_is_free(book, jaan) -> None:
    book(at(MONDAY, 10))
    with pytest.raises(TimeTaken):
        book(at(MONDAY, 10), person=jaan)
    assert book(at(MONDAY, 11), person=jaan).status == "confirmed"
    assert Booking.objects.count() == 2


def test_buffers_keep_a_distance(book, municipality, jaan) -> None:
    pitch = make_resource(municipality, "plats", slot_minutes=None, buffer_before=15, buffer_after=15)
    book(at(MONDAY, 10), resource=pitch)
    for hour, minute in ((11, 0), (9, 0)):
        with pytest.raises(TimeTaken):
            book(at(MONDAY, hour, minute=minute), resource=pitch, person=jaan)
    assert book(at(MONDAY, 11, minute=30), resource=pitch, person=jaan).status == "confirmed"


def test_each_item_is_taken_once(book, municipality) -> None:
    bikes = make_resource(municipality, "rattad", kind="equipment", quantity=3, most_at_once=9)
    taken = {book(at(MONDAY, 10), resource=bikes).item.number for _ in range(3)}
    assert taken == {1, 2, 3}
    with pytest.raises(TimeTaken):
        book(at(MONDAY, 10), resource=bikes)


def test_the_database_itself_refuses_an_overlap(book, hall) -> None:
    booking = book(at(MONDAY, 10))
    with pytest.raises(IntegrityError), transaction.atomic():
        Booking.objects.create(
            municipality=hall.municipality, resource=hall, item=booking.item, starts_at=booking.starts_at,
            ends_at=booking.ends_at, span=allocation.with_buffers(hall, at(MONDAY, 10, 30)), status="asked",
            created_at=clock.now(), changed_at=clock.now(),
        )  # fmt: skip


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (at(MONDAY, 5), "over"), (at(MONDAY, 6, minute=30), "soon"), (at(MONDAY + timedelta(days=91), 10), "early"),
        (at(MONDAY, 20), "closed"), (at(MONDAY, 10, minute=30), "offered"), (at(MONDAY, 10, 120), "offered"),
    ],
)  # fmt: skip
def test_times_that_the_rules_do_not_allow(book, span: Span, words: str) -> None:
    from django.utils.translation import override

    with override("en"), pytest.raises(BookingError) as refused:
        book(span)
    assert words in refused.value.message
    assert Booking.objects.count() == 0


def test_holidays_and_exceptions_are_closed(book, hall) -> None:
    christmas = date(2026, 12, 24)
    with pytest.raises(BookingError):
        book(at(christmas, 10))
    OpeningException.objects.create(
        municipality=hall.municipality, resource=hall, first_day=christmas, last_day=christmas, opens=time(10),
        closes=time(12),
    )  # fmt: skip
    assert book(at(christmas, 10)).status == "confirmed"


def test_one_person_may_not_have_too_many(book) -> None:
    for hour in (10, 11, 12):
        book(at(MONDAY, hour))
    with pytest.raises(BookingError):
        book(at(MONDAY, 13))
    assert book(at(MONDAY, 13), person=None).status == "held"


def test_who_may_book(book, hall, mari, municipality) -> None:
    hall.who = "signed_in"
    with pytest.raises(BookingError):
        book(at(MONDAY, 10), person=None)
    group = Group.objects.create(municipality=municipality, name="Tantsurühm", basis="listed")
    hall.who = "groups"
    hall.groups.add(group)
    with pytest.raises(BookingError):
        book(at(MONDAY, 10))
    actions.set_member(group, mari, actor=Actor.system(), valid_from=MONDAY)
    assert book(at(MONDAY, 10)).status == "confirmed"


def test_a_guest_confirms_by_the_letter_or_the_time_is_free_again(book, hall) -> None:
    first, second = book(at(MONDAY, 10), person=None), book(at(MONDAY, 11), person=None)
    assert (first.status, letters()) == ("held", ["word:0", "word:0"])
    assert f"/broneering/{first.token}/" in Letter.objects.first().text

    actions.confirm(first, actor=Actor.resident())
    with clock.at(NOW + timedelta(minutes=61)):
        for _ in range(2):
            tasks.expire_overdue(0)
        with pytest.raises(BookingError):
            actions.confirm(second, actor=Actor.resident())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("confirmed", "expired")
    assert book(at(MONDAY, 11)).status == "confirmed"


def test_a_hold_that_ran_out_frees_its_time_before_the_task_runs(book, hall) -> None:
    book(at(MONDAY, 10), person=None)
    with clock.at(NOW + timedelta(minutes=61)):
        assert book(at(MONDAY, 10)).status == "confirmed"


def test_what_costs_is_held_until_it_is_paid(book, hall, account) -> None:
    add_price(hall, "12.00")
    add_price(hall, "30.00", per="deposit")
    booking = book(at(MONDAY, 10))
    assert (booking.status, booking.payment.amount) == ("held", Decimal("42.00"))
    assert booking.payment.back_path == f"/iseteenindus/broneeringud/{booking.ref}/"

    pay(booking)
    assert booking.status == "confirmed"
    assert letters() == ["pay:0", "confirmed:1"]

    with pytest.raises(BookingError):
        actions.refund_deposit(booking, actor=Actor.system())
    with clock.at(NOW + timedelta(days=1)):
        for _ in range(2):
            actions.refund_deposit(booking, actor=Actor.system())
        send_refunds()
    assert Payment.objects.get().refunded == Decimal("30.00")


def test_not_paid_in_time_is_free_again_and_its_payment_is_cancelled(book, hall, account, jaan) -> None:
    add_price(hall, "12.00")
    booking = book(at(MONDAY, 10))
    with clock.at(NOW + timedelta(minutes=21)):
        tasks.expire_overdue(0)
    booking.refresh_from_db()
    assert (booking.status, booking.payment.status) == ("expired", "cancelled")


@pytest.mark.parametrize("lost", [False, True])
def test_money_that_comes_after_the_deadline(lost: bool, book, hall, account, jaan) -> None:
    add_price(hall, "12.00")
    booking = book(at(MONDAY, 10))
    attempt = payments.start(booking.payment, actor=Actor.system())
    httpx.post(attempt.pay_url, data={"status": "PAID"}, trust_env=False)
    with clock.at(NOW + timedelta(minutes=21)):
        tasks.expire_overdue(0)
        if lost:
            book(at(MONDAY, 10), person=jaan)
        payments.look_up(attempt, actor=Actor.system())
    send_refunds()
    booking.refresh_from_db()
    assert booking.status == ("expired" if lost else "confirmed")
    assert booking.payment.status == ("refunded" if lost else "paid")


@pytest.mark.parametrize(("hours_before", "back"), [(30, "12.00"), (2, "0.00")])
def test_cancelling_in_time_gives_the_money_back(book, hall, account, hours_before: int, back: str) -> None:
    add_price(hall, "12.00")
    booking = book(at(MONDAY + timedelta(days=3), 10))
    pay(booking)
    with clock.at(booking.starts_at - timedelta(hours=hours_before)):
        for _ in range(2):
            actions.cancel(booking, actor=Actor.resident())
    send_refunds()
    booking.refresh_from_db()
    assert (booking.status, str(booking.payment.refunded)) == ("cancelled", back)
    assert letters().count("cancelled:2") == 1


def test_staff_cancels_with_a_reason_and_all_goes_back(book, hall, account, operator) -> None:
    add_price(hall, "12.00")
    booking = book(at(MONDAY, 10))
    pay(booking)
    with pytest.raises(BookingError):
        actions.cancel(booking, actor=operator)
    actions.cancel(booking, actor=operator, reason="Veetorud lekivad")
    send_refunds()
    booking.refresh_from_db()
    assert booking.payment.status == "refunded"
    assert "Veetorud lekivad" in Letter.objects.get(key__contains="cancelled").text


def test_approval_then_payment(book, municipality, official, unit, account) -> None:
    big = make_resource(municipality, "suur", needs_approval=True, unit=unit)
    add_price(big, "100.00")
    booking = book(at(MONDAY, 10), resource=big)
    assert booking.status == "asked"
    with pytest.raises(TimeTaken):
        book(at(MONDAY, 10), resource=big)
    actions.approve(booking, actor=official)
    assert booking.status == "held"
    pay(booking)
    assert booking.status == "confirmed"
    with pytest.raises(BookingError):
        actions.move(booking, at(MONDAY, 12), actor=Actor.resident())
    other = book(at(MONDAY, 15), resource=big)
    with pytest.raises(BookingError):
        actions.refuse(other, reason=" ", actor=official)
    actions.refuse(other, reason="Saal on remondis", actor=official)
    assert (other.status, other.payment) == ("refused", None)


def test_moving_keeps_the_old_time_until_the_new_one_is_had(book, jaan) -> None:
    mine, other = book(at(MONDAY, 10)), book(at(MONDAY, 12), person=jaan)
    with pytest.raises(TimeTaken):
        actions.move(mine, at(MONDAY, 12), actor=Actor.resident())
    mine.refresh_from_db()
    assert mine.starts_at == at(MONDAY, 10).start

    actions.move(mine, at(MONDAY, 11), actor=Actor.resident())
    actions.move(other, at(MONDAY, 10), actor=Actor.resident())
    assert (mine.starts_at, mine.sequence) == (at(MONDAY, 11).start, 1)
    assert letters()[-2:] == ["moved:1", "moved:1"]


def test_moving_to_a_time_of_another_price_is_refused(book, hall, account) -> None:
    add_price(hall, "12.00")
    add_price(hall, "20.00", from_hour=time(18), to_hour=time(20))
    booking = book(at(MONDAY + timedelta(days=3), 10))
    pay(booking)
    with pytest.raises(BookingError):
        actions.move(booking, at(MONDAY + timedelta(days=3), 18), actor=Actor.resident())
    assert actions.move(booking, at(MONDAY + timedelta(days=3), 11), actor=Actor.resident()).status == "confirmed"


def test_the_waiting_list_offers_in_order_with_a_deadline(book, hall, mari, jaan) -> None:
    booking = book(at(MONDAY, 16))
    first = actions.join(hall, at(MONDAY, 16), booker=booker(None, "esimene@example.ee"), actor=Actor.resident())
    second = actions.join(hall, at(MONDAY, 16), booker=booker(jaan), actor=factory.actor_for(jaan))
    with pytest.raises(BookingError):
        actions.join(hall, at(MONDAY, 16), booker=booker(jaan), actor=factory.actor_for(jaan))

    actions.cancel(booking, actor=factory.actor_for(mari))
    first.refresh_from_db()
    assert (first.state, first.booking.status) == ("offered", "held")
    with pytest.raises(TimeTaken):
        book(at(MONDAY, 16))
    with clock.at(first.booking.hold_until):
        tasks.expire_overdue(0)
    first.refresh_from_db()
    second.refresh_from_db()
    # The deadline was an hour before the beginning: nobody after that can be offered it any more.
    assert (first.state, second.state) == ("left", "waiting")
    assert [key for key in letters() if "offered" in key] == ["offered:0"]


def test_an_offer_that_is_given_up_goes_to_the_next_who_takes_it(book, hall, mari, jaan) -> None:
    day = MONDAY + timedelta(days=5)
    booking = book(at(day, 16))
    first = actions.join(hall, at(day, 16), booker=booker(None, "esimene@example.ee"), actor=Actor.resident())
    second = actions.join(hall, at(day, 16), booker=booker(jaan), actor=factory.actor_for(jaan))
    actions.cancel(booking, actor=factory.actor_for(mari))
    first.refresh_from_db()
    actions.cancel(first.booking, actor=Actor.resident())
    second.refresh_from_db()
    actions.confirm(second.booking, actor=factory.actor_for(jaan))
    second.refresh_from_db()
    assert (second.state, second.booking.status) == ("taken", "confirmed")


def test_a_reminder_goes_once(book, hall) -> None:
    booking = book(at(MONDAY + timedelta(days=3), 10))
    with clock.at(booking.starts_at - timedelta(hours=20)):
        tasks.remind(0)
        Booking.objects.update(reminded_for=None)
        tasks.remind(0)
    with clock.at(booking.starts_at - timedelta(hours=30)):
        moved = actions.move(booking, at(MONDAY + timedelta(days=4), 10), actor=Actor.resident())
    with clock.at(moved.starts_at - timedelta(hours=20)):
        tasks.remind(0)
    assert len([key for key in letters() if key.startswith("reminder")]) == 2


def test_old_guests_and_their_letters_are_erased(book, mari) -> None:
    guests, hers = book(at(MONDAY, 10), person=None), book(at(MONDAY, 11))
    actions.confirm(guests, actor=Actor.resident())
    for days, kept in ((364, "kylaline@example.ee"), (366, "")):
        with clock.at(NOW + timedelta(days=days)):
            run_for_each(tasks.erase_guests)
        guests.refresh_from_db()
        hers.refresh_from_db()
        assert (guests.email, hers.email, guests.status) == (kept, "mari@example.ee", "confirmed")
    assert set(Letter.objects.values_list("to", flat=True)) == {"", "mari@example.ee"}


def test_staff_books_blocks_and_makes_series(hall, operator, book) -> None:
    by_staff = actions.book_for(hall, at(MONDAY, 21), actor=operator, name="Koor")
    assert by_staff.status == "confirmed"
    book(at(MONDAY + timedelta(days=7), 18))
    result = actions.make_series(
        hall, actor=operator, purpose="Kooriproov", name="Koor", first_day=MONDAY, last_day=MONDAY + timedelta(days=21),
        opens=time(18), closes=time(20),
    )  # fmt: skip
    assert (len(result.bookings), [clock.local_day(span.start) for span in result.occupied]) == (3, [date(2026, 12, 7)])
    with pytest.raises(TimeTaken):
        actions.block(hall, at(MONDAY, 17, 180), actor=operator, reason="Remont")
    assert not Booking.objects.filter(is_block=True).exists()
    actions.block(hall, at(MONDAY, 12, 120), actor=operator, reason="Remont")
    with pytest.raises(TimeTaken):
        book(at(MONDAY, 13))
    assert actions.cancel_series(result.series, actor=operator, reason="Koor on haige") == 3


def test_nobody_came(book, operator) -> None:
    booking = book(at(MONDAY, 10))
    with pytest.raises(BookingError):
        actions.mark_no_show(booking, actor=operator)
    with clock.at(booking.starts_at + timedelta(minutes=20)):
        assert actions.mark_no_show(booking, actor=operator).status == "no_show"


def test_a_time_over_the_end_of_summer_time_is_an_hour_longer(municipality, mari) -> None:
    night = make_resource(
        municipality, "oo", slot_minutes=None, shortest_minutes=60, longest_minutes=600, step_minutes=60,
        openings=[(6, time(0), time(8))], horizon_days=400,
    )  # fmt: skip
    add_price(night, "1.00")
    autumn = date(2027, 10, 31)
    span = Span(at(autumn, 0).start, at(autumn, 8).start)
    booking = actions.book(night, span, booker=booker(mari), actor=factory.actor_for(mari))
    assert booking.amount == Decimal("9.00")
    assert isinstance(booking.starts_at, datetime)
