"""Which calls, promises and cases of callers are seen: by the case, and special matters by no number."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from raekoda.casework.cases.actions import ContactData
from raekoda.casework.cases.events import CaseSensitivitySet
from raekoda.casework.cases.models import Case
from raekoda.channels.calls import queries, statistics
from raekoda.channels.calls.models import Call, Promise
from raekoda.channels.recordings.models import Proposal, Recording
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import Municipality
from tests.casework.cases.rights import browser, matters, member_of, place
from tests.channels.calls.conftest import NUMBER


def test_calls_and_promises_follow_their_case(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    piret = member_of(municipality, "piret", None, Role.OPERATOR)
    other = member_of(municipality, "malle", None, Role.OPERATOR)
    of_unit = member_of(municipality, "uks", unit)
    now = clock.now()
    of = {"municipality": municipality, "operator": piret.user}
    named = {"own": cases.own, "other": cases.other, "special": cases.special, "none": None}
    calls = {
        name: Call.objects.create(case=case, note=f"Märge {name}", started_at=now, ended_at=now, noted_at=now, **of)
        for name, case in named.items()
    }
    promises = {
        name: Promise.objects.create(case=case, number=NUMBER, due_at=now - timedelta(hours=1), created_at=now, **of)
        for name, case in named.items()
    }
    expected = {
        piret: {"own", "other", "special", "none"},
        other: {"own", "other", "none"},
        of_unit: {"own"},
        member_of(municipality, "haldur", None, Role.ADMINISTRATOR): set(),
    }
    for actor, names in expected.items():
        assert {name for name, call in calls.items() if queries.visible_to(actor).filter(pk=call.pk)} == names
        assert {
            name for name, each in promises.items() if queries.promises_visible_to(actor).filter(pk=each.pk)
        } == names
        assert {name for name, call in calls.items() if actor.may("calls.work", call)} == names
    client = browser(of_unit)
    found = {name: client.get(f"/toolaud/telefon/kone/{call.ref}/").status_code for name, call in calls.items()}
    assert found == {"own": 200, "other": 404, "special": 404, "none": 404}
    own = browser(piret)
    for address in ("/toolaud/telefon/lubadused/", "/toolaud/telefon/koned/"):
        page = own.get(address).content.decode()
        assert cases.own.number in page and cases.special.number not in page, address
    page = own.get(f"/toolaud/telefon/kone/{calls['special'].ref}/").content.decode()
    assert cases.special.number not in page and cases.special.subject not in page
    assert statistics.totals(statistics.get_countable(piret, 30)).cases == 2


def test_no_special_matter_is_found_by_its_senders_number(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    sender = ContactData(name="Mari", email="mari@example.ee", phone="5550 1234")
    own, other = place(make_case(contact=sender), unit), place(make_case(contact=sender), other_unit)
    special = place(make_case(contact=sender), unit, "child")
    of_unit = member_of(municipality, "uks", unit)
    of_children = member_of(municipality, "lapsed", unit, categories=["child"])
    assert of_children.may("cases.view", special)
    for actor in (of_unit, of_children):
        assert queries.find_open_cases("5550 1234", "", actor) == [own]
        assert queries.find_open_cases("", "mari@example.ee", actor) == [own]
    assert queries.find_open_cases("5550 1234", "", member_of(municipality, "koik", None)) == [other, own]
    page = browser(of_children).post("/toolaud/telefon/helistaja/", {"phone": "5550 1234"}).content.decode()
    assert special.number not in page


def test_no_answers_are_made_of_the_recording_of_a_special_matter(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit
) -> None:
    case, now = place(make_case(), unit), clock.now()
    recording = Recording.objects.create(
        municipality=municipality, kind="audio", format="wav", source="api", size=1, sha256="0" * 64, received_at=now,
        delete_after=clock.today(), state="ready",
    )  # fmt: skip
    Call.objects.create(
        municipality=municipality, case=case, recording=recording, started_at=now, ended_at=now, may_use_recording=True
    )
    Proposal.objects.create(municipality=municipality, recording=recording, question="Kuhu laps viidi?")
    place(case, unit, "child")
    emit(CaseSensitivitySet(case, "internal"))
    assert not Proposal.objects.exists()
