"""Sends one message to an endpoint; called by ``raekoda.platform.deliveries``."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from django.conf import settings

from raekoda.casework.webhooks import actions, rules
from raekoda.casework.webhooks.models import Endpoint
from raekoda.platform.core import clock, outgoing
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.secrets import Unreadable
from raekoda.platform.core.tenancy import current
from raekoda.platform.deliveries import DeliveryPostponed, DeliveryRejected
from raekoda.platform.deliveries.models import Delivery

SECONDS = 15
MOST_BYTES = 64 * 1024
GONE = 410
LONGEST_RETRY_AFTER = 6 * 3600


def send(delivery: Delivery) -> dict[str, Any]:
    """Post the signed message; any status of 200 to 299 is success.

    Raises ``DeliveryPostponed``, ``DeliveryRejected``.
    """
    endpoint = Endpoint.objects.filter(pk=int(delivery.target.rpartition(":")[2])).first()
    if endpoint is None:
        raise DeliveryRejected("endpoint removed")
    if not endpoint.is_active:
        raise DeliveryRejected("endpoint switched off")
    message_id, body = message(delivery)
    try:
        keys = list(endpoint.secrets_at(clock.now()))
    except Unreadable as error:
        raise DeliveryRejected("secret unreadable") from error
    signed = rules.signed_headers(message_id, int(clock.now().timestamp()), body, keys)
    try:
        response = outgoing.request(
            "POST", endpoint.url, content=body, headers={"Content-Type": "application/json", **signed}, seconds=SECONDS,
            most_bytes=MOST_BYTES,
        )  # fmt: skip
    except outgoing.Forbidden as error:
        _record_failure(endpoint)
        raise DeliveryRejected(f"address not allowed: {error}") from error
    except outgoing.NotReached as error:
        _record_failure(endpoint)
        raise DeliveryPostponed(str(error)) from error
    if response.status == GONE:
        actions.switch_off(endpoint, actor=Actor.system(), because=Endpoint.Why.GONE)
        raise DeliveryRejected("HTTP 410")
    if not response.is_ok:
        _record_failure(endpoint)
        raise DeliveryPostponed(f"HTTP {response.status}", seconds=_retry_after(response))
    Endpoint.objects.filter(pk=endpoint.pk).update(failing_since=None, last_taken_at=clock.now())
    return {"status": response.status, "milliseconds": response.milliseconds}


def message(delivery: Delivery) -> tuple[str, bytes]:
    """Identifier and body of the message, the same bytes at every attempt."""
    payload = dict(delivery.payload)
    message_id = str(payload.pop("id"))
    body = {
        "type": payload["type"],
        "timestamp": payload["timestamp"],
        "municipality": current().code,
        "data": payload["data"],
    }
    return message_id, json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()


def _record_failure(endpoint: Endpoint) -> None:
    """Record the first failure; switch the endpoint off after ``RAEKODA_WEBHOOK_PATIENCE_DAYS`` of failures."""
    now = clock.now()
    Endpoint.objects.filter(pk=endpoint.pk, failing_since__isnull=True).update(failing_since=now)
    endpoint.refresh_from_db()
    patience = timedelta(days=settings.RAEKODA_WEBHOOK_PATIENCE_DAYS)
    if endpoint.is_active and endpoint.failing_since is not None and now - endpoint.failing_since >= patience:
        actions.switch_off(endpoint, actor=Actor.system(), because=Endpoint.Why.FAILING)


def _retry_after(response: outgoing.Answer) -> int | None:
    """Seconds of the ``Retry-After`` header, capped; None when missing or not a number."""
    asked = response.headers.get("retry-after", "")
    return min(int(asked), LONGEST_RETRY_AFTER) if asked.isdecimal() and len(asked) < 8 else None
