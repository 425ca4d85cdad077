"""What roles allow is changed within bounds; some of it by two administrators."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from raekoda.identity.accounts import approvals
from raekoda.identity.accounts.capabilities import CHANGEABLE, CONTENT, DEFAULT_CAPABILITIES, Capability
from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.models import RightsChange, Role, RoleSetting
from raekoda.identity.accounts.rights import capabilities_of
from raekoda.identity.accounts.role_rights import changeable_capabilities, reset_role, set_role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality

pytestmark = pytest.mark.django_db
C = Capability
Join = Callable[..., Actor]


def allowed(municipality: Municipality, role: str) -> frozenset[str]:
    return capabilities_of(role, municipality.pk)


def changeable(role: str) -> frozenset[str]:
    return DEFAULT_CAPABILITIES[role] & frozenset(CHANGEABLE)


def test_a_harmless_capability_applies_at_once(municipality: Municipality, anne: Actor) -> None:
    assert set_role(Role.OPERATOR, changeable(Role.OPERATOR) | {C.ANALYSE}, actor=anne) is None
    assert allowed(municipality, Role.OPERATOR) == {C.FRONT_DESK, C.TRIAGE, C.ANALYSE}
    line = history(RoleSetting.objects.get()).get()
    assert (line.action, line.data["before"], line.data["after"]) == (
        "people.change_role", ["front_desk", "triage"], ["analyse", "front_desk", "triage"],
    )  # fmt: skip


def test_a_sensitive_capability_waits_for_another_administrator(
    municipality: Municipality, anne: Actor, bert: Actor
) -> None:
    proposed = set_role(Role.OFFICIAL, changeable(Role.OFFICIAL) - {C.PAY} | {C.SEE_REPORTER}, actor=anne)
    assert isinstance(proposed, RightsChange)
    assert allowed(municipality, Role.OFFICIAL) == DEFAULT_CAPABILITIES[Role.OFFICIAL] - {C.PAY}
    with pytest.raises(AccountError, match="Tegite ettepaneku ise"):
        approvals.confirm(proposed, actor=anne)
    approvals.confirm(proposed, actor=bert)
    assert allowed(municipality, Role.OFFICIAL) == DEFAULT_CAPABILITIES[Role.OFFICIAL] - {C.PAY} | {C.SEE_REPORTER}


def test_what_waits_is_not_proposed_again_nor_given_by_the_next_change(
    municipality: Municipality, anne: Actor, bert: Actor
) -> None:
    wanted = changeable(Role.OFFICIAL) | {C.SEE_REPORTER}
    set_role(Role.OFFICIAL, wanted, actor=anne)
    assert set_role(Role.OFFICIAL, wanted | {C.TRIAGE}, actor=anne) is None
    assert RightsChange.objects.count() == 1
    assert allowed(municipality, Role.OFFICIAL) == DEFAULT_CAPABILITIES[Role.OFFICIAL] | {C.TRIAGE}


def test_reset_gives_the_default_and_sensitive_ones_by_two(
    municipality: Municipality, anne: Actor, bert: Actor
) -> None:
    set_role(Role.OFFICIAL, {C.HANDLE, C.TRIAGE}, actor=anne)
    proposed = reset_role(Role.OFFICIAL, actor=anne)
    assert proposed is not None
    assert allowed(municipality, Role.OFFICIAL) == {C.HANDLE, C.ANALYSE}
    approvals.confirm(proposed, actor=bert)
    assert allowed(municipality, Role.OFFICIAL) == DEFAULT_CAPABILITIES[Role.OFFICIAL]


@pytest.mark.parametrize("capability", sorted(CONTENT))
def test_who_administers_never_gets_content(capability: str, municipality: Municipality, anne: Actor) -> None:
    with pytest.raises(AccountError):
        set_role(Role.ADMINISTRATOR, {C.ANALYSE, capability}, actor=anne)
    with pytest.raises(IntegrityError, match="role_setting_administers_or_reads"), transaction.atomic():
        RoleSetting.objects.create(
            municipality=municipality, role="administrator", capabilities=["administer", capability]
        )


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_who_reads_content_never_administers(role: str, anne: Actor) -> None:
    assert changeable_capabilities(role) == set(CHANGEABLE)
    for fixed in (C.ADMINISTER, C.CONFIGURE, C.PUBLISH):
        with pytest.raises(AccountError):
            set_role(role, {fixed}, actor=anne)


def test_nobody_gives_more_to_a_role_they_hold(
    municipality: Municipality, anne: Actor, bert: Actor, join: Join
) -> None:
    anne = join("anne", Role.OFFICIAL)
    with pytest.raises(AccountError, match="See roll on ka Teil"):
        set_role(Role.OFFICIAL, changeable(Role.OFFICIAL) | {C.TRIAGE}, actor=anne)
    set_role(Role.OFFICIAL, changeable(Role.OFFICIAL) - {C.PAY}, actor=anne)
    assert C.PAY not in allowed(municipality, Role.OFFICIAL)

    with pytest.raises(AccountError, match="määrake enne haldajaks veel keegi"):
        set_role(Role.OFFICIAL, changeable(Role.OFFICIAL), actor=bert)
    cilla = join("cilla", Role.ADMINISTRATOR)
    proposed = set_role(Role.OFFICIAL, changeable(Role.OFFICIAL), actor=bert)
    assert proposed is not None
    with pytest.raises(AccountError, match="See roll on ka Teil"):
        approvals.confirm(proposed, actor=anne)
    approvals.confirm(proposed, actor=cilla)
    assert C.PAY in allowed(municipality, Role.OFFICIAL)


@pytest.mark.parametrize("role", sorted(set(Role.values) - {Role.ADMINISTRATOR}))
def test_only_administrators_change_roles(role: str, join: Join) -> None:
    with pytest.raises(PermissionDenied):
        set_role(Role.OFFICIAL, set(), actor=join("somebody", role))
