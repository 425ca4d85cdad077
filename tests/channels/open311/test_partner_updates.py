"""What a partner says of a report reaches its sender once, and an official answers unless the partner's word is enough."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case, Message
from raekoda.channels.open311.models import Handover, Partner
from raekoda.channels.open311.partner_updates import poll
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.registry.services.models import Service
from tests.channels.open311.partner_server import OtherSide
from tests.channels.open311.partners import handover_of, work
from tests.channels.open311.test_forwarding import MARI, report

MakePartner = Callable[..., Partner]
State = Handover.State


def told(case: Case) -> list[str]:
    return list(Message.objects.filter(case=case, kind="update").order_by("id").values_list("text", flat=True))[1:]


@pytest.fixture
def sent(make_partner: MakePartner, side: OtherSide, pothole: Service) -> Callable[..., tuple[Partner, Case]]:
    def make(**more: object) -> tuple[Partner, Case]:
        partner = make_partner(**more)
        case = report(pothole)
        work()
        return partner, case

    return make


def test_the_end_there_waits_for_an_official(sent: Callable[..., tuple[Partner, Case]], side: OtherSide) -> None:
    partner, case = sent()
    assert poll(partner) == 0
    side.change("101", "closed", "Auk täideti 3. mail.")
    assert poll(partner) == 1
    assert poll(partner) == 0
    handover = handover_of(case)
    assert (handover.state, handover.to_check) == (State.DONE, True)
    case.refresh_from_db()
    assert case.is_open
    (words,) = told(case)
    assert words.startswith("Elva vald:")
    assert "Auk täideti 3. mail." in words
    assert partner.shows_ours


def test_an_officials_answer_settles_it(
    sent: Callable[..., tuple[Partner, Case]], side: OtherSide, oskar_acts: Actor
) -> None:
    partner, case = sent()
    side.change("101", "closed", "Tehtud.")
    poll(partner)
    actions.answer(case, text="Elva vald: tehtud.", outcome="solved", actor=oskar_acts)
    assert not handover_of(case).to_check


def test_where_their_word_is_enough_it_closes_here(sent: Callable[..., tuple[Partner, Case]], side: OtherSide) -> None:
    """And opens and closes again as often as it does there; nothing is told twice."""
    partner, case = sent(closing="at_once")
    for turn in range(2):
        side.change("101", "closed", f"Tehtud {turn}.")
        poll(partner)
        poll(partner)
        case.refresh_from_db()
        assert (case.status, case.outcome) == ("closed", "answered")
        side.change("101", "open", f"Vajus uuesti {turn}.")
        poll(partner)
        case.refresh_from_db()
        assert case.is_open
    answers = Message.objects.filter(case=case, kind="answer").values_list("text", flat=True)
    assert [text.rpartition("\n")[2] for text in answers] == ["Tehtud 0.", "Tehtud 1."]
    assert not Message.objects.filter(case=case, kind="reply").exists()
    assert len(told(case)) == 2


def test_updates_are_taken_once_in_their_order(sent: Callable[..., tuple[Partner, Case]], side: OtherSide) -> None:
    side.knows_updates = True
    partner, case = sent()
    side.update("101", "u1", "investigating", "Vaatame üle.")
    side.update("999", "u2", "fixed", "Teise oma.")
    poll(partner)
    side.update("101", "u3", "fixed", "Auk on täidetud.")
    side.change("101", "closed", "Done")
    poll(partner)
    poll(partner)
    assert [words.partition("\n\n")[2] for words in told(case)] == ["Vaatame üle.", "Auk on täidetud."]
    handover = handover_of(case)
    assert (handover.their_status, handover.their_outcome, handover.to_check) == ("fixed", "solved", True)


def test_what_the_sender_adds_goes_on_to_them(sent: Callable[..., tuple[Partner, Case]], side: OtherSide) -> None:
    side.knows_updates = True
    _partner, case = sent()
    actions.reply_from_sender(case, text="Auk läks suuremaks. Mari Maasikas 5550 1234", actor=Actor.resident())
    work()
    (update,) = side.got_updates
    assert update["service_request_id"] == "101"
    assert update["description"].startswith("Auk läks suuremaks.")
    assert "Maasikas" not in update["description"]
    assert "5550" not in update["description"]


@pytest.mark.parametrize("broken", ["500", "html", "garbage", "huge", "503"])
def test_a_partner_that_does_not_answer_is_asked_less_and_less(
    sent: Callable[..., tuple[Partner, Case]], side: OtherSide, broken: str
) -> None:
    partner, case = sent()
    side.broken = broken
    waits = []
    for _turn in range(8):
        poll(partner)
        partner.refresh_from_db()
        waits.append(round((partner.poll_at - clock.now()).total_seconds() / 60))
        assert partner.problem
    assert waits == [30, 60, 120, 240, 360, 360, 360, 360]
    assert handover_of(case).state == State.SENT
    side.broken = ""
    side.change("101", "closed", "Tehtud.")
    assert poll(partner) == 1
    partner.refresh_from_db()
    assert (partner.failures, partner.problem) == (0, "")


@pytest.mark.usefixtures("quick")
def test_a_slow_partner_is_not_waited_for(sent: Callable[..., tuple[Partner, Case]], side: OtherSide) -> None:
    partner, _case = sent()
    side.broken = "slow"
    assert poll(partner) == 0
    assert "time-out" in partner.problem.lower() or "Timeout" in partner.problem


def test_one_that_hides_reports_from_lists_is_asked_for_each(
    sent: Callable[..., tuple[Partner, Case]], side: OtherSide
) -> None:
    partner, case = sent()
    side.lists = False
    side.change("101", "closed", "Tehtud.")
    assert poll(partner) == 1
    assert handover_of(case).state == State.DONE


def test_the_sender_and_the_public_see_where_it_is(
    sent: Callable[..., tuple[Partner, Case]], side: OtherSide, client: Client
) -> None:
    partner, case = sent()
    side.change("101", "closed", "Rääkisime Mari Maasikaga, 5550 1234: tehtud.")
    poll(partner)
    private = client.get(reverse("cases:status", args=[case.token])).content.decode()
    public = client.get(reverse("cases:public", args=[case.ref])).content.decode()
    for page in (private, public):
        assert "Elva vald" in page
        assert "101" in page
    assert "5550 1234" in private
    assert "5550" not in public
    assert "Maasika" not in public


def test_a_forgotten_case_forgets_what_was_said_there(
    sent: Callable[..., tuple[Partner, Case]], side: OtherSide, oskar_acts: Actor
) -> None:
    partner, case = sent(closing="at_once")
    side.change("101", "closed", "Tehtud.")
    poll(partner)
    case.refresh_from_db()
    actions.anonymise(case, actor=Actor.system())
    handover = handover_of(case)
    assert (handover.text, handover.their_words, handover.external_id) == ("", "", "101")
    side.change("101", "open", "Uuesti lahti.")
    poll(partner)
    case.refresh_from_db()
    assert case.status == "closed"
    assert MARI.email


def test_asking_takes_as_many_queries_for_many_reports(
    make_partner: MakePartner, side: OtherSide, pothole: Service, django_assert_max_num_queries: Callable[..., object]
) -> None:
    partner = make_partner()
    for _number in range(3):
        report(pothole)
    work()
    poll(partner)
    with django_assert_max_num_queries(3):
        poll(partner)
