"""A provider on loopback, configured for Tartu; a browser that follows the redirects of a sign-in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse
from django.test import Client

from raekoda.identity.signin.models import Provider
from raekoda.platform.core.models import Municipality
from tests.identity.signin.signer import CLIENT, SECRET, Signer, serving
from tests.shells.desk.conftest import official, oskar, signed_in, staff, unit

__all__ = ["official", "oskar", "signed_in", "staff", "unit"]
HOST = "tartu.localhost:8000"


@pytest.fixture(scope="session")
def _running() -> Iterator[Signer]:
    with serving() as signer:
        yield signer


@pytest.fixture
def signer(_running: Signer) -> Signer:
    """An honest provider."""
    issuer = _running.issuer
    _running.__init__()  # type: ignore[misc]
    _running.issuer = issuer
    return _running


def make_provider(municipality: Municipality, signer: Signer, **more: Any) -> Provider:
    values = {"kind": "tara", "issuer": signer.issuer, "client_id": CLIENT, "secret": SECRET, "level": "substantial"}
    return Provider.objects.create(municipality=municipality, **(values | more))


@pytest.fixture
def tara(municipality: Municipality, signer: Signer) -> Provider:
    return make_provider(municipality, signer)


@pytest.fixture
def govsso(municipality: Municipality, signer: Signer) -> Provider:
    signer.govsso, signer.seconds = True, 900
    return make_provider(municipality, signer, kind="govsso", level="high")


@pytest.fixture
def browser_of_resident(municipality: Municipality) -> Client:
    return Client(headers={"host": HOST})


Back = Callable[..., HttpResponse]


def begin(client: Client, provider: Provider, after: str = "") -> str:
    """Start a sign-in; the address at the provider."""
    response = client.get(f"/sisene/alusta/{provider.ref}/", {"next": after} if after else {})
    assert response.status_code == 302, response.text
    return response["Location"]


def come_back(client: Client, provider: Provider, answer: dict[str, str]) -> HttpResponse:
    return client.get(f"/sisene/vastus/{provider.ref}/", answer)


def go(client: Client, provider: Provider, signer: Signer, after: str = "") -> HttpResponse:
    """The whole way: to the provider and back."""
    return come_back(client, provider, signer.authorize(begin(client, provider, after)))


def host_of(url: str) -> str:
    return urlsplit(url).netloc
