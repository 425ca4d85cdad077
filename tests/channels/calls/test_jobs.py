"""Scheduled jobs: reminders, late promises, stale calls, erasure after retention periods."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from raekoda.casework.cases import actions as case_actions
from raekoda.casework.letters.models import Letter
from raekoda.channels.calls import actions, queries, retention, tasks
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, ExchangeMessage, Promise, Shift, Signal, State, WrapUpCode
from raekoda.channels.calls.rules import callback_times
from raekoda.identity.accounts.models import Contact, Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from tests.casework.cases.conftest import SENDER
from tests.channels.calls.conftest import NUMBER, Exchange

Begin = Callable[..., Call]
StartShift = Callable[..., Actor]


@pytest.fixture
def promise(municipality: Municipality, piret: User, unit: Unit) -> Promise:
    """Due in an hour."""
    Unit.objects.filter(pk=unit.pk).update(email="osakond@example.ee")
    due = clock.now() + timedelta(hours=1)
    return actions.create_promise(
        municipality, number=NUMBER, name="Mari", note="Uuri järele.", due_at=due, actor=Actor.staff(piret)
    )


def remind(minutes: int) -> None:
    with clock.at(clock.now() + timedelta(minutes=minutes)):
        tasks.remind(timestamp=0)


def test_a_promise_rings_when_it_is_due_and_once(promise: Promise, piret: User, mart: User) -> None:
    before = Signal.objects.count()
    remind(59)
    assert Signal.objects.count() == before
    remind(61), remind(62)
    assert Signal.objects.count() == before + 1
    with clock.at(promise.due_at + timedelta(minutes=1)):
        assert queries.due_promises(Actor.staff(piret)) == [promise]
        assert queries.due_promises(Actor.staff(mart)) == []
    with clock.at(promise.due_at + timedelta(minutes=16)):
        assert queries.due_promises(Actor.staff(mart)) == [promise]


def test_the_unit_gets_one_letter_when_it_is_late_and_it_names_no_caller(promise: Promise) -> None:
    remind(70)
    assert not Letter.objects.exists()
    remind(76), remind(77)
    letter = Letter.objects.get()
    assert (letter.to, letter.key) == ("osakond@example.ee", f"promise-late:{promise.pk}:{promise.due_at:%Y%m%d%H%M}")
    assert "Piret Näidis" in letter.text
    assert not [word for word in ("Mari", "5550", "Uuri") if word in letter.text]


def test_a_promise_is_tried_again_kept_or_given_up(promise: Promise, piret: User, signed_in) -> None:
    desk = signed_in(piret)
    address = reverse("calls_desk:deal", args=[promise.ref])
    assert "+372 5550 1234" in desk.get(reverse("calls_desk:promises")).text
    assert JournalEntry.objects.get(action="calls.see_promises").data == {"promises": [promise.pk]}
    desk.post(address, {"do": "tomorrow"})
    promise.refresh_from_db()
    assert (promise.attempts, promise.state) == (1, "open")
    assert clock.local_day(promise.due_at) == clock.next_working_day(clock.today())

    desk.post(address, {"do": "call"})
    call = Call.objects.get()
    assert (call.direction, call.number, call.operator) == ("out", NUMBER, piret)
    desk.post(address, {"do": "kept"})
    promise.refresh_from_db()
    assert (promise.attempts, promise.state) == (2, "kept")
    assert "vahepeal tegelnud" in desk.post(address, {"do": "given-up"}, follow=True).text
    assert desk.post(address, {"do": "explode"}).status_code == 302
    assert "Mari" in desk.get(f"{reverse('calls_desk:promises')}?vaade=tehtud").text


def test_a_promise_needs_a_number_and_a_moment_to_come(municipality: Municipality, piret: User) -> None:
    actor, now = Actor.staff(piret), clock.now()
    for number, due in (
        ("", now),
        ("abc", now),
        (NUMBER, now - timedelta(hours=1)),
        (NUMBER, now + timedelta(days=400)),
    ):
        with pytest.raises(CallError):
            actions.create_promise(municipality, number=number, due_at=due, actor=actor)


def test_moments_are_working_time() -> None:
    friday_evening = clock.local_midnight(clock.today().replace(year=2026, month=1, day=9)) + timedelta(hours=18)
    moments = callback_times(friday_evening)
    assert "afternoon" not in moments
    assert [f"{moments[name]:%a %H}" for name in ("tomorrow", "later")] == ["Mon 09", "Wed 09"]


def test_lost_calls_and_forgotten_shifts_end(
    exchange: Exchange, piret: User, at_desk: StartShift, live_call: Begin
) -> None:
    exchange.send("ringing")
    mine = live_call(at_desk(piret))
    remind(59)
    assert Call.objects.filter(ended_at=None).count() == 2
    remind(61)
    assert Call.objects.get(external_id="a-1").state == State.MISSED
    remind(121)
    assert not Shift.objects.filter(ended_at=None).exists()
    remind(8 * 60 + 1)
    mine.refresh_from_db()
    assert mine.state == State.NOTING


def test_a_screen_that_is_not_open_is_not_at_the_desk(piret: User, at_desk: StartShift) -> None:
    actor = at_desk(piret)
    with clock.at(clock.now() + timedelta(minutes=6)):
        assert not queries.on_shift().exists()
        actions.record_presence(actor)
        assert queries.on_shift().exists()


class TestErasure:
    @pytest.fixture
    def called(self, live_call: Begin, piret: User, code: WrapUpCode) -> Callable[..., Call]:
        def make(**kwargs: object) -> Call:
            actor = Actor.staff(piret)
            return actions.save_note(
                live_call(actor), text="Märge.", code=code, actor=actor, number=NUMBER, name="Mari", **kwargs
            )

        return make

    def erase(self, hours: int) -> None:
        for _ in range(2):
            with clock.at(clock.now() + timedelta(hours=hours)):
                tasks.erase_expired(timestamp=0)

    def test_numbers_of_those_who_did_not_agree_go_after_a_day(self, called: Callable[..., Call]) -> None:
        call = called()
        assert (call.number, bool(call.number_key)) == (NUMBER, True)
        self.erase(23)
        call.refresh_from_db()
        assert call.number == NUMBER
        self.erase(25)
        call.refresh_from_db()
        assert (call.number, call.number_key, call.note) == ("", "", "Märge.")
        assert JournalEntry.objects.filter(action="calls.forget").count() == 1

    def test_who_agreed_is_known_for_two_years_after_the_last_call(
        self, called: Callable[..., Call], live_call, piret
    ) -> None:
        call = called(keeps_number=True)
        self.erase(25)
        call.refresh_from_db()
        assert (call.number, bool(call.number_key), call.contact.phone) == ("", True, NUMBER)
        with clock.at(clock.now() + timedelta(days=700)):
            again = live_call(Actor.staff(piret))
            assert again.contact == call.contact
        self.erase(24 * 1400)
        contact = Contact.objects.get(pk=call.contact_id)
        assert contact.phone == NUMBER
        self.erase(24 * 1440)
        contact.refresh_from_db()
        assert (contact.name, contact.phone) == ("", "")
        assert not Call.objects.exclude(number_key="").exists()

    def test_notes_go_after_a_year_and_screens_are_told_for_a_day(
        self, called: Callable[..., Call], exchange: Exchange
    ) -> None:
        call = called()
        exchange.send("ringing")
        self.erase(24 * 366)
        call.refresh_from_db()
        assert call.note == ""
        assert not Signal.objects.exists()
        assert not ExchangeMessage.objects.exists()

    def test_a_municipality_sets_its_own_periods(self, called: Callable[..., Call], municipality: Municipality) -> None:
        call = called()
        call_command("calls_keep", "number", "2", municipality="0793", source="Dokumentide loetelu")
        assert retention.period_in_force("number", municipality).hours == 2
        self.erase(3)
        call.refresh_from_db()
        assert call.number == ""
        with pytest.raises(CommandError):
            call_command("calls_keep", "number", "0", municipality="0793", source="x")
        with pytest.raises(CommandError):
            call_command("calls_keep", "number", "2", municipality="9999", source="x")

    def test_the_note_goes_with_the_case_it_became(self, called: Callable[..., Call], make_case) -> None:
        case = make_case(contact=SENDER)
        call = called(case=case)
        case_actions.close(case, outcome="no_answer_due", text="Lahendatud.", actor=Actor.system())
        case_actions.anonymise(case, actor=Actor.system())
        call.refresh_from_db()
        assert call.note == ""

    def test_what_was_promised_is_forgotten_once_it_is_over(self, promise: Promise, piret: User) -> None:
        self.erase(48)
        promise.refresh_from_db()
        assert promise.number == NUMBER
        actions.fulfil_promise(promise, actor=Actor.staff(piret))
        self.erase(25)
        promise.refresh_from_db()
        assert (promise.number, promise.name, promise.note) == ("", "", "")


def test_codes_of_a_municipality_replace_the_common_ones(
    municipality: Municipality, other_municipality: Municipality, client: Client
) -> None:
    assert queries.codes().count() == 9
    own = WrapUpCode.objects.create(municipality=municipality, name="Oma", digit=1)
    assert list(queries.codes()) == [own]
    WrapUpCode.objects.create(municipality=other_municipality, name="Elva", digit=2)
    assert list(queries.codes()) == [own]
