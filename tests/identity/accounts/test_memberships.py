"""Who works here: only an administrator says so, and everyone else learns when somebody leaves."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied

from raekoda.identity.accounts import actions, queries
from raekoda.identity.accounts.events import MemberLeft
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import Subscription, subscriptions
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality


@pytest.fixture
def unit(municipality: Municipality) -> Unit:
    return Unit.objects.create(municipality=municipality, name="Linnamajanduse osakond")


def member(municipality: Municipality, name: str, role: str, unit: Unit | None = None) -> Actor:
    user = User.objects.create(username=name, first_name=name.title())
    Membership.objects.create(user=user, municipality=municipality, role=role, unit=unit)
    return Actor.staff(user)


def hire(
    municipality: Municipality, actor: Actor, email: str = "uku@example.ee", role: str = Role.OFFICIAL
) -> Membership:
    actor.require("people.manage")
    return actions.add_member(
        municipality=municipality, email=email, first_name="Uku", last_name="Uus", role=role, actor=Actor.system()
    )


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_nobody_but_an_administrator_names_or_dismisses(role: str, municipality: Municipality, unit: Unit) -> None:
    somebody = member(municipality, "somebody", role)
    membership = Membership.objects.get(user=somebody.user)
    for change in (
        lambda: hire(municipality, somebody),
        lambda: actions.change_membership(membership, role=Role.ADMINISTRATOR, unit=None, title="", actor=somebody),
        lambda: actions.remove_membership(membership, actor=somebody),
        lambda: actions.password_link(membership, actor=somebody),
        lambda: actions.save_unit(unit, actor=somebody),
    ):
        with pytest.raises(PermissionDenied):
            change()


def test_every_change_is_in_the_journal_without_names(municipality: Municipality) -> None:
    administrator = member(municipality, "anne", Role.ADMINISTRATOR)
    hired = hire(municipality, administrator)
    actions.change_membership(hired, role=Role.EDITOR, unit=None, title="Toimetaja", actor=administrator)
    actions.password_link(hired, actor=administrator)
    lines = list(history(hired))
    actions.remove_membership(hired, actor=administrator)
    assert [line.action for line in lines] == ["people.add_member", "people.change_member", "people.password_link"]
    assert "uku" not in str([line.data for line in lines]).lower()


def test_losing_the_last_role_emits_member_left(municipality: Municipality) -> None:
    left: list[User] = []
    administrator = member(municipality, "anne", Role.ADMINISTRATOR)
    first = hire(municipality, administrator)
    second = hire(municipality, administrator, role=Role.EDITOR)

    with subscriptions.temporarily(Subscription(MemberLeft, lambda event: left.append(event.user))):
        actions.remove_membership(first, actor=administrator)
        assert left == []
        actions.remove_membership(second, actor=administrator)
    assert left == [second.user]


def test_a_new_colleague_has_no_password_until_the_link_is_used(municipality: Municipality) -> None:
    hired = hire(municipality, member(municipality, "anne", Role.ADMINISTRATOR))
    assert not hired.user.has_usable_password()
    assert hired.user.username == "uku@example.ee"


def test_own_units_are_ones_unit_and_the_units_within_it(municipality: Municipality, unit: Unit) -> None:
    within = Unit.objects.create(municipality=municipality, name="Teede teenistus", parent=unit)
    Unit.objects.create(municipality=municipality, name="Haridusosakond")
    assert queries.own_units(member(municipality, "oskar", Role.OFFICIAL, unit)) == [unit.pk, within.pk]
    assert queries.own_units(member(municipality, "piret", Role.OPERATOR)) == []
    assert queries.own_units(Actor.resident()) == []


def test_officials_are_those_who_may_be_given_a_case(
    municipality: Municipality, other_municipality: Municipality
) -> None:
    oskar = member(municipality, "oskar", Role.OFFICIAL)
    member(municipality, "piret", Role.OPERATOR)
    member(other_municipality, "elvakas", Role.OFFICIAL)
    gone = member(municipality, "lahkunud", Role.OFFICIAL)
    User.objects.filter(pk=gone.user.pk).update(is_active=False)
    assert list(queries.officials()) == [oskar.user]
