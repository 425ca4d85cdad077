"""The good path with an OpenID provider that others wrote (oidc-provider-mock), in a process's thread on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import oidc_provider_mock
import pytest
from django.test import Client

from raekoda.identity.persons.models import Session
from raekoda.identity.signin.models import Attempt, Provider
from tests.identity.signin.conftest import begin, come_back
from tests.identity.signin.signer import SEEN

CLAIMS = {"amr": ["idcard"], "acr": "high", "profile_attributes": SEEN | {"date_of_birth": "2000-01-01"}}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    user = oidc_provider_mock.User(sub="EE60001019906", claims=CLAIMS)
    with oidc_provider_mock.run_server_in_thread(user_claims=[user], require_nonce=True) as server:
        yield f"http://localhost:{server.server_port}"


@pytest.mark.parametrize("way", ["basic", "post"])
def test_signing_in(way: str, browser_of_resident: Client, municipality, issuer: str) -> None:
    provider = Provider.objects.create(
        municipality=municipality, kind="tara", issuer=issuer, client_id="raekoda", secret="sala", level="high", way=way
    )
    url = begin(browser_of_resident, provider, "/teenused/")
    back = httpx.post(url, data={"sub": "EE60001019906"}).headers["Location"]
    response = come_back(browser_of_resident, provider, dict(httpx.URL(back).params))
    assert Attempt.objects.get().outcome == "signed_in"
    assert response["Location"] == "/teenused/"
    session = Session.objects.select_related("person").get()
    assert (session.person.code, session.method) == ("60001019906", "idcard")


def test_turning_back(browser_of_resident: Client, municipality, issuer: str) -> None:
    provider = Provider.objects.create(
        municipality=municipality, kind="tara", issuer=issuer, client_id="raekoda", secret="sala", level="high"
    )
    url = begin(browser_of_resident, provider)
    back = httpx.post(url, data={"action": "deny"}).headers["Location"]
    answer = dict(httpx.URL(back).params) | {"state": httpx.URL(url).params["state"]}
    assert "Te ei loginud sisse" in come_back(browser_of_resident, provider, answer).text
