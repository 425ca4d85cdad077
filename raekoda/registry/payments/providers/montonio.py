"""Montonio's "Stargate" payments: orders and refunds as signed JWTs (HS256), the return and the notification likewise.

The protocol as its public documentation describes it (docs.montonio.com/api/stargate). What is assumed beyond it stands in one
place, marked.
"""

from __future__ import annotations

import json
import time
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from raekoda.platform.core import outgoing
from raekoda.registry.payments.errors import Declined, NoAnswer, Untrusted
from raekoda.registry.payments.models import Attempt, PaymentAccount, Refund
from raekoda.registry.payments.providers import Order, Placed, RefundReport, Report
from raekoda.registry.payments.rules import Word, money

# Assumed, and to be checked with the provider when an account is opened: the complete lists of states, the life of an
# order in minutes, the country whose banks are offered first.
WORDS = {
    "PAID": Word.PAID,
    "PARTIALLY_REFUNDED": Word.PAID,
    "REFUNDED": Word.PAID,
    "PENDING": Word.PENDING,
    "AUTHORIZED": Word.PENDING,
    "VOIDED": Word.FAILED,
    "ABANDONED": Word.FAILED,
}
REFUNDS = {
    "PENDING": Refund.State.ASKED,
    "SUCCESSFUL": Refund.State.DONE,
    "REJECTED": Refund.State.REFUSED,
    "CANCELED": Refund.State.REFUSED,
}
ORDER_MINUTES = 30
COUNTRY = "EE"
# Until here.

RETURN_PARAMETER = "order-token"
ALGORITHM = "HS256"
LEEWAY_SECONDS = 60
TOKEN_SECONDS = 600
SECONDS = 15
DECLINED = (400, 404, 409, 422)


class Montonio:
    name = "montonio"
    words = _("Montonio: bank links and cards")

    def place(self, account: PaymentAccount, order: Order) -> Placed:
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
                "methodOptions": {"preferredCountry": COUNTRY, "paymentDescription": order.words[:140]},
                "amount": total,
                "currency": order.currency,
            },
            "lineItems": [{"name": order.words, "quantity": 1, "finalPrice": total}],
        })  # fmt: skip
        reference, pay_url = str(answer.get("uuid", "")), str(answer.get("paymentUrl", ""))
        if not reference or not pay_url.startswith(("https://", "http://")):
            raise NoAnswer("order without address")
        return Placed(reference, pay_url)

    def ask(self, account: PaymentAccount, attempt: Attempt) -> Report:
        """How the order stands (``GET /orders/{uuid}``), over our own connection to the provider."""
        bearer = self._signed(account, {})
        answer = self._exchange(account, "GET", f"/orders/{quote(attempt.provider_ref)}", bearer=bearer)
        return self._report(answer)

    def read_return(self, account: PaymentAccount, query: dict[str, str]) -> Report:
        """What the browser brought back; only its signature is believed."""
        return self._report(self._verified(account, query.get(RETURN_PARAMETER, "")))

    def read_notice(self, account: PaymentAccount, body: bytes) -> Report | RefundReport:
        """What the provider's server posted: ``orderToken`` or ``refundToken``."""
        try:
            told = json.loads(body)
        except (ValueError, RecursionError) as error:
            raise Untrusted("not_json") from error
        if not isinstance(told, dict):
            raise Untrusted("not_json")
        if "refundToken" in told:
            return self._refund_report(self._verified(account, told["refundToken"]))
        return self._report(self._verified(account, told.get("orderToken", "")))

    def refund(self, account: PaymentAccount, refund: Refund) -> RefundReport:
        """Pay back (``POST /refunds``); the key makes a second try the same refund."""
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
            answer = outgoing.request(method, address, content=body, headers=headers, seconds=SECONDS)
        except outgoing.NotReached as error:
            raise NoAnswer(str(error)) from error
        if answer.status in DECLINED:
            raise Declined(f"http {answer.status}")
        try:
            told = json.loads(answer.content)
        except ValueError as error:
            raise NoAnswer(f"http {answer.status}") from error
        if not answer.is_ok or not isinstance(told, dict):
            raise NoAnswer(f"http {answer.status}")
        return told

    def _verified(self, account: PaymentAccount, token: Any) -> dict[str, Any]:
        """The claims of a token of the provider for this very account. Raises :class:`Untrusted`."""
        from joserfc import jwt
        from joserfc.errors import ExpiredTokenError, JoseError
        from joserfc.jwk import OctKey

        if not isinstance(token, str) or not token:
            raise Untrusted("no_token")
        try:
            claims = jwt.decode(token, OctKey.import_key(account.secret), algorithms=[ALGORITHM]).claims
            jwt.JWTClaimsRegistry(leeway=LEEWAY_SECONDS, exp={"essential": True}).validate(claims)
        except ExpiredTokenError as error:
            raise Untrusted("expired") from error
        except (JoseError, ValueError) as error:
            raise Untrusted("signature") from error
        if claims.get("accessKey") != account.access_key:
            raise Untrusted("account")
        return dict(claims)

    def _report(self, claims: dict[str, Any]) -> Report:
        word = WORDS.get(str(claims.get("paymentStatus")))
        if word is None:
            raise Untrusted("status")
        try:
            amount: Decimal = money(claims.get("grandTotal"))
        except ValueError as error:
            raise Untrusted("amount") from error
        return Report(
            str(claims.get("merchantReference", "")), str(claims.get("uuid", "")), word, amount,
            str(claims.get("currency", "")),
        )  # fmt: skip

    def _refund_report(self, claims: dict[str, Any]) -> RefundReport:
        state = REFUNDS.get(str(claims.get("status") or claims.get("refundStatus")))
        reference = str(claims.get("uuid") or claims.get("refundUuid") or "")
        if state is None or not reference:
            raise Untrusted("status")
        return RefundReport(reference, state)
