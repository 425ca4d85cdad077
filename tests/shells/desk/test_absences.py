"""Absences on the desk, and what a deputy then reads."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from raekoda.casework.cases.models import Case
from raekoda.casework.letters.models import Letter
from raekoda.identity.accounts.models import Absence, Membership, Role, Unit, User
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

ABSENCES = "/toolaud/puudumised/"


@pytest.fixture
def join(municipality: Municipality) -> Callable[..., User]:
    def make(name: str, role: str, unit: Unit | None = None, **reach: list) -> User:
        user = User.objects.create(username=name, first_name=name.title(), email=f"{name}@example.ee")
        Membership.objects.create(user=user, municipality=municipality, role=role, unit=unit, **reach)
        return user

    return make


@pytest.fixture
def oskar(join, unit: Unit) -> User:
    return join("oskar", Role.OFFICIAL, unit)


@pytest.fixture
def piia(join, other_unit: Unit) -> User:
    return join("piia", Role.OFFICIAL, other_unit)


def form(user: User, deputy: User, *, days: int = 3) -> dict[str, object]:
    today = clock.today()
    last = today + timedelta(days=days)
    return {"user": user.pk, "deputy": deputy.pk, "first_day": today.isoformat(), "last_day": last.isoformat()}


def case_of(make_case, user: User, unit: Unit, sensitivity: str) -> str:
    case = make_case()
    Case.objects.filter(pk=case.pk).update(
        unit=unit, official=user, sensitivity=sensitivity, is_restricted=sensitivity == "child", status="assigned"
    )
    return f"/toolaud/juhtum/{case.number}/"


def test_a_deputy_reads_and_handles_but_not_special_matters(
    signed_in, oskar: User, piia: User, unit: Unit, make_case
) -> None:
    personal, special = (case_of(make_case, oskar, unit, level) for level in ("personal", "child"))
    deputy = signed_in(piia)
    assert deputy.get(personal).status_code in (403, 404)
    assert signed_in(oskar).post(ABSENCES, form(oskar, piia))["Location"] == ABSENCES
    deputy = signed_in(User.objects.get(pk=piia.pk))
    assert deputy.get(personal).status_code == 200
    assert deputy.get(special).status_code in (403, 404)

    Membership.objects.filter(user=piia).update(categories=["child"])
    assert deputy.get(special).status_code == 200
    Absence.objects.update(last_day=clock.today() - timedelta(days=1), first_day=clock.today() - timedelta(days=4))
    assert deputy.get(personal).status_code in (403, 404)


def test_the_deputy_gets_letters_in_their_language(signed_in, oskar: User, piia: User) -> None:
    User.objects.filter(pk=piia.pk).update(language="ru")
    official = signed_in(oskar)
    official.post(ABSENCES, form(oskar, piia))
    assert "Oskar" in official.get(ABSENCES).text
    official.post(f"{ABSENCES}{Absence.objects.get().pk}/tyhista/")
    assert not Absence.objects.exists()
    subjects = list(Letter.objects.filter(to="piia@example.ee").order_by("id").values_list("subject", flat=True))
    assert subjects == ["Вы замещаете коллегу: Oskar", "Замещение закончено: Oskar"]
    assert "/ru/toolaud/puudumised/" in Letter.objects.first().text  # type: ignore[union-attr]


def test_members_set_their_own_absences_alone(signed_in, oskar: User, piia: User) -> None:
    colleague = signed_in(piia)
    assert colleague.post(ABSENCES, form(oskar, piia)).context["form"].errors.keys() == {"user"}
    signed_in(oskar).post(ABSENCES, form(oskar, piia))
    absence = Absence.objects.get()
    shown = colleague.get(ABSENCES).text
    assert "Oskar" in shown
    assert f"{ABSENCES}{absence.pk}/tyhista/" not in shown
    assert colleague.post(f"{ABSENCES}{absence.pk}/tyhista/").status_code == 403
    assert Absence.objects.exists()


def test_administrators_set_absences_of_all(signed_in, join, oskar: User, piia: User) -> None:
    admin: Client = signed_in(join("anne", Role.ADMINISTRATOR))
    admin.post(ABSENCES, form(oskar, piia))
    assert Absence.objects.get().user == oskar
    refused = admin.post(ABSENCES, form(oskar, piia))
    assert "puudumine juba kirjas" in refused.text


def test_strangers_see_no_absences(signed_in, join, oskar: User, piia: User) -> None:
    signed_in(oskar).post(ABSENCES, form(oskar, piia))
    other = signed_in(join("tiit", Role.EDITOR))
    assert "Puudumisi ei ole" in other.get(ABSENCES).text
    assert other.post(f"{ABSENCES}{Absence.objects.get().pk}/tyhista/").status_code == 404
