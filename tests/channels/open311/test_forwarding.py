"""A report that is a partner's goes there once, whatever the partner does; what is not public leaves only by a decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse

from raekoda.casework.cases import actions
from raekoda.casework.cases.actions import CaseDraft, ContactData, open_case
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Kind, Message, Outcome
from raekoda.casework.letters.models import Letter
from raekoda.channels.open311 import forwarding
from raekoda.channels.open311.client import Client as Client311
from raekoda.channels.open311.models import Handover, Partner
from raekoda.channels.open311.partners import coverages
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.deliveries.models import Breaker, Delivery
from raekoda.platform.deliveries.rules import FAILURES_THAT_OPEN
from raekoda.registry.services.models import Service
from tests.channels.open311.partner_server import OtherSide, other_side
from tests.channels.open311.partners import IN_ELVA, IN_TARTU, handover_of, work

MakePartner = Callable[..., Partner]
State = Handover.State
MARI = ContactData("Mari Maasikas", "mari.maasikas@example.ee", "5550 1234")


def report(service: Service, point: tuple[float, float] = IN_ELVA, **more: Any) -> Case:
    values: dict[str, Any] = {
        "municipality": service.municipality, "kind": Kind.REPORT, "channel": "web",
        "text": "Auk teel. Helistage Mari Maasikas, 5550 1234.", "contact": MARI, "service": service, "point": Point(*point),
    }  # fmt: skip
    return open_case(CaseDraft(**{**values, **more}), Actor.resident())


def later(minutes: int) -> Any:
    return clock.at(clock.now() + timedelta(minutes=minutes))


def test_a_public_report_of_their_place_goes_at_once(
    make_partner: MakePartner, side: OtherSide, pothole: Service
) -> None:
    make_partner()
    case = report(pothole)
    work()

    (sent,) = side.posted
    assert sent["service_code"] == "R1"
    assert (sent["lat"], sent["long"]) == ("58.220000", "26.420000")
    assert sent["description"].endswith(f"(Tartu linn {case.number})")
    assert not {"email", "phone", "first_name", "last_name"} & set(sent)
    assert "Mari" not in sent["description"]
    assert "5550" not in sent["description"]
    handover = handover_of(case)
    assert (handover.state, handover.external_id) == (State.SENT, "101")
    case.refresh_from_db()
    assert case.is_open
    told = Message.objects.get(case=case, kind="update")
    assert "Elva vald" in told.text
    assert "101" in told.text
    assert Letter.objects.get(case=case, key=f"told:{told.pk}").to == MARI.email
    assert JournalEntry.objects.get(action="open311.arrived").data["in_time"] is True


def test_nothing_is_passed_on_twice(make_partner: MakePartner, side: OtherSide, pothole: Service) -> None:
    make_partner()
    case = report(pothole)
    work()
    delivery = Delivery.objects.get()
    Delivery.objects.update(status="waiting")
    work()
    forwarding.apply_rules(case, actor=Actor.system())
    assert len(side.posted) == 1
    assert Delivery.objects.get().pk == delivery.pk


def test_a_report_of_our_own_place_stays(make_partner: MakePartner, side: OtherSide, pothole: Service) -> None:
    make_partner()
    assert not Handover.objects.filter(case=report(pothole, IN_TARTU)).exists()


def test_without_a_partner_a_place_elsewhere_is_refused(
    areas: dict[str, Any], make_partner: MakePartner, pothole: Service
) -> None:
    with pytest.raises(CaseError, match="Elva vald"):
        report(pothole)
    partner = make_partner(is_active=False)
    with pytest.raises(CaseError, match="Elva vald"):
        report(pothole)
    Partner.objects.filter(pk=partner.pk).update(is_active=True)


def test_a_report_about_their_service_is_theirs_everywhere(
    make_partner: MakePartner, side: OtherSide, pothole: Service, lamp: Service
) -> None:
    make_partner(mapped={pothole: "R1"}, theirs=True)
    theirs, ours = report(pothole, IN_TARTU), report(lamp, IN_TARTU)
    work()
    assert handover_of(theirs).state == State.SENT
    assert not Handover.objects.filter(case=ours).exists()


@pytest.mark.parametrize(
    ("mode", "public", "code", "kind"),
    [("staff", True, "R1", "report"), ("rules", False, "R1", "report"), ("rules", True, "R2", "report")],
)
def test_what_an_official_has_to_decide_waits(
    make_partner: MakePartner, side: OtherSide, pothole: Service, mode: str, public: bool, code: str, kind: str
) -> None:
    """The partner wants it so; not everyone may read it; the partner asks something that nobody has answered."""
    make_partner(mode=mode, mapped={pothole: code})
    case = report(pothole, make_public=public, kind=kind)
    work()
    assert handover_of(case).state == State.PROPOSED
    assert not side.posted
    assert not Delivery.objects.exists()
    assert not handover_of(case).text


def test_only_reports_are_passed_on_by_a_rule(make_partner: MakePartner, pothole: Service) -> None:
    make_partner(mapped={pothole: "R1"}, theirs=True)
    case = report(pothole, IN_TARTU, kind=Kind.MEMO)
    assert not Handover.objects.filter(case=case).exists()


def test_an_official_passes_on_with_the_senders_consent(
    make_partner: MakePartner, side: OtherSide, pothole: Service, oskar_acts: Actor
) -> None:
    """The partner knows how to answer the sender, so the case may end here: forwarded, as the law says."""
    partner = make_partner(mode="staff", takes_contacts=True)
    case = report(pothole, make_public=False)
    forwarding.forward(
        case, partner=partner, code="R2", text="Auk teel.", actor=oskar_acts, with_contact=True, ends_here=True,
        attributes={"sign": "stop"},
    )  # fmt: skip
    work()
    (sent,) = side.posted
    assert (sent["first_name"], sent["last_name"], sent["email"]) == ("Mari", "Maasikas", MARI.email)
    assert sent["attribute[sign]"] == "stop"
    case.refresh_from_db()
    assert (case.status, case.outcome, case.forwarded_to) == ("forwarded", Outcome.NOT_OURS, "Elva vald")
    assert Letter.objects.filter(case=case, key__startswith="forwarded:").count() == 1


def test_contacts_go_nowhere_unless_all_agree(make_partner: MakePartner, pothole: Service, oskar_acts: Actor) -> None:
    partner = make_partner(mode="staff")
    case = report(pothole)
    with pytest.raises(CaseError) as refusal:
        forwarding.forward(case, partner=partner, code="R1", text="Auk", actor=oskar_acts, with_contact=True)
    assert refusal.value.field == "with_contact"
    with pytest.raises(CaseError) as refusal:
        forwarding.forward(case, partner=partner, code="R1", text="Auk", actor=oskar_acts, ends_here=True)
    assert refusal.value.field == "ends_here"


def test_an_application_goes_to_no_partner(make_partner: MakePartner, pothole: Service, oskar_acts: Actor) -> None:
    partner, case = make_partner(mode="staff"), report(pothole)
    Case.objects.filter(pk=case.pk).update(kind="application", is_public=False)
    case.refresh_from_db()
    with pytest.raises(CaseError) as refused:
        forwarding.forward(case, partner=partner, code="R1", text="Auk", actor=oskar_acts)
    assert refused.value.field == "partner"
    assert handover_of(case).state == State.PROPOSED


def test_who_may_pass_on(make_partner: MakePartner, pothole: Service, staff: Callable[..., Any]) -> None:
    partner = make_partner(mode="staff")
    case = report(pothole)
    others = (Actor.staff(staff(role)) for role in ("operator", "editor", "analyst"))
    for actor in (Actor.resident(), Actor.integration(1), *others):
        with pytest.raises(PermissionDenied):
            forwarding.forward(case, partner=partner, code="R1", text="Auk", actor=actor)
    assert handover_of(case).state == State.PROPOSED


def test_a_case_is_passed_on_to_one_at_a_time(
    make_partner: MakePartner, side: OtherSide, pothole: Service, oskar_acts: Actor
) -> None:
    partner = make_partner()
    case = report(pothole)
    with pytest.raises(TransitionNotAllowed):
        forwarding.forward(case, partner=partner, code="R1", text="Auk", actor=oskar_acts)
    work()
    with pytest.raises(TransitionNotAllowed):
        forwarding.cancel(handover_of(case), actor=oskar_acts)


def test_a_case_that_was_answered_meanwhile_does_not_go(
    make_partner: MakePartner, side: OtherSide, pothole: Service, oskar_acts: Actor
) -> None:
    make_partner()
    case = report(pothole)
    actions.answer(case, text="Parandatud.", outcome="solved", actor=oskar_acts)
    work()
    assert not side.posted
    assert handover_of(case).state == State.REFUSED


@pytest.mark.parametrize("broken", ["503", "closed"])
def test_a_partner_that_is_down_is_tried_until_it_is_back(
    make_partner: MakePartner, side: OtherSide, pothole: Service, broken: str
) -> None:
    """The circuit breaker opens, others wait for it, and when the partner is back everything goes, once."""
    partner = make_partner()
    url = partner.url
    side.broken = broken
    if broken == "closed":
        Partner.objects.update(url="http://127.0.0.1:9/v2")
    cases = [report(pothole) for _number in range(2)]
    for minutes in range(0, FAILURES_THAT_OPEN * 200, 200):
        with later(minutes):
            work()
    breaker = Breaker.objects.get(target=f"open311:{partner.pk}")
    assert breaker.failures >= FAILURES_THAT_OPEN
    assert breaker.open_until is not None
    assert not side.posted
    assert {handover_of(case).state for case in cases} == {State.QUEUED}

    side.broken = ""
    Partner.objects.update(url=url)
    for minutes in (2000, 2100):
        with later(minutes):
            work()
    assert len(side.posted) == 2
    assert {handover_of(case).state for case in cases} == {State.SENT}
    assert Breaker.objects.get(target=f"open311:{partner.pk}").failures == 0


def test_a_refusal_is_told_in_the_partners_words(
    make_partner: MakePartner, side: OtherSide, pothole: Service, oskar_acts: Actor
) -> None:
    make_partner()
    side.refuses = "description is too short"
    case = report(pothole)
    work()
    handover = handover_of(case)
    assert (handover.state, handover.problem) == (State.REFUSED, "description is too short")
    side.refuses = ""
    forwarding.resend(handover, actor=oskar_acts)
    work()
    assert handover_of(case).state == State.SENT
    assert len(side.posted) == 1


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("broken", ["accepts and falls silent", "accepts and fails"])
def test_what_was_taken_before_the_connection_broke_is_found_there(
    make_partner: MakePartner, side: OtherSide, pothole: Service, broken: str
) -> None:
    make_partner()
    side.broken = broken
    case = report(pothole)
    work()
    assert len(side.posted) == 1
    assert handover_of(case).state == State.QUEUED
    side.broken = ""
    with later(10):
        work()
    assert len(side.posted) == 1
    assert (handover_of(case).state, handover_of(case).external_id) == (State.SENT, "101")


@pytest.mark.parametrize("broken", ["500", "html", "garbage", "huge"])
def test_where_nobody_can_tell_staff_decide(
    make_partner: MakePartner, side: OtherSide, pothole: Service, oskar_acts: Actor, broken: str
) -> None:
    """The partner's list may not show what it has: it is not sent again by itself."""
    make_partner()
    side.broken, side.breaks_only, side.lists = broken, "POST", False
    first, second = report(pothole), report(pothole)
    work()
    with later(10):
        work()
    assert {handover_of(case).state for case in (first, second)} == {State.UNKNOWN}
    side.broken = ""
    with later(60):
        work()
    assert not side.posted

    forwarding.confirm_arrival(handover_of(first), number=" 77 ", actor=oskar_acts)
    forwarding.resend(handover_of(second), actor=oskar_acts)
    with later(120):
        work()
    assert handover_of(first).external_id == "77"
    assert len(side.posted) == 1
    assert {handover_of(case).state for case in (first, second)} == {State.SENT}
    assert not Delivery.objects.filter(status="unknown").exists()


def test_a_partner_known_to_list_ours_is_sent_again_when_it_does_not(
    make_partner: MakePartner, side: OtherSide, pothole: Service
) -> None:
    partner = make_partner()
    Partner.objects.filter(pk=partner.pk).update(shows_ours=True)
    side.broken = "500"
    side.breaks_only = "POST"
    case = report(pothole)
    work()
    side.broken = ""
    with later(1):
        work()
    assert not side.posted
    with later(20):
        work()
    assert len(side.posted) == 1
    assert handover_of(case).state == State.SENT


def test_one_that_knows_sending_again_is_sent_the_same(
    make_partner: MakePartner, side: OtherSide, pothole: Service
) -> None:
    partner = make_partner()
    Partner.objects.filter(pk=partner.pk).update(is_idempotent=True)
    side.broken = "500"
    case = report(pothole)
    work()
    side.broken = ""
    with later(10):
        work()
    assert handover_of(case).state == State.SENT
    assert not any("requests.json?" in path for path in side.asked)


def test_an_official_keeps_what_could_not_be_delivered(
    make_partner: MakePartner, side: OtherSide, pothole: Service, oskar_acts: Actor
) -> None:
    make_partner()
    side.broken = "503"
    case = report(pothole)
    work()
    forwarding.cancel(handover_of(case), actor=oskar_acts, reason="Teeme ise ära.")
    side.broken = ""
    with later(60):
        work()
    assert not side.posted
    assert handover_of(case).state == State.WITHDRAWN
    assert Delivery.objects.get().status == "dropped"


def test_tokens_are_followed_to_their_number(make_partner: MakePartner, side: OtherSide, pothole: Service) -> None:
    from raekoda.channels.open311.partner_updates import poll

    partner = make_partner()
    side.tokens = True
    case = report(pothole)
    work()
    assert (handover_of(case).token, handover_of(case).external_id) == ("t-101", "")
    poll(partner)
    assert handover_of(case).external_id == "101"


def test_a_partner_that_speaks_xml_only(
    municipality: Municipality, make_partner: MakePartner, pothole: Service
) -> None:
    from raekoda.channels.open311.partner_updates import poll

    with other_side(form="xml", knows_updates=True) as side:
        partner = make_partner(url=side.url, form="xml")
        assert partner.gives_updates
        assert partner.services.get(code="R2").attributes[0]["values"] == [
            {"key": "stop", "name": "Stopp"}, {"key": "other", "name": "Muu"},
        ]  # fmt: skip
        case = report(pothole)
        work()
        side.update("101", "u1", "fixed", "Korras & valmis.")
        side.change("101", "closed", "Korras")
        poll(partner)
        handover = handover_of(case)
        assert (handover.state, handover.their_words, handover.their_outcome) == (
            State.DONE,
            "Korras & valmis.",
            "solved",
        )


def test_keys_of_partners_are_not_readable_in_the_database(make_partner: MakePartner, side: OtherSide) -> None:
    from django.db import connection

    make_partner()
    with connection.cursor() as cursor:
        cursor.execute("SELECT api_key FROM open311_partner")
        (kept,) = cursor.fetchone()
    assert side.key not in kept
    assert Partner.objects.get().api_key == side.key


def test_a_case_that_ended_otherwise_is_proposed_no_more(
    make_partner: MakePartner, pothole: Service, oskar_acts: Actor
) -> None:
    make_partner(mode="staff")
    answered, forwarded, merged = report(pothole), report(pothole), report(pothole)
    actions.merge(merged, into=answered, actor=oskar_acts)
    actions.answer(answered, text="Parandatud.", outcome="solved", actor=oskar_acts)
    actions.forward_outside(forwarded, to="Elva vald", reason="Nende oma.", actor=oskar_acts)
    assert {handover_of(case).state for case in (answered, forwarded, merged)} == {State.WITHDRAWN}


def test_pages_open_when_the_secret_key_was_changed(
    make_partner: MakePartner, pothole: Service, client: Client
) -> None:
    """The partner's key cannot be read any more; nobody but the sender of reports needs it."""
    from django.db import connection

    make_partner()
    case = report(pothole)
    work()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE open311_partner SET api_key = 'other'")
    coverages.invalidate(case.municipality_id)
    assert client.get(reverse("cases:public", args=[case.ref])).status_code == 200
    assert client.get(reverse("cases:status", args=[case.token])).status_code == 200
    assert report(pothole).pk


def test_a_worker_that_was_killed_after_they_took_it_sends_no_second(
    make_partner: MakePartner, side: OtherSide, pothole: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_partner()
    case = report(pothole)
    send = Client311.send

    def killed(*args: Any, **more: Any) -> tuple[str, str]:
        send(*args, **more)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(Client311, "send", killed)
        with pytest.raises(KeyboardInterrupt):
            work()
    assert len(side.posted) == 1
    with later(10):
        work()
    assert len(side.posted) == 1
    assert (handover_of(case).state, handover_of(case).external_id) == (State.SENT, "101")
