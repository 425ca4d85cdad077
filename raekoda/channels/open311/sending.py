"""Delivery of reports to partners, each once, and of updates about them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from raekoda.casework.cases import privacy
from raekoda.casework.cases.models import Message
from raekoda.channels.open311 import forwarding, rules
from raekoda.channels.open311.client import Client, PartnerUnavailable, RequestRejected
from raekoda.channels.open311.models import Handover
from raekoda.channels.open311.queries import format_time
from raekoda.platform.core import clock
from raekoda.platform.deliveries import DeliveryOutcomeUnknown, DeliveryPostponed, DeliveryRejected
from raekoda.platform.deliveries.models import Delivery

CLOCK_TOLERANCE = timedelta(hours=2)
RECHECK_SECONDS = 120
State = Handover.State


def send_report(delivery: Delivery) -> dict[str, Any]:
    """Send a report unless the partner has it.

    GeoReport has no retries: when an earlier attempt may have arrived, the report is first looked up at the partner. A
    partner with ``Idempotency-Key`` gets the same request again. Otherwise staff decide (``DeliveryOutcomeUnknown``).
    """
    handover = Handover.objects.select_related("partner", "case", "case__municipality", "case__contact").filter(
        pk=delivery.payload.get("handover")
    ).first()  # fmt: skip
    if handover is None or handover.state == State.WITHDRAWN or not handover.case.is_open:
        raise DeliveryRejected("not to be sent any more")
    if handover.state in forwarding.WITH_PARTNER:
        return {"service_request_id": handover.external_id, "token": handover.token}
    if not handover.partner.is_active or not handover.partner.url:
        raise DeliveryPostponed("partner is out of use", seconds=3600)
    client = Client(handover.partner)
    number = _find_at_partner(client, handover)
    token = ""
    if not number:
        number, token = _post_report(client, handover)
    return {"service_request_id": number, "token": token}


def send_update(delivery: Delivery) -> dict[str, Any]:
    """Send a sender's further message to the partner of the report. Its ``update_id`` is the same at every attempt."""
    handover = Handover.objects.select_related("partner", "case", "case__contact").filter(
        pk=delivery.payload.get("handover")
    ).first()  # fmt: skip
    message = Message.objects.filter(pk=delivery.payload.get("message")).first()
    if handover is None or message is None or not message.text or not handover.external_id:
        raise DeliveryRejected("not to be sent any more")
    text = privacy.without_people(message.text, handover.case.contact, handover.case.language).text
    fields = {
        "service_request_id": handover.external_id,
        "update_id": f"{forwarding.delivery_key(handover)}:{message.pk}",
        "updated_datetime": format_time(message.at),
        "status": "open",
        "description": text[: rules.MAX_DESCRIPTION],
    }
    try:
        Client(handover.partner).send_update(fields)
    except PartnerUnavailable as error:
        raise DeliveryPostponed(error.code) from error
    except RequestRejected as rejection:
        raise DeliveryRejected(str(rejection)) from rejection
    return {}


def report_fields(handover: Handover) -> dict[str, str | list[str]]:
    """The form fields of POST requests for a report, without empty ones."""
    case = handover.case
    fields: dict[str, str | list[str]] = {
        "service_code": handover.service_code,
        "description": f"{handover.text[: rules.MAX_DESCRIPTION - 200]}\n\n{forwarding.marker(handover)}",
        "lat": f"{case.point.lat:.6f}" if case.point else "",
        "long": f"{case.point.lon:.6f}" if case.point else "",
        "address_string": case.address,
        "media_url": handover.media_url,
    }
    for code, value in handover.attributes.items():
        fields[f"attribute[{code}][]" if isinstance(value, list) else f"attribute[{code}]"] = value
    if handover.with_contact and handover.partner.takes_contacts and case.contact is not None:
        first, _space, last = case.contact.name.rpartition(" ")
        fields |= {"first_name": first, "last_name": last, "email": case.contact.email, "phone": case.contact.phone}
    return {name: value for name, value in fields.items() if value}


def _post_report(client: Client, handover: Handover) -> tuple[str, str]:
    started_at = handover.attempted_at or clock.now()
    Handover.objects.filter(pk=handover.pk).update(attempted_at=started_at)
    try:
        return client.send(report_fields(handover), idempotency_key=forwarding.delivery_key(handover))
    except PartnerUnavailable as error:
        if not error.may_have_arrived and handover.attempted_at is None:
            Handover.objects.filter(pk=handover.pk).update(attempted_at=None)
        raise DeliveryPostponed(error.code) from error
    except RequestRejected as rejection:
        if handover.attempted_at is None:
            Handover.objects.filter(pk=handover.pk).update(attempted_at=None)
        raise DeliveryRejected(str(rejection), {"words": rejection.message}) from rejection


def _find_at_partner(client: Client, handover: Handover) -> str:
    """The partner's number of a report that an earlier attempt may have delivered; "" when it has to be sent."""
    if handover.attempted_at is None or handover.partner.is_idempotent:
        return ""
    span = handover.attempted_at - CLOCK_TOLERANCE, clock.now() + CLOCK_TOLERANCE
    try:
        reports = client.reports_between(*span, handover.service_code)
    except PartnerUnavailable as error:
        raise DeliveryPostponed(error.code) from error
    except RequestRejected as rejection:
        raise DeliveryOutcomeUnknown(str(rejection)) from rejection
    marker = forwarding.marker(handover)
    number = next((report.id for report in reports if marker in report.description), "")
    if number:
        return number
    if not handover.partner.shows_ours:
        raise DeliveryOutcomeUnknown("not in their list, which may not show it")
    if clock.now() - handover.attempted_at < timedelta(seconds=RECHECK_SECONDS):
        raise DeliveryPostponed("not in their list yet", seconds=RECHECK_SECONDS)
    return ""
