"""Sensitive rights of members need two administrators, neither of whom they concern."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from raekoda.identity.accounts import actions, approvals
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.membership_values import MembershipValues, extends
from raekoda.identity.accounts.models import Membership, RightsChange, Role, RoleSetting, Unit, User
from raekoda.identity.accounts.rights import rights_of
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope

pytestmark = pytest.mark.django_db
Join = Callable[..., Actor]


def held(actor: Actor, role: str = Role.OFFICIAL) -> Membership:
    return Membership.objects.get(user=actor.user, role=role)


def change(membership: Membership, actor: Actor, **values: Any) -> Membership | RightsChange:
    given = {"role": membership.role, "unit": membership.unit, "title": ""} | values
    return actions.change_membership(membership, actor=actor, **given)


def add(municipality: Municipality, actor: Actor, email: str, role: str, **more: Any) -> Membership | RightsChange:
    """A role for somebody who works here already, as an analyst unless as something else."""
    user, _is_new = User.objects.get_or_create(username=email, defaults={"email": email})
    if not user.memberships.exists():
        Membership.objects.create(user=user, municipality=municipality, role=Role.ANALYST)
    return actions.add_member(
        municipality=municipality, email=email, first_name="Uku", last_name="Uus", role=role, actor=actor, **more
    )


@pytest.fixture
def oskar(join: Join, unit: Unit) -> Actor:
    return join("oskar", Role.OFFICIAL, unit)


def test_a_special_category_is_given_by_two(anne: Actor, bert: Actor, oskar: Actor) -> None:
    proposed = change(held(oskar), anne, categories=["child"])
    assert isinstance(proposed, RightsChange)
    assert held(oskar).categories == []
    for nobody in (anne, oskar):
        with pytest.raises((AccountError, PermissionDenied)):
            approvals.confirm(proposed, actor=nobody)

    approvals.confirm(proposed, actor=bert)
    assert held(oskar).categories == ["child"]
    line = history(held(oskar)).last()
    assert line.data["before"]["categories"] == []
    assert line.data["after"]["categories"] == ["child"]
    assert [each.action for each in history(proposed)] == ["people.propose_rights", "people.confirm_rights"]
    with pytest.raises(AccountError):
        approvals.confirm(proposed, actor=bert)


def test_a_rejected_change_gives_nothing(anne: Actor, bert: Actor, oskar: Actor) -> None:
    proposed = change(held(oskar), anne, categories=["child"])
    approvals.reject(proposed, actor=bert)
    with pytest.raises(AccountError):
        approvals.confirm(proposed, actor=bert)
    assert held(oskar).categories == []


def test_a_page_that_is_out_of_date_gives_back_nothing(anne: Actor, bert: Actor, oskar: Actor) -> None:
    Membership.objects.filter(user=oskar.user).update(categories=["child"])
    seen_before = held(oskar)
    change(held(oskar), bert)
    assert isinstance(change(seen_before, anne, categories=["child"]), RightsChange)
    assert held(oskar).categories == []
    actions.remove_membership(held(oskar), actor=bert)
    with pytest.raises(AccountError):
        change(seen_before, anne)


def test_a_category_is_taken_by_one(anne: Actor, oskar: Actor) -> None:
    Membership.objects.filter(user=oskar.user).update(categories=["child", "health"])
    assert isinstance(change(held(oskar), anne, categories=["child"]), Membership)
    assert held(oskar).categories == ["child"]


def test_a_newer_change_replaces_the_one_that_waits(anne: Actor, bert: Actor, oskar: Actor) -> None:
    proposed = change(held(oskar), anne, categories=["child"])
    change(held(oskar), anne, title="Nõunik")
    with pytest.raises(AccountError):
        approvals.confirm(proposed, actor=bert)
    assert held(oskar).categories == []


def test_a_change_of_a_role_that_is_taken_away_cannot_be_confirmed(anne: Actor, bert: Actor, oskar: Actor) -> None:
    proposed = change(held(oskar), anne, categories=["child"])
    actions.remove_membership(held(oskar), actor=anne)
    with pytest.raises(AccountError):
        approvals.confirm(proposed, actor=bert)
    assert not Membership.objects.filter(user=oskar.user).exists()


def test_without_a_second_administrator_the_refusal_says_what_to_do(anne: Actor, oskar: Actor) -> None:
    with pytest.raises(AccountError, match="määrake enne haldajaks veel keegi"):
        change(held(oskar), anne, categories=["child"])
    assert not RightsChange.objects.exists()


def test_the_other_of_two_administrators_cannot_confirm_what_concerns_them(
    anne: Actor, bert: Actor, join: Join, unit: Unit
) -> None:
    join("bert", Role.OFFICIAL, unit)
    with pytest.raises(AccountError, match="määrake enne haldajaks veel keegi"):
        change(held(bert), anne, categories=["child"])


def test_the_second_administrator_is_named_by_one_and_the_third_by_two(municipality: Municipality, anne: Actor) -> None:
    second = add(municipality, anne, "bert@example.ee", Role.ADMINISTRATOR)
    assert isinstance(second, Membership)
    assert history(second).get().action == "people.add_member"

    third = add(municipality, anne, "cilla@example.ee", Role.ADMINISTRATOR)
    assert isinstance(third, RightsChange)
    roles = Membership.objects.filter(user__username="cilla@example.ee").order_by("role").values_list("role", flat=True)
    assert list(roles) == [Role.ANALYST]
    approvals.confirm(third, actor=Actor.staff(second.user))
    assert set(roles.all()) == {Role.ADMINISTRATOR, Role.ANALYST}


def test_a_role_that_sees_reporters_is_given_by_two(
    municipality: Municipality, anne: Actor, bert: Actor, unit: Unit
) -> None:
    RoleSetting.objects.create(
        municipality=municipality, role=Role.OPERATOR, capabilities=["front_desk", "see_reporter"]
    )
    assert isinstance(add(municipality, anne, "uku@example.ee", Role.OPERATOR, unit=unit), RightsChange)
    assert isinstance(add(municipality, anne, "ura@example.ee", Role.OFFICIAL, unit=unit), Membership)


def test_nobody_widens_their_own_rights(municipality: Municipality, anne: Actor, bert: Actor, unit: Unit) -> None:
    User.objects.filter(pk=anne.id).update(username="anne@example.ee")
    with pytest.raises(AccountError, match="Oma õigusi"):
        add(municipality, anne, "anne@example.ee", Role.OFFICIAL, unit=unit)
    with pytest.raises(AccountError, match="Oma õigusi"):
        change(held(anne, Role.ADMINISTRATOR), anne, unit=unit)
    actions.remove_membership(held(anne, Role.ADMINISTRATOR), actor=anne)
    assert not Membership.objects.filter(user=anne.user).exists()


def test_the_last_administrator_keeps_the_role(anne: Actor) -> None:
    with pytest.raises(AccountError, match="Viimast haldajat"):
        actions.remove_membership(held(anne, Role.ADMINISTRATOR), actor=anne)


def test_a_unit_does_not_come_within_the_administrators_own_reach(
    municipality: Municipality, anne: Actor, bert: Actor, join: Join, unit: Unit
) -> None:
    other = Unit.objects.create(municipality=municipality, name="Lastekaitse")
    join("anne", Role.OFFICIAL, unit)
    anne = Actor.staff(User.objects.get(pk=anne.id))
    other.parent = unit
    with pytest.raises(AccountError):
        actions.save_unit(other, actor=anne)
    actions.save_unit(other, actor=bert)
    assert Unit.objects.get(pk=other.pk).parent == unit


def test_the_same_role_is_held_in_several_units(municipality: Municipality, anne: Actor, unit: Unit) -> None:
    other = Unit.objects.create(municipality=municipality, name="Haridus")
    for place in (unit, other):
        add(municipality, anne, "uku@example.ee", Role.OFFICIAL, unit=place, services=[7])
    uku = User.objects.get(username="uku@example.ee")
    grants = rights_of(Actor.staff(uku)).grants
    assert {grant.units for grant in grants if grant.role == Role.OFFICIAL} == {
        frozenset({unit.pk}),
        frozenset({other.pk}),
    }
    with pytest.raises(AccountError):
        add(municipality, anne, "uku@example.ee", Role.OFFICIAL, unit=unit)


def test_special_categories_go_with_roles_that_handle_cases(
    municipality: Municipality, anne: Actor, bert: Actor
) -> None:
    with pytest.raises(AccountError) as refused:
        add(municipality, anne, "uku@example.ee", Role.EDITOR, categories=["child"])
    assert refused.value.field == "categories"


def test_members_of_another_municipality_are_out_of_reach(
    municipality: Municipality, other_municipality: Municipality, anne: Actor, bert: Actor, oskar: Actor
) -> None:
    proposed = change(held(oskar), anne, categories=["child"])
    with municipality_scope(other_municipality), pytest.raises(PermissionDenied):
        approvals.confirm(proposed, actor=bert)
    with pytest.raises(PermissionDenied):
        add(other_municipality, anne, "uku@example.ee", Role.OFFICIAL)


@pytest.mark.parametrize("concerned", ["proposer", "decider"])
def test_the_database_refuses_a_change_about_who_decides(
    municipality: Municipality, anne: Actor, bert: Actor, concerned: str
) -> None:
    user = anne.user if concerned == "proposer" else bert.user
    with pytest.raises(IntegrityError, match="rights_change_not_of_oneself"), transaction.atomic():
        RightsChange.objects.create(
            municipality=municipality, user=user, role=Role.OFFICIAL, state="confirmed",
            proposed_by=anne.user, decided_by=bert.user,
        )  # fmt: skip


WHOLE = MembershipValues("official")
IN_UNIT = MembershipValues("official", unit=1)


@pytest.mark.parametrize(
    ("before", "after", "within", "is_more"),
    [
        (None, IN_UNIT, (), True),
        (IN_UNIT, WHOLE, (1,), True),
        (WHOLE, IN_UNIT, (), False),
        (IN_UNIT, MembershipValues("official", unit=2), (1, 2), False),
        (IN_UNIT, MembershipValues("official", unit=2), (1,), True),
        (MembershipValues("official", services=(1,)), WHOLE, (), True),
        (MembershipValues("official", services=(1,)), MembershipValues("official", services=(1, 2)), (), True),
        (WHOLE, MembershipValues("official", services=(1,)), (), False),
        (WHOLE, MembershipValues("official", categories=("child",)), (), True),
        (WHOLE, MembershipValues("operator"), (), True),
        (IN_UNIT, MembershipValues("official", unit=1, title="Nõunik"), (1,), False),
    ],
)
def test_what_is_more_than_before(before: Any, after: MembershipValues, within: tuple[int, ...], is_more: bool) -> None:
    assert extends(after, before, frozenset(within)) is is_more
