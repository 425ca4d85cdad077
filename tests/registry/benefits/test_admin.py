"""Service owners and administrators manage benefits and rules in Wagtail's admin; each municipality sees its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core import journal
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits import actions
from raekoda.registry.benefits.models import Benefit, BenefitRule
from tests.registry.benefits.conftest import in_, make_benefit, make_rule, make_service

ADD = "benefit-rules:add"
CONDITIONS = {
    "conditions-count": "2",
    "conditions-0-deleted": "", "conditions-0-order": "0", "conditions-0-type": "child_in_class", "conditions-0-id": "",
    "conditions-0-value-from": "1", "conditions-0-value-to": "3",
    "conditions-1-deleted": "", "conditions-1-order": "1", "conditions-1-type": "parent_registered_here",
    "conditions-1-id": "",
    "table-count": "1", "table-0-deleted": "", "table-0-order": "0", "table-0-type": "item", "table-0-id": "",
    "table-0-value-amount": "120.50", "table-0-value-conditions-count": "1",
    "table-0-value-conditions-0-deleted": "", "table-0-value-conditions-0-order": "0",
    "table-0-value-conditions-0-type": "income_below", "table-0-value-conditions-0-id": "",
    "table-0-value-conditions-0-value-amount": "320",
}  # fmt: skip


def rule_form(benefit: Benefit, **changes: str) -> dict[str, Any]:
    """A rule's form data as a browser sends it."""
    return {
        "benefit": benefit.pk, "valid_from": "2026-01-01", "valid_to": "", "amount": "50", "per": "child_year",
        "apply_from": "09-01", "apply_to": "09-15", "pay_by": "10-01", "source_act": "Kord", **CONDITIONS, **changes,
    }  # fmt: skip


@pytest.fixture
def sign_in() -> Callable[[User, str], Client]:
    def enter(user: User, host: str = "tartu.localhost") -> Client:
        user.user_permissions.add(Permission.objects.get(codename="access_admin"))
        client = Client(headers={"host": host})
        client.force_login(user)
        return client

    return enter


@pytest.fixture
def owner(make_staff: Callable[..., User], sign_in: Callable[..., Client]) -> Client:
    return sign_in(make_staff(Role.SERVICE_OWNER))


def test_a_service_owner_describes_a_benefit_and_its_rule(municipality: Municipality, owner: Client) -> None:
    service = make_service(municipality, "koolitoetus", "Koolitoetus")
    answer = owner.post(
        reverse("benefits-admin:add"),
        {
            "name_et": "Koolitoetus",
            "code": "koolitoetus",
            "kind": "school",
            "service": service.pk,
            "rule_of": "applying",
        },
    )
    assert answer.status_code == 302, answer.context["form"].errors
    benefit = Benefit.objects.get()
    answer = owner.post(reverse(ADD), rule_form(benefit))
    assert answer.status_code == 302, answer.context["form"].errors
    rule = BenefitRule.objects.get()
    assert rule.conditions == [{"kind": "child_in_class", "from": 1, "to": 3}, {"kind": "parent_registered_here"}]
    assert rule.table == [{"amount": "120.50", "conditions": [{"kind": "income_below", "amount": "320"}]}]
    assert journal.history(rule).get(action="benefits.save_rule").actor_kind == "staff"
    edit = owner.get(reverse("benefit-rules:edit", args=[rule.pk]))
    assert edit.status_code == 200
    assert "child_in_class" in edit.content.decode()
    answer = owner.post(reverse("benefit-rules:edit", args=[rule.pk]), rule_form(benefit, amount="60"))
    assert answer.status_code == 302, answer.context["form"].errors
    assert BenefitRule.objects.get().amount == Decimal(60)
    assert owner.get(reverse("benefit-rules:history", args=[rule.pk])).status_code == 200
    assert owner.get(reverse("benefit-rules:index")).status_code == 200


def test_overlapping_days_and_a_rule_in_use_are_refused_in_words(school: BenefitRule, owner: Client) -> None:
    answer = owner.post(reverse(ADD), rule_form(school.benefit))
    assert answer.status_code == 200
    assert BenefitRule.objects.count() == 1
    assert "Mõnel neist päevadest" in answer.content.decode()
    actions.mark_used(school)
    url = reverse("benefit-rules:edit", args=[school.pk])
    answer = owner.post(url, rule_form(school.benefit, amount="999"))
    assert answer.status_code == 200
    assert "tuginevad otsused" in answer.content.decode()
    assert owner.post(reverse("benefit-rules:delete", args=[school.pk])).status_code == 302
    assert BenefitRule.objects.get().amount == Decimal(50)


@pytest.mark.parametrize(
    ("role", "may"), [(Role.SERVICE_OWNER, True), (Role.ADMINISTRATOR, True), (Role.EDITOR, False),
                      (Role.OFFICIAL, False), (Role.OPERATOR, False), (Role.ANALYST, False)],
)  # fmt: skip
def test_who_may_manage_benefits(
    school: BenefitRule, make_staff: Callable[..., User], sign_in: Callable[..., Client], role: Role, may: bool
) -> None:
    client = sign_in(make_staff(role))
    pages = [reverse("benefits-admin:index"), reverse(ADD), reverse("benefits-admin:edit", args=[school.benefit.pk]),
             reverse("benefit-rules:edit", args=[school.pk]), reverse("benefit-rules:history", args=[school.pk])]  # fmt: skip
    assert {client.get(page).status_code == 200 for page in pages} == {may}


def test_another_municipality_sees_and_changes_nothing_here(
    school: BenefitRule,
    other_municipality: Municipality,
    make_staff: Callable[..., User],
    sign_in: Callable[..., Client],
) -> None:
    client = sign_in(make_staff(Role.ADMINISTRATOR, other_municipality), "elva.localhost")
    with in_(other_municipality):
        theirs = make_rule(make_benefit(other_municipality, "elva", "other", "Elva toetus"), date(2020, 1, 1))
    assert "Koolitoetus" not in client.get(reverse("benefit-rules:index")).content.decode()
    for name in ("edit", "delete", "history"):
        assert client.get(reverse(f"benefit-rules:{name}", args=[school.pk])).status_code == 404, name
        assert client.get(reverse(f"benefits-admin:{name}", args=[school.benefit.pk])).status_code in (404, 302, 403), (
            name
        )
    answer = client.post(reverse(ADD), rule_form(school.benefit, valid_from="2019-01-01", valid_to="2019-12-31"))
    assert answer.status_code == 200, "a benefit of another municipality cannot be chosen"
    assert client.get(reverse("benefit-rules:edit", args=[theirs.pk])).status_code == 200
