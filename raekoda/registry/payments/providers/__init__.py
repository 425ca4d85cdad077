"""Adapters of payment providers behind one registry.

The person pays on the provider's page and returns; a payment is settled by the signed status that the provider sends
from server to server, or that is fetched from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Protocol, runtime_checkable

from raekoda.platform.core.registry import Registry
from raekoda.registry.payments.models import Attempt, PaymentAccount, Refund


@dataclass(frozen=True)
class Order:
    """An order to be placed. ``key`` identifies it on both sides; addresses are absolute."""

    key: str
    amount: Decimal
    currency: str
    description: str
    language: str
    return_url: str
    notify_url: str


@dataclass(frozen=True)
class PlacedOrder:
    """An accepted order: the provider's number of it and the page where it is paid."""

    provider_ref: str
    pay_url: str


@dataclass(frozen=True)
class OrderReport:
    """An order's status as the provider reported it, signature verified. ``status`` is one of ``rules.OrderStatus``."""

    key: str
    provider_ref: str
    status: str
    amount: Decimal
    currency: str


@dataclass(frozen=True)
class RefundReport:
    """A refund's state as the provider reported it: one of ``Refund.State``."""

    provider_ref: str
    state: str


@runtime_checkable
class Provider(Protocol):
    """An adapter. Each call may raise ``errors.ProviderUnavailable``; reading signed messages, ``errors.UntrustedMessage``."""

    name: str
    label: Any

    def place_order(self, account: PaymentAccount, order: Order) -> PlacedOrder: ...

    def fetch_order(self, account: PaymentAccount, attempt: Attempt) -> OrderReport: ...

    def read_return(self, account: PaymentAccount, query: dict[str, str]) -> OrderReport: ...

    def read_notification(self, account: PaymentAccount, body: bytes) -> OrderReport | RefundReport: ...

    def refund(self, account: PaymentAccount, refund: Refund) -> RefundReport: ...


providers: Registry[Provider] = Registry(
    f"{__name__}.providers",
    Provider,
    "Providers through which municipalities take payments",
    key=lambda provider: provider.name,
)
