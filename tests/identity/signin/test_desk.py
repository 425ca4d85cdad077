"""Administrators keep the providers; nobody else does."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from raekoda.identity.accounts.models import Role
from raekoda.identity.signin.models import Provider
from raekoda.platform.core.models import Host, JournalEntry, Municipality
from tests.identity.signin.signer import CLIENT, SECRET, Signer

PAGE = "/toolaud/sisselogimine/"


@pytest.fixture
def given(signer: Signer) -> dict[str, object]:
    return {
        "kind": "tara", "issuer": signer.issuer, "client_id": CLIENT, "new_secret": SECRET, "way": "basic",
        "level": "substantial", "methods": ["idcard"], "is_active": "on",
    }  # fmt: skip


def test_a_provider_is_added_and_tried_at_once(signed_in, signer: Signer, given, municipality) -> None:
    administrator = signed_in("administrator")
    response = administrator.post(f"{PAGE}uus/", given, follow=True)
    provider = Provider.objects.get()
    assert (provider.secret, provider.methods, provider.trouble) == (SECRET, ["idcard"], "")
    assert "vastab nii, nagu peab" in response.text
    assert f"/sisene/vastus/{provider.ref}/" in response.text and SECRET not in response.text
    assert "töötab" in administrator.get(PAGE).text
    entry = JournalEntry.objects.get(action="signin.new_provider")
    assert SECRET not in str(entry.data)


def test_a_secret_stays_until_a_new_one_is_written(signed_in, tara: Provider, given) -> None:
    administrator = signed_in("administrator")
    administrator.post(f"{PAGE}{tara.ref}/", given | {"new_secret": "", "name": "Meie TARA"})
    tara.refresh_from_db()
    assert (tara.secret, tara.name) == (SECRET, "Meie TARA")
    administrator.post(f"{PAGE}{tara.ref}/", given | {"new_secret": "uus"})
    tara.refresh_from_db()
    assert tara.secret == "uus"


def test_a_stored_secret_is_not_sent_to_another_address(signed_in, tara: Provider, given) -> None:
    moved = given | {"issuer": "https://evil.example", "new_secret": ""}
    response = signed_in("administrator").post(f"{PAGE}{tara.ref}/", moved)
    assert "new_secret" in response.context["form"].errors
    tara.refresh_from_db()
    assert tara.issuer == given["issuer"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("issuer", "http://tara.example"), ("issuer", "ftp://127.0.0.1"), ("issuer", "https://10.0.0.1"),
        ("issuer", "https://a:b@tara.example"), ("host", "elva.localhost"), ("host", "evil.example"), ("kind", "test"),
        ("level", "highest"), ("new_secret", ""), ("methods", ["pin"]),
    ],
)  # fmt: skip
def test_invalid_values_are_reported(field: str, value: object, signed_in, given, other_municipality) -> None:
    response = signed_in("administrator").post(f"{PAGE}uus/", given | {field: value})
    assert response.status_code == 422 and field in response.context["form"].errors
    assert not Provider.objects.exists()


def test_provider_errors_are_reported(signed_in, signer: Signer, given) -> None:
    administrator = signed_in("administrator")
    signer.document = {"issuer": "https://other.example"}
    assert "teise väljaandja" in administrator.post(f"{PAGE}uus/", given, follow=True).text
    signer.document = {}
    signer.published = {}
    ref = Provider.objects.get().ref
    assert "ei avalda võtmeid" in administrator.post(f"{PAGE}{ref}/proovi/", follow=True).text


def test_the_same_provider_is_added_once(signed_in, tara: Provider, given) -> None:
    assert signed_in("administrator").post(f"{PAGE}uus/", given).status_code == 422


def test_a_host_of_the_municipality_may_be_the_return_address(
    signed_in, tara: Provider, given, municipality: Municipality
) -> None:
    Host.objects.create(municipality=municipality, name="teenused.tartu.localhost")
    administrator = signed_in("administrator")
    administrator.post(f"{PAGE}{tara.ref}/", given | {"host": "teenused.tartu.localhost", "new_secret": ""})
    assert "http://teenused.tartu.localhost:8000/sisene/vastus/" in administrator.get(f"{PAGE}{tara.ref}/").text
    assert Client().get(f"/sisene/alusta/{tara.ref}/")["Location"].startswith("http://teenused.tartu.localhost:8000/")


def test_a_provider_out_of_use_is_not_offered(tara: Provider) -> None:
    assert tara.ref in Client().get("/sisene/").text
    Provider.objects.update(is_active=False)
    assert tara.ref not in Client().get("/sisene/").text
    assert Client().get(f"/sisene/alusta/{tara.ref}/").status_code == 404


def test_roles_that_need_two_factors_are_chosen(signed_in, municipality: Municipality) -> None:
    signed_in("administrator").post(PAGE, {"roles": ["administrator", "official"]})
    municipality.refresh_from_db()
    assert municipality.second_factor_roles == ["official", "administrator"]
    assert JournalEntry.objects.filter(action="signin.require_factor").exists()


@pytest.mark.parametrize("role", [role for role in Role.values if role != "administrator"])
def test_nobody_else_keeps_providers(role: str, signed_in, tara: Provider, given) -> None:
    client = signed_in(role)
    assert [client.get(page).status_code for page in (PAGE, f"{PAGE}uus/", f"{PAGE}{tara.ref}/")] == [403, 403, 403]
    assert client.post(f"{PAGE}{tara.ref}/", given).status_code == 403
    assert client.post(f"{PAGE}{tara.ref}/proovi/").status_code == 403
    assert client.get(reverse("signin_desk:own")).status_code == 200, "everybody has their own factors"


def test_another_municipality_s_provider_is_not_there(
    signed_in, signer: Signer, given, other_municipality: Municipality
) -> None:
    from raekoda.platform.core.tenancy import municipality_scope
    from tests.identity.signin.conftest import make_provider

    with municipality_scope(other_municipality):
        elva = make_provider(other_municipality, signer)
    administrator = signed_in("administrator")
    assert administrator.get(f"{PAGE}{elva.ref}/").status_code == 404
    assert administrator.post(f"{PAGE}{elva.ref}/", given).status_code == 404
    assert elva.ref not in administrator.get(PAGE).text
