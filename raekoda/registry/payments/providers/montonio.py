"""Montonio's "Stargate" payments: orders and refunds as signed JWTs (HS256), the return and the notification likewise.

The protocol follows the public documentation (docs.montonio.com/api/stargate). Assumptions beyond it are marked in one place.
"""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from raekoda.platform.core import outgoing
from raekoda.registry.payments.errors import ProviderDeclined, ProviderUnavailable, UntrustedMessage
from raekoda.registry.payments.models import Attempt, PaymentAccount, Refund
from raekoda.registry.payments.providers import Order, OrderReport, PlacedOrder, RefundReport
from raekoda.registry.payments.rules import OrderStatus, money

# Assumptions, to be checked with the provider when an account is opened: the complete lists of states, the lifetime of
# an order in minutes, the country whose banks are offered first.
ORDER_STATUSES = {
    "PAID": OrderStatus.PAID,
    "PARTIALLY_REFUNDED": OrderStatus.PAID,
    "REFUNDED": OrderStatus.PAID,
    "PENDING": OrderStatus.PENDING,
    "AUTHORIZED": OrderStatus.PENDING,
    "VOIDED": OrderStatus.FAILED,
    "ABANDONED": OrderStatus.FAILED,
}
REFUND_STATES = {
    "PENDING": Refund.State.ASKED,
    "SUCCESSFUL": Refund.State.DONE,
    "REJECTED": Refund.State.REFUSED,
    "CANCELED": Refund.State.REFUSED,
}
ORDER_MINUTES = 30
COUNTRY = "EE"
# End of assumptions.

RETURN_PARAMETER = "order-token"
ALGORITHM = "HS256"
LEEWAY_SECONDS = 60
TOKEN_SECONDS = 600
TIMEOUT_SECONDS = 15
REJECTION_STATUSES = (400, 404, 409, 422)


class Montonio:
    name = "montonio"
    label = _("Montonio: bank links and cards")

    def place_order(self, account: PaymentAccount, order: Order) -> PlacedOrder:
        """Create the order (``POST /orders``)."""
        total = float(order.amount)
        answer = self._post(account, "/orders", {
            "merchantReference": order.key,
            "returnUrl": order.return_url,
            "notificationUrl": order.notify_url,
            "currency": order.currency,
            "grandTotal": total,
            "locale": order.language,
            "expiresIn": ORDER_MINUTES,
            "payment": {
                "method": "paymentInitiation",
                "methodOptions": {"preferredCountry": COUNTRY, "paymentDescription": order.description[:140]},
                "amount": total,
                "currency": order.currency,
            },
            "lineItems": [{"name": order.description, "quantity": 1, "finalPrice": total}],
        })  # fmt: skip
        reference, pay_url = str(answer.get("uuid", "")), str(answer.get("paymentUrl", ""))
        if not reference or not pay_url.startswith(("https://", "http://")):
            raise ProviderUnavailable("order without a payment page")
        return PlacedOrder(reference, pay_url)

    def fetch_order(self, account: PaymentAccount, attempt: Attempt) -> OrderReport:
        """Fetch the status of the order (``GET /orders/{uuid}``)."""
        bearer = self._signed(account, {})
        answer = self._exchange(account, "GET", f"/orders/{quote(attempt.provider_ref)}", bearer=bearer)
        return self._report(answer)

    def read_return(self, account: PaymentAccount, query: dict[str, str]) -> OrderReport:
        """Verify the token in the return parameters."""
        return self._report(self._verified(account, query.get(RETURN_PARAMETER, "")))

    def read_notification(self, account: PaymentAccount, body: bytes) -> OrderReport | RefundReport:
        """Verify a notification: ``orderToken`` or ``refundToken``."""
        try:
            payload = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise UntrustedMessage("not_json") from error
        if not isinstance(payload, dict):
            raise UntrustedMessage("not_json")
        if "refundToken" in payload:
            return self._refund_report(self._verified(account, payload["refundToken"]))
        return self._report(self._verified(account, payload.get("orderToken", "")))

    def refund(self, account: PaymentAccount, refund: Refund) -> RefundReport:
        """Request a refund (``POST /refunds``); idempotent by the refund's key."""
        return self._refund_report(self._post(account, "/refunds", {
            "orderUuid": refund.attempt.provider_ref,
            "amount": float(refund.amount),
            "idempotencyKey": refund.key,
        }))  # fmt: skip

    def _post(self, account: PaymentAccount, path: str, claims: dict[str, Any]) -> dict[str, Any]:
        body = json.dumps({"data": self._signed(account, claims)}).encode()
        return self._exchange(account, "POST", path, body=body)

    def _signed(self, account: PaymentAccount, claims: dict[str, Any]) -> str:
        from joserfc import jwt
        from joserfc.jwk import OctKey

        now = int(time.time())
        whole = {"accessKey": account.access_key, **claims, "iat": now, "exp": now + TOKEN_SECONDS}
        return jwt.encode({"alg": ALGORITHM, "typ": "JWT"}, whole, OctKey.import_key(account.secret))

    def _exchange(
        self, account: PaymentAccount, method: str, path: str, *, body: bytes | None = None, bearer: str = ""
    ) -> dict[str, Any]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if bearer:
            headers["Authorization"] = f"Bearer {bearer}"
        address = f"{account.api_url.rstrip('/')}{path}"
        try:
            answer = outgoing.request(method, address, content=body, headers=headers, seconds=TIMEOUT_SECONDS)
        except outgoing.NotReached as error:
            raise ProviderUnavailable(str(error)) from error
        if answer.status in REJECTION_STATUSES:
            raise ProviderDeclined(f"http {answer.status}")
        try:
            data = json.loads(answer.content)
        except ValueError as error:
            raise ProviderUnavailable(f"http {answer.status}") from error
        if not answer.is_ok or not isinstance(data, dict):
            raise ProviderUnavailable(f"http {answer.status}")
        return data

    def _verified(self, account: PaymentAccount, token: Any) -> dict[str, Any]:
        """The claims of a token that the provider signed for this account. Raises :class:`UntrustedMessage`."""
        from joserfc import jwt
        from joserfc.errors import ExpiredTokenError, JoseError
        from joserfc.jwk import OctKey

        if not isinstance(token, str) or not token:
            raise UntrustedMessage("no_token")
        try:
            claims = jwt.decode(token, OctKey.import_key(account.secret), algorithms=[ALGORITHM]).claims
            jwt.JWTClaimsRegistry(leeway=LEEWAY_SECONDS, exp={"essential": True}).validate(claims)
        except ExpiredTokenError as error:
            raise UntrustedMessage("expired") from error
        except (JoseError, ValueError) as error:
            raise UntrustedMessage("signature") from error
        if claims.get("accessKey") != account.access_key:
            raise UntrustedMessage("account")
        return dict(claims)

    def _report(self, claims: dict[str, Any]) -> OrderReport:
        status = ORDER_STATUSES.get(str(claims.get("paymentStatus")))
        if status is None:
            raise UntrustedMessage("status")
        try:
            amount: Decimal = money(claims.get("grandTotal"))
        except ValueError as error:
            raise UntrustedMessage("amount") from error
        return OrderReport(
            str(claims.get("merchantReference", "")), str(claims.get("uuid", "")), status, amount,
            str(claims.get("currency", "")),
        )  # fmt: skip

    def _refund_report(self, claims: dict[str, Any]) -> RefundReport:
        state = REFUND_STATES.get(str(claims.get("status") or claims.get("refundStatus")))
        reference = str(claims.get("uuid") or claims.get("refundUuid") or "")
        if state is None or not reference:
            raise UntrustedMessage("status")
        return RefundReport(reference, state)
