"""Providers of payments: small adapters behind one registry. The person is sent to the provider's page and comes back;
what counts is the provider's signed word, asked for or told from server to server.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from raekoda.platform.core.registry import Registry
from raekoda.registry.payments.models import Attempt, PaymentAccount, Refund


@dataclass(frozen=True)
class Order:
    """What the provider is asked to collect. ``key`` names it at both sides; addresses are full."""

    key: str
    amount: Decimal
    currency: str
    words: str
    language: str
    return_url: str
    notify_url: str


@dataclass(frozen=True)
class Placed:
    """The provider took the order: its own name for it, and the page where it is paid."""

    provider_ref: str
    pay_url: str


@dataclass(frozen=True)
class Report:
    """The provider's word about an order, its signature verified. ``word`` is one of ``rules.Word``."""

    key: str
    provider_ref: str
    word: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class RefundReport:
    """The provider's word about a refund: ``state`` is one of ``Refund.State``."""

    provider_ref: str
    state: str


@runtime_checkable
class Provider(Protocol):
    """What an adapter does. Each call may raise ``errors.NoAnswer``; what reads signed words, ``errors.Untrusted``."""

    name: str
    words: Any

    def place(self, account: PaymentAccount, order: Order) -> Placed: ...

    def ask(self, account: PaymentAccount, attempt: Attempt) -> Report: ...

    def read_return(self, account: PaymentAccount, query: dict[str, str]) -> Report: ...

    def read_notice(self, account: PaymentAccount, body: bytes) -> Report | RefundReport: ...

    def refund(self, account: PaymentAccount, refund: Refund) -> RefundReport: ...


providers: Registry[Provider] = Registry(
    f"{__name__}.providers",
    Provider,
    "Providers through which municipalities take payments",
    key=lambda provider: provider.name,
)
