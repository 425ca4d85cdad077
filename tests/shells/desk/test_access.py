"""The door of the desk: strangers, colleagues of elsewhere, the platform's keeper. Roles and pages: tests/access."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from raekoda.identity.accounts.models import Membership, Role, User
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.cases.conftest import make_user

PAGES = ("desk:home", "desk:settings", "desk:members", "cases_desk:export")


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_sent_to_sign_in_and_back(page: str, municipality: Municipality) -> None:
    response = Client().get(reverse(page))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("desk:login"))
    assert parse_qs(urlsplit(response["Location"]).query)["next"] == [reverse(page)]


def test_pages_of_staff_are_not_kept_by_browsers(signed_in) -> None:
    assert signed_in("official").get(reverse("desk:home"))["Cache-Control"] == "private, no-store"


def test_a_colleague_of_another_municipality_is_nobody_here(other_municipality: Municipality, municipality) -> None:
    with municipality_scope(other_municipality):
        stranger = make_user(other_municipality, "elvakas", Role.ADMINISTRATOR)
    client = Client()
    client.force_login(stranger)

    assert client.get(reverse("desk:home")).status_code == 302
    assert client.get(reverse("desk:home"), headers={"host": "elva.localhost"}).status_code == 200


def test_a_case_of_another_municipality_is_not_found(
    other_municipality: Municipality, municipality: Municipality, make_case, signed_in, lights
) -> None:
    case = make_case()
    elva = make_user(other_municipality, "elvakas", Role.OFFICIAL)
    client = signed_in(elva)

    for address in (
        reverse("cases_desk:case", args=[case.number]),
        f"{reverse('cases_desk:case', args=[case.number])}vastan/",
    ):
        method = client.post if address.endswith("vastan/") else client.get
        assert method(address, headers={"host": "elva.localhost"}).status_code == 404
    shown = client.get(reverse("desk:home"), {"tab": "all"}, headers={"host": "elva.localhost"})
    assert case.number not in shown.text
    export = client.get(reverse("cases_desk:export"), {"tab": "all"}, headers={"host": "elva.localhost"})
    assert case.number not in b"".join(export.streaming_content).decode()


def test_a_platform_operator_may_work_everywhere(municipality: Municipality) -> None:
    root = User.objects.create_superuser("juur", "juur@example.ee", "pikk-parool-1")
    client = Client()
    client.force_login(root)

    assert not Membership.objects.filter(user=root).exists()
    assert client.get(reverse("desk:home")).status_code == 200
    assert client.get(reverse("desk:members")).status_code == 200
