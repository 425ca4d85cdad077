"""The staff page of a case for those whose rights do not cover it: its summary by number, and break-glass access."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from raekoda.casework.cases.models import Case, CaseParticipant, Kind
from raekoda.identity.accounts.capabilities import Sensitivity
from raekoda.identity.accounts.models import Membership, Role, Unit, User


def client_of(municipality, name: str, role: str, unit: Unit | None = None, **values: object) -> Client:
    user = User.objects.create(username=name, first_name=name.title())
    Membership.objects.create(user=user, municipality=municipality, role=role, unit=unit, **values)
    client = Client()
    client.force_login(user)
    return client


def child_protection(make_case: Callable[..., Case], unit: Unit) -> Case:
    Unit.objects.filter(pk=unit.pk).update(phone="7361234")
    case = make_case(kind=Kind.MEMO, text="Salajane naabri lugu.")
    Case.objects.filter(pk=case.pk).update(unit=unit, sensitivity=Sensitivity.CHILD, is_restricted=True)
    return Case.objects.get(pk=case.pk)


def address(case: Case) -> str:
    return reverse("cases_desk:case", args=[case.number])


def test_an_operator_learns_state_and_unit_of_a_special_matter_by_its_number_alone(
    municipality, make_case, unit
) -> None:
    case = child_protection(make_case, unit)
    operator = client_of(municipality, "piret", Role.OPERATOR)
    page = operator.get(address(case)).text
    assert "töös" in page and unit.name in page and "7361234" in page
    assert "Salajane" not in page and case.get_kind_display() not in page and "Ava erandkorras" not in page
    assert "Salajane" not in operator.get(reverse("desk:home"), {"tab": "all", "q": "salajane"}).text


def test_an_official_of_another_unit_opens_a_case_with_a_reason(municipality, make_case, unit, other_unit) -> None:
    case = child_protection(make_case, unit)
    planner = client_of(municipality, "paul", Role.OFFICIAL, other_unit)
    assert "Salajane" not in planner.get(address(case)).text
    refused = planner.post(f"{address(case)}erandkord/", {"reason": ""})
    assert refused.status_code == 422 and not CaseParticipant.objects.exists()
    opened = planner.post(f"{address(case)}erandkord/", {"reason": "Laps on ohus."}, follow=True)
    assert "Salajane" in opened.text
    assert planner.post(f"{address(case)}vastan/", {"text": "Tere", "outcome": "answered"}).status_code == 403


def test_who_may_do_neither_does_not_find_it(municipality, make_case, unit) -> None:
    case = child_protection(make_case, unit)
    for role in (Role.EDITOR, Role.ANALYST, Role.ADMINISTRATOR):
        client = client_of(municipality, role, role)
        assert client.get(address(case)).status_code == 403
        assert client.post(f"{address(case)}erandkord/", {"reason": "Tahan teada."}).status_code == 403


def test_who_passes_a_case_on_to_another_unit_goes_back_to_the_list(municipality, make_case, unit, other_unit) -> None:
    case = make_case()
    Case.objects.filter(pk=case.pk).update(unit=unit)
    case.refresh_from_db()
    oskar = client_of(municipality, "oskar", Role.OFFICIAL, unit)
    sent = oskar.post(
        f"{address(case)}suunan/", {"unit": other_unit.pk, "official": "", "seen": case.updated_at.isoformat()}
    )
    assert sent.url == reverse("desk:home")
    case.refresh_from_db()
    assert case.unit == other_unit


def test_the_sensitivity_is_decided_and_a_colleague_asked_in_on_the_page(municipality, make_case, unit) -> None:
    case = child_protection(make_case, unit)
    kadri = client_of(municipality, "kadri", Role.OFFICIAL, unit, categories=[Sensitivity.CHILD])
    helper = client_of(municipality, "heli", Role.OFFICIAL, None, categories=[Sensitivity.CHILD])
    assert "Salajane" in kadri.get(address(case)).text
    values = {
        "level": "child", "withheld_until": "2099-01-01", "withheld_reason": "Laps võib ohtu sattuda.",
        "reason": "Vihje.", "seen": case.updated_at.isoformat(),
    }  # fmt: skip
    assert kadri.post(f"{address(case)}tundlikkus/", values).status_code == 302
    case.refresh_from_db()
    assert case.is_withheld and case.withheld_reason
    user = User.objects.get(username="heli")
    assert kadri.post(f"{address(case)}kaasan/", {"user": user.pk, "explanation": "Palun vaata."}).status_code == 302
    participant = CaseParticipant.objects.get(user=user)
    assert "Heli" in kadri.get(address(case)).text
    ended = kadri.post(f"{address(case)}kaasatud/{participant.pk}/lopeta/")
    assert ended.status_code == 302 and not CaseParticipant.objects.exists()
    assert helper.get(address(case)).status_code == 200
