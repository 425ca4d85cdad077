"""Staff draft, try and release rules; which role may open which page; nobody of them sees a person."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.identity.persons.models import Person
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits.models import BenefitRule
from raekoda.selfservice.offers.models import Offer, OfferRule, Purpose, Run
from tests.selfservice.offers.conftest import finish

LIST = "/toolaud/pakkumised/"
Staff = Callable[..., User]
Family = Callable[..., tuple[Person, Person]]


def desk(user: User, host: str = "tartu.localhost") -> Client:
    """A browser of an official, who may enter the admin too."""
    user.user_permissions.add(Permission.objects.get(codename="access_admin"))
    client = Client(headers={"host": host})
    client.force_login(user)
    return client


def test_from_drafting_in_the_admin_to_release_on_the_desk(
    school: BenefitRule, purpose: Purpose, staff: Staff, family: Family, at_time: None
) -> None:
    family(consents=purpose)
    drafter, releaser = desk(staff("anu")), desk(staff("priit"))
    form = {
        "benefit": school.benefit.pk, "about": "child", "needs_consent": "on", "purpose": purpose.pk, "lead_days": "14",
        "after_days": "180", "conditions-count": "0",
    }  # fmt: skip
    answer = drafter.post(reverse("offer-rules:add"), form)
    assert answer.status_code == 302, answer.context["form"].errors
    rule = OfferRule.objects.get()
    page = f"{LIST}{rule.ref}/"
    assert "Koolitoetus" in drafter.get(LIST).content.decode()
    drafter.post(page, {"try": ""})
    finish(rule)
    assert "Proov" in drafter.get(page).content.decode()
    drafter.post(page, {"release": ""})
    assert OfferRule.objects.get().state == "draft", "whoever drafted it does not release it"
    releaser.post(page, {"release": ""})
    assert OfferRule.objects.get().state == "released"
    assert finish(rule).counts["yes"] == 1
    seen = releaser.get(page).content.decode() + releaser.get(LIST).content.decode()
    assert "50.00" in seen
    assert not any(words in seen for words in ("Nimi0", "48003011006", "61709210125"))
    answer = drafter.post(reverse("offer-rules:edit", args=[rule.pk]), form)
    assert answer.status_code == 200 and "Peatage see enne" in answer.content.decode()
    drafter.post(page, {"stop": "", "reason": "Kord muutub\x00"})
    assert (OfferRule.objects.get().state, Offer.objects.get().state) == ("stopped", "withdrawn")


@pytest.mark.parametrize(
    ("role", "looks", "writes"),
    [(Role.SERVICE_OWNER, True, True), (Role.ADMINISTRATOR, True, True), (Role.OFFICIAL, True, False),
     (Role.OPERATOR, False, False), (Role.EDITOR, False, False), (Role.ANALYST, False, False)],
)  # fmt: skip
def test_who_may_open_what(drafted: OfferRule, staff: Staff, role: Role, looks: bool, writes: bool) -> None:
    client = desk(staff("keegi", role))
    for page in (LIST, f"{LIST}{drafted.ref}/"):
        assert (client.get(page).status_code == 200) is looks, page
    for name in ("offer-rules:index", "offer-rules:add", "offer-purposes:index", "offer-purposes:add"):
        assert (client.get(reverse(name)).status_code == 200) is writes, name
    client.post(f"{LIST}{drafted.ref}/", {"try": ""})
    assert Run.objects.exists() is writes


def test_strangers_and_colleagues_of_elsewhere(drafted: OfferRule, other_municipality: Municipality) -> None:
    assert Client(headers={"host": "tartu.localhost"}).get(LIST).status_code == 302
    user = User.objects.create_user(username="elvakas", password="pikk-parool-1")
    Membership.objects.create(user=user, municipality=other_municipality, role=Role.ADMINISTRATOR)
    client = desk(user, "elva.localhost")
    assert "Koolitoetus" not in client.get(LIST).content.decode()
    assert client.get(f"{LIST}{drafted.ref}/").status_code == 404
    assert client.post(f"{LIST}{drafted.ref}/", {"release": ""}).status_code == 404
    assert client.get(reverse("offer-rules:edit", args=[drafted.pk])).status_code == 404
