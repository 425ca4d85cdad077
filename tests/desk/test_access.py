"""Which role may open which page: one table."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client
from django.urls import reverse

from raekoda.core.models import Municipality
from raekoda.core.tenancy import municipality_scope
from raekoda.people.models import Membership, Role, User
from tests.cases.conftest import make_user

ROLES = list(Role.values)
WORKERS = {"operator", "official", "service_owner", "administrator"}
OFFICIALS = WORKERS - {"operator"}
EVERYONE = set(ROLES)

PAGES = {
    "desk:home": EVERYONE,
    "desk:settings": EVERYONE,
    "desk:password": EVERYONE,
    "signin_desk:own": EVERYONE,
    "signin_desk:setup": {"administrator"},
    "signin_desk:new_provider": {"administrator"},
    "desk:search": WORKERS,
    "calls_desk:desk": WORKERS,
    "desk:search_state": {"editor", "service_owner", "administrator"},
    "desk:members": {"administrator"},
    "desk:new_member": {"administrator"},
    "desk:new_unit": {"administrator"},
    "cases_desk:export": WORKERS,
    "cases_desk:map_data": WORKERS,
    "cases_desk:routing": {"service_owner", "administrator"},
    "cases_desk:new_rule": {"service_owner", "administrator"},
    "cases_desk:templates": OFFICIALS,
    "cases_desk:new_template": OFFICIALS,
    "cases_desk:periods": EVERYONE,
    "cases_desk:figures": OFFICIALS | {"analyst"},
    "assets_desk:suggestions": EVERYONE,
}


@pytest.mark.parametrize("role", ROLES)
def test_every_page_opens_for_its_roles_and_no_other(role: str, signed_in) -> None:
    client = signed_in(role)
    opened = {page for page in PAGES if client.get(reverse(page)).status_code in (200, 302)}
    refused = {page for page in PAGES if client.get(reverse(page)).status_code == 403}

    assert opened == {page for page, roles in PAGES.items() if role in roles}
    assert refused == set(PAGES) - opened


@pytest.mark.parametrize("role", ROLES)
def test_a_case_opens_for_workers_only(role: str, signed_in, make_case) -> None:
    case = make_case()
    response = signed_in(role).get(reverse("cases_desk:case", args=[case.number]))
    assert response.status_code == (200 if role in WORKERS else 403)


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
    elva = make_user(other_municipality, "elvakas", Role.ADMINISTRATOR)
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
