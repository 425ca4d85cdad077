"""Pages of a call: note, transfer, case, promise; typed text is not lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from raekoda.casework.cases.models import Case, Status
from raekoda.channels.calls import actions, numbers, queries
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Promise, Signal, State, WrapUpCode
from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from tests.casework.cases.conftest import SENDER
from tests.channels.calls.conftest import NUMBER, Exchange

DESK = "/toolaud/telefon/"
StartShift = Callable[..., Actor]
Begin = Callable[..., Call]


@pytest.fixture
def screen(piret: User, signed_in: Callable[..., Client]) -> Client:
    return signed_in(piret)


def page_of(call: Call) -> str:
    return reverse("calls_desk:call", args=[call.ref])


def send(client: Client, call: Call, do: str = "note", **kwargs: object):
    return client.post(page_of(call), {"text": "Küsis ujula kohta.", "language": "et", "do": do, **kwargs})


def test_a_visit_is_begun_by_hand_and_noted(screen: Client, code: WrapUpCode) -> None:
    begun = screen.post(f"{DESK}alusta/", {"channel": "counter"})
    call = Call.objects.get()
    assert begun["Location"] == page_of(call)
    assert "Külastus" in screen.get(page_of(call)).text

    saved = send(screen, call, code=code.pk)
    call.refresh_from_db()
    assert (call.state, call.note, call.code, call.channel) == (State.DONE, "Küsis ujula kohta.", code, "counter")
    page = screen.get(saved["Location"])
    assert f'data-keep-done="call-{call.ref}"' in page.text


def test_a_note_needs_its_code_and_keeps_what_was_typed(screen: Client, piret: User, live_call: Begin) -> None:
    call = live_call(Actor.staff(piret))
    response = send(screen, call, name="Mari")
    assert response.status_code == 422
    assert "Küsis ujula kohta." in response.text
    assert 'value="Mari"' in response.text
    assert send(screen, call, code="x").status_code == 422
    call.refresh_from_db()
    assert call.state == State.TALKING


def test_one_live_call_an_operator(piret: User, live_call: Begin, municipality: Municipality, screen: Client) -> None:
    first = live_call(Actor.staff(piret))
    with pytest.raises(CallError):
        live_call(Actor.staff(piret))
    with pytest.raises(IntegrityError), transaction.atomic():
        Call.objects.create(municipality=municipality, operator=piret, started_at=first.started_at)
    assert screen.post(f"{DESK}alusta/", {"channel": "phone"}, follow=True).status_code == 200
    assert Call.objects.count() == 1


def test_of_two_who_accept_a_call_one_gets_an_error(exchange: Exchange, piret: User, mart: User, signed_in) -> None:
    exchange.send("ringing", number=NUMBER)
    call = Call.objects.get()
    address = reverse("calls_desk:take", args=[call.ref])
    assert signed_in(piret).post(address)["Location"] == page_of(call)
    second = signed_in(mart).post(address, follow=True)
    assert "ei oota enam" in second.text
    call.refresh_from_db()
    assert call.operator == piret


def test_a_call_becomes_a_case_with_everything_carried_over(
    screen: Client, piret: User, live_call: Begin, municipality: Municipality
) -> None:
    call = live_call(Actor.staff(piret))
    page = screen.get(page_of(call)).text
    assert "+372 5550 1234" in page
    done = send(screen, call, "register", text="Lamp ei põle.", phone="+372 5550 1234", name="Mari Maasikas")
    case = Case.objects.get()
    call.refresh_from_db()
    assert (case.channel, case.contact.phone, case.contact.name) == ("phone", "+372 5550 1234", "Mari Maasikas")
    assert (call.case, call.state, call.code.chosen_when) == (case, State.DONE, "case")
    assert case.number in screen.get(done["Location"]).text


def test_answered_on_the_spot(screen: Client, piret: User, live_call: Begin) -> None:
    call = live_call(Actor.staff(piret), channel="counter", number="")
    assert send(screen, call, "answered").status_code == 422
    send(screen, call, "answered", answer="Ujula avatakse kell 9.")
    call.refresh_from_db()
    assert (call.case.status, call.case.channel, call.code.chosen_when) == (Status.CLOSED, "counter", "answered")


def test_without_consent_the_caller_is_not_known_again(
    screen: Client, piret: User, live_call: Begin, code: WrapUpCode
) -> None:
    call = live_call(Actor.staff(piret))
    send(screen, call, code=code.pk, phone=NUMBER, name="Mari")
    again = live_call(Actor.staff(piret))
    assert again.contact is None
    assert queries.earlier_calls(again, Actor.staff(piret)) == []
    assert "Mari" not in screen.get(page_of(again)).text


def test_with_consent_earlier_calls_are_shown_until_the_caller_is_forgotten(
    screen: Client, piret: User, live_call: Begin, code: WrapUpCode
) -> None:
    call = live_call(Actor.staff(piret))
    send(screen, call, code=code.pk, phone=NUMBER, name="Mari Maasikas", keeps_number="on")
    again = live_call(Actor.staff(piret), number="5550 1234")
    page = screen.get(page_of(again)).text
    assert "Mari Maasikas" in page
    assert "Küsis ujula kohta." in page
    seen = JournalEntry.objects.filter(action="calls.see_caller").latest("id")
    assert (seen.subject_id, seen.data["calls"]) == (again.pk, [call.pk])

    screen.post(reverse("calls_desk:forget", args=[again.ref]))
    again.refresh_from_db()
    assert (again.number, again.number_key, again.contact) == ("", "", None)
    assert "Mari Maasikas" not in screen.get(page_of(again)).text
    assert not Call.objects.exclude(number_key="").exists()


def test_open_cases_of_the_caller_are_shown(screen: Client, piret: User, live_call: Begin, make_case) -> None:
    case = make_case(contact=SENDER)
    call = live_call(Actor.staff(piret))
    assert case.number in screen.get(page_of(call)).text
    assert JournalEntry.objects.get(action="calls.see_caller").data["cases"] == [case.pk]


def test_a_number_has_another_key_in_every_municipality(
    municipality: Municipality, other_municipality: Municipality
) -> None:
    here, there = (numbers.hash_number(NUMBER, each.pk) for each in (municipality, other_municipality))
    assert here != there
    assert here == numbers.hash_number("5550 1234", municipality.pk)
    assert NUMBER.strip("+") not in here


def test_a_call_is_handed_over_with_its_note(
    screen: Client, piret: User, mart: User, at_desk: StartShift, live_call: Begin, signed_in, code: WrapUpCode
) -> None:
    call = live_call(Actor.staff(piret))
    assert "Kedagi teist" in screen.get(page_of(call)).text
    assert send(screen, call, "hand-over", colleague=mart.pk).status_code == 422
    at_desk(mart)
    send(screen, call, "hand-over", colleague=mart.pk)
    call.refresh_from_db()
    assert (call.state, call.rings_at, call.handed_by) == (State.WAITING, mart, piret)
    assert Signal.objects.latest("pk").to_id == mart.pk

    other = signed_in(mart)
    assert "Piret Näidis annab kõne üle" in other.get(f"{DESK}riba/").text
    other.post(reverse("calls_desk:take", args=[call.ref]))
    assert "Küsis ujula kohta." in other.get(page_of(call)).text
    assert send(screen, call, code=code.pk).status_code == 422
    send(other, call, code=code.pk, text="Küsis ujula kohta. Vastasin.")
    call.refresh_from_db()
    assert (call.operator, call.note) == (mart, "Küsis ujula kohta. Vastasin.")


def test_a_call_back_is_promised(screen: Client, piret: User, live_call: Begin) -> None:
    call = live_call(Actor.staff(piret))
    assert send(screen, call, "promise", phone=NUMBER).status_code == 422
    assert send(screen, call, "promise", moment="hour").status_code == 422
    assert send(screen, call, "promise", phone=NUMBER, moment_at="2001-01-01T10:00").status_code == 422
    assert not Promise.objects.exists()
    send(screen, call, "promise", phone=NUMBER, name="Mari", moment="hour")
    promise = Promise.objects.get()
    call.refresh_from_db()
    assert (promise.number, promise.name, promise.call, promise.operator) == (NUMBER, "Mari", call, piret)
    assert (call.state, call.code.chosen_when) == (State.DONE, "promised")


def test_shifts_begin_and_end_and_extensions_are_of_one(
    screen: Client, piret: User, mart: User, signed_in, exchange: Exchange
) -> None:
    other = signed_in(mart)
    screen.post(f"{DESK}vahetus/", {"do": "begin", "extension": "101"})
    taken = other.post(f"{DESK}vahetus/", {"do": "begin", "extension": "101"})
    assert taken.status_code == 422
    assert "Piret Näidis" in other.get(f"{DESK}vahetus/").text
    exchange.send("ringing", operator="101")
    assert Call.objects.get().rings_at == piret
    screen.post(f"{DESK}vahetus/", {"do": "end"})
    assert not queries.on_shift().exists()
    assert other.post(f"{DESK}vahetus/", {"do": "begin", "extension": "101"}).status_code == 302
    assert other.post(f"{DESK}vahetus/", {"do": "begin", "extension": "<b>"}).status_code == 422


def test_lists_take_the_same_number_of_queries_however_long(
    screen: Client, piret: User, municipality: Municipality, django_assert_max_num_queries, code: WrapUpCode
) -> None:
    actor = Actor.staff(piret)
    counted = []
    for calls in (10, 90):
        for _ in range(calls):
            call = actions.begin_call(municipality, channel="phone", number=NUMBER, actor=actor)
            actions.save_note(call, text="Märge", code=code, actor=actor)
            actions.create_promise(municipality, number=NUMBER, due_at=queries.clock.now(), actor=actor)
        Promise.objects.update(state="open")
        asked = {}
        for path in ("", "koned/", "lubadused/", "vahetus/", "riba/", "arvud/"):
            screen.get(f"{DESK}{path}")
            with django_assert_max_num_queries(40) as context:
                assert screen.get(f"{DESK}{path}").status_code == 200
            asked[path] = len(context)
        counted.append(asked)
    assert counted[0] == counted[1]


PAGES = ("desk", "strip", "stream", "shift", "calls", "promises")
WORKERS = {"operator", "official", "service_owner"}


@pytest.mark.parametrize("role", list(Role.values))
def test_who_may_open_what(role: str, signed_in, piret: User, live_call: Begin) -> None:
    client, call = signed_in(role), live_call(Actor.staff(piret))
    statuses = {page: client.get(reverse(f"calls_desk:{page}")).status_code for page in PAGES}
    statuses |= {
        page: client.get(reverse(f"calls_desk:{page}", args=[call.ref])).status_code for page in ("call", "state")
    }
    assert set(statuses.values()) == ({200} if role in WORKERS else {403})
    posts = [reverse(f"calls_desk:{page}", args=[call.ref]) for page in ("take", "end", "forget", "call")]
    refused = [client.post(address).status_code == 403 for address in [*posts, reverse("calls_desk:begin")]]
    assert set(refused) == {role not in WORKERS}
    figures = client.get(reverse("calls_desk:figures")).status_code
    assert figures == (200 if role in WORKERS | {"analyst", "administrator"} else 403)
    assert client.get(reverse("calls_desk:spreadsheet")).status_code == figures


def test_strangers_and_neighbours_see_nothing(
    live_call: Begin, piret: User, other_municipality: Municipality, signed_in
) -> None:
    from raekoda.platform.core.tenancy import municipality_scope
    from tests.casework.cases.conftest import make_user

    call = live_call(Actor.staff(piret))
    assert Client().get(page_of(call)).status_code == 302
    assert Client().get(reverse("calls_desk:stream")).status_code == 302
    with municipality_scope(other_municipality):
        neighbour = signed_in(make_user(other_municipality, "elvakas", Role.OPERATOR))
    assert neighbour.get(page_of(call), headers={"host": "elva.localhost"}).status_code == 404
    assert neighbour.get(reverse("calls_desk:stream")).status_code == 302
    data = neighbour.get(f"{reverse('calls_desk:stream')}?alates=0", headers={"host": "elva.localhost"}).text
    assert call.ref not in data


def test_figures_name_nobody(screen: Client, piret: User, live_call: Begin, code: WrapUpCode, signed_in) -> None:
    call = live_call(Actor.staff(piret))
    send(screen, call, code=code.pk, phone=NUMBER, name="Mari Maasikas", keeps_number="on")
    analyst = signed_in("analyst")
    page, sheet = (analyst.get(reverse(f"calls_desk:{name}")).text for name in ("figures", "spreadsheet"))
    for text in (page, sheet):
        assert code.name in text
        assert not [word for word in ("Mari", "5550", "Piret", call.ref, "ujula") if word in text]
    assert f"{code.name};1" in sheet


def test_naughty_strings_are_words_like_any_other(screen: Client, piret: User, live_call: Begin, code) -> None:

    from tests.shared_data import naughty_strings

    call = live_call(Actor.staff(piret))
    for text in naughty_strings(4, of=14):
        data = {
            "text": text,
            "phone": text,
            "name": text,
            "code": text,
            "moment": text,
            "moment_at": text,
            "colleague": text,
        }
        for do in ("note", "hand-over", "promise", text):
            assert send(screen, call, do, **data).status_code in (200, 422)
        assert screen.get(f"{DESK}riba/", {"kone": text}).status_code == 200
        assert screen.get(f"{DESK}voog/", {"alates": text}).status_code == 200


def test_the_view_of_the_stream_tells_what_is_new_and_ends(screen: Client, exchange: Exchange) -> None:
    before = screen.get(f"{DESK}voog/")
    assert "event: hello" in before.text
    last = re.findall(r"^id: (\d+)$", before.text, re.MULTILINE)[-1]
    exchange.send("ringing", number=NUMBER)

    after = screen.get(f"{DESK}voog/", headers={"last-event-id": last})
    assert after["Content-Type"].startswith("text/event-stream")
    assert after.text.startswith("retry: ")
    assert '"kind": "ringing"' in after.text
    assert NUMBER not in after.text
