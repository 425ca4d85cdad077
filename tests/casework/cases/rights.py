"""Officials of one unit, and cases that they may and may not read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.capabilities import ORDINARY
from raekoda.identity.accounts.models import Membership, Role, Unit, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality


@dataclass(frozen=True)
class Matters:
    """A case of the official's unit, one of another unit, and a special matter of the official's unit."""

    own: Case
    other: Case
    special: Case


def member_of(
    municipality: Municipality, name: str, unit: Unit | None, role: str = Role.OFFICIAL, **limits: Any
) -> Actor:
    """A member of staff with one membership and no other."""
    user = User.objects.create(username=name)
    Membership.objects.create(user=user, municipality=municipality, role=role, unit=unit, **limits)
    return Actor.staff(user)


def place(case: Case, unit: Unit | None, sensitivity: str = "internal", **values: Any) -> Case:
    """``case`` with ``unit`` and ``sensitivity``, and nobody's task."""
    is_special = sensitivity not in ORDINARY
    shown = {"is_public": False, "is_restricted": True} if is_special else {}
    Case.objects.filter(pk=case.pk).update(unit=unit, official=None, sensitivity=sensitivity, **shown, **values)
    case.refresh_from_db()
    return case


def matters(make_case: Callable[..., Case], unit: Unit, other_unit: Unit) -> Matters:
    return Matters(
        place(make_case(), unit), place(make_case(), other_unit), place(make_case(), unit, "child")
    )  # fmt: skip


def browser(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.user)  # type: ignore[arg-type]
    return client
