"""Absences: who sets them, who deputises, what is refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from raekoda.identity.accounts import actions, queries
from raekoda.identity.accounts.absences import add_absence, cancel_absence
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.events import DeputyNamed
from raekoda.identity.accounts.models import Absence, Membership, Role, Unit, User
from raekoda.identity.accounts.rights import rights_of
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import Subscription, subscriptions
from raekoda.platform.core.models import JournalEntry, Municipality

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]


@pytest.fixture
def oskar(join: Join, unit: Unit) -> Actor:
    return join("oskar", Role.OFFICIAL, unit)


@pytest.fixture
def piia(join: Join, unit: Unit) -> Actor:
    return join("piia", Role.OFFICIAL, unit)


def day(offset: int) -> date:
    return clock.today() + timedelta(days=offset)


def absent(who: Actor, deputy: Actor, actor: Actor, first: int = 0, last: int = 3) -> Absence:
    return add_absence(user=who.user, deputy=deputy.user, first_day=day(first), last_day=day(last), actor=actor)


def deputises(actor: Actor) -> frozenset[int]:
    return rights_of(Actor.staff(User.objects.get(pk=actor.id))).deputises


def test_a_deputy_has_the_tasks_until_the_absence_is_cancelled(oskar: Actor, piia: Actor) -> None:
    told: list[int] = []
    with subscriptions.temporarily(Subscription(DeputyNamed, lambda event: told.append(event.absence.deputy_id))):
        absence = absent(oskar, piia, oskar)
    assert told == [piia.id]
    assert deputises(piia) == {oskar.id}
    cancel_absence(absence, actor=oskar)
    assert deputises(piia) == frozenset()
    lines = JournalEntry.objects.filter(action__startswith="people.").order_by("id")
    assert [line.action for line in lines] == ["people.add_absence", "people.cancel_absence"]
    assert lines[0].data["deputy"] == piia.id


def test_a_deputy_who_handles_no_cases_any_more_has_no_tasks_of_others(oskar: Actor, piia: Actor) -> None:
    absent(oskar, piia, oskar)
    Membership.objects.filter(user=piia.user).update(role=Role.OPERATOR)
    assert deputises(piia) == frozenset()


def test_absences_of_one_person_never_overlap(municipality: Municipality, oskar: Actor, piia: Actor) -> None:
    absent(oskar, piia, oskar, 2, 5)
    for first, last in ((0, 2), (5, 9), (3, 4), (0, 9)):
        with pytest.raises(AccountError) as refused:
            absent(oskar, piia, oskar, first, last)
        assert refused.value.field == "first_day"
    with pytest.raises(IntegrityError, match="absence_once_at_a_time"), transaction.atomic():
        Absence.objects.create(
            municipality=municipality, user=oskar.user, deputy=piia.user, first_day=day(5), last_day=day(6)
        )
    absent(oskar, piia, oskar, 6, 7)


@pytest.mark.parametrize(("first", "last", "field"), [(3, 2, "last_day"), (-5, -1, "last_day")])
def test_days_are_in_order_and_not_over(oskar: Actor, piia: Actor, first: int, last: int, field: str) -> None:
    with pytest.raises(AccountError) as refused:
        absent(oskar, piia, oskar, first, last)
    assert refused.value.field == field


def test_a_deputy_handles_cases_here_and_is_present(join: Join, oskar: Actor, piia: Actor, unit: Unit) -> None:
    ruth = join("ruth", Role.OFFICIAL, unit)
    for deputy in (oskar, join("edgar", Role.EDITOR), join("anne", Role.ADMINISTRATOR)):
        with pytest.raises(AccountError) as refused:
            absent(oskar, deputy, oskar)
        assert refused.value.field == "deputy"
    absent(piia, ruth, piia, 3, 9)
    with pytest.raises(AccountError) as refused:
        absent(oskar, piia, oskar, 0, 3)
    assert refused.value.field == "deputy"


def test_heads_and_administrators_set_absences_of_others(
    municipality: Municipality, anne: Actor, join: Join, oskar: Actor, piia: Actor, unit: Unit
) -> None:
    above = Unit.objects.create(municipality=municipality, name="Amet")
    Unit.objects.filter(pk=unit.pk).update(parent=above)
    head = join("heli", Role.OFFICIAL, Unit.objects.create(municipality=municipality, name="Mujal"))
    with pytest.raises(PermissionDenied):
        absent(oskar, piia, piia)
    with pytest.raises(PermissionDenied):
        absent(oskar, piia, head)
    above.head = head.user
    actions.save_unit(above, actor=anne)
    absent(oskar, piia, head, 0, 1)
    absent(oskar, piia, anne, 2, 3)
    assert set(queries.absence_set_by(head)) == {head.user, oskar.user, piia.user}
    assert queries.absences(head).count() == 2
    assert queries.absences(join("tiit", Role.OFFICIAL)).count() == 0


def test_nobody_names_themselves_as_deputy_of_another(join: Join, anne: Actor, oskar: Actor) -> None:
    anne = join("anne", Role.OFFICIAL)
    with pytest.raises(AccountError) as refused:
        absent(oskar, anne, anne)
    assert refused.value.field == "deputy"


def test_only_members_are_absent(anne: Actor, piia: Actor, other_municipality: Municipality) -> None:
    stranger: Any = User.objects.create(username="elvakas")
    Membership.objects.create(user=stranger, municipality=other_municipality, role=Role.OFFICIAL)
    with pytest.raises(PermissionDenied):
        absent(Actor.staff(stranger), piia, anne)


def test_who_leaves_is_neither_deputy_nor_head(anne: Actor, oskar: Actor, piia: Actor, unit: Unit) -> None:
    absent(oskar, piia, oskar)
    Unit.objects.filter(pk=unit.pk).update(head=piia.user)
    actions.remove_membership(Membership.objects.get(user=piia.user), actor=anne)
    assert not Absence.objects.exists()
    unit.refresh_from_db()
    assert unit.head is None
