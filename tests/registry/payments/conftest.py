"""A municipality that takes payments through a test bank running as a separate server."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

from raekoda.identity.persons.models import Person
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.payments import actions
from raekoda.registry.payments.models import Payment, PaymentAccount
from raekoda.registry.payments.testbank import TestBank
from tests.identity.persons import factory

MERCHANT, SECRET = "tartu-test", "only-for-tests-" + "s" * 40


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Quiet(WSGIRequestHandler):
    def log_message(self, *unused: Any) -> None:
        return


@dataclass
class RunningBank:
    """The test bank and its address."""

    bank: TestBank
    url: str


@pytest.fixture
def bank(tmp_path: Path) -> Iterator[RunningBank]:
    """A running test bank with a key for one merchant."""
    application = TestBank(tmp_path / "bank.sqlite3", {MERCHANT: SECRET}.get)  # type: ignore[arg-type]
    with make_server("127.0.0.1", 0, application, Server, Quiet) as server:  # type: ignore[arg-type]
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield RunningBank(application, f"http://127.0.0.1:{server.server_address[1]}")
        server.shutdown()


@pytest.fixture
def account(municipality: Municipality, bank: RunningBank) -> PaymentAccount:
    return make_account(municipality, bank.url)


def make_account(municipality: Municipality, url: str) -> PaymentAccount:
    return PaymentAccount.objects.create(
        municipality=municipality, provider="montonio", api_url=url, access_key=MERCHANT, secret=SECRET
    )


@pytest.fixture
def mari(municipality: Municipality) -> Person:
    return factory.person(municipality)


@pytest.fixture
def make_payment(municipality: Municipality, mari: Person) -> Callable[..., Payment]:
    """Creates a payment: 12.50 € for a hall, from Mari, unless overridden."""

    def make(**overrides: Any) -> Payment:
        number = Payment.objects.count()
        values: dict[str, Any] = {
            "person": mari, "key": f"test:{number}", "amount": Decimal("12.50"),
            "description": {"et": "Saali rent", "en": "Rent of a hall", "ru": "Аренда зала"},
        }  # fmt: skip
        return actions.request_payment(**{**values, **overrides}, actor=Actor.system())

    return make
