"""Sending what the deliveries hold for partners: a report, never twice; an update about one."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from raekoda.casework.cases import privacy
from raekoda.casework.cases.models import Message
from raekoda.channels.open311 import handing, rules
from raekoda.channels.open311.client import Client, NotAnswering, Rejected
from raekoda.channels.open311.models import Handover
from raekoda.channels.open311.queries import w3
from raekoda.platform.core import clock
from raekoda.platform.deliveries import DeliveryOutcomeUnknown, DeliveryPostponed, DeliveryRejected
from raekoda.platform.deliveries.models import Delivery

CLOCKS_DIFFER = timedelta(hours=2)
LOOK_AFTER_SECONDS = 120
State = Handover.State


def send_report(delivery: Delivery) -> dict[str, Any]:
    """Send a report unless the partner has it.

    GeoReport knows no sending again: when an earlier try may have arrived, it is looked for there first. A partner that
    takes an ``Idempotency-Key`` is simply sent the same again. Where neither tells, staff decide (``DeliveryOutcomeUnknown``).
    """
    handover = Handover.objects.select_related("partner", "case", "case__municipality", "case__contact").filter(
        pk=delivery.payload.get("handover")
    ).first()  # fmt: skip
    if handover is None or handover.state == State.WITHDRAWN or not handover.case.is_open:
        raise DeliveryRejected("not to be sent any more")
    if handover.state in handing.FOLLOWED:
        return {"service_request_id": handover.external_id, "token": handover.token}
    if not handover.partner.is_active or not handover.partner.url:
        raise DeliveryPostponed("partner is out of use", seconds=3600)
    client = Client(handover.partner)
    number = _found_there(client, handover)
    token = ""
    if not number:
        number, token = _sent(client, handover)
    return {"service_request_id": number, "token": token}


def send_update(delivery: Delivery) -> dict[str, Any]:
    """Send what the sender of a report added, to the partner that has it. Its ``update_id`` is the same at every try."""
    handover = Handover.objects.select_related("partner", "case", "case__contact").filter(
        pk=delivery.payload.get("handover")
    ).first()  # fmt: skip
    message = Message.objects.filter(pk=delivery.payload.get("message")).first()
    if handover is None or message is None or not message.text or not handover.external_id:
        raise DeliveryRejected("not to be sent any more")
    text = privacy.without_people(message.text, handover.case.contact, handover.case.language).text
    fields = {
        "service_request_id": handover.external_id,
        "update_id": f"{handing.key_of(handover)}:{message.pk}",
        "updated_datetime": w3(message.at),
        "status": "open",
        "description": text[: rules.LONGEST_DESCRIPTION],
    }
    try:
        Client(handover.partner).send_update(fields)
    except NotAnswering as error:
        raise DeliveryPostponed(error.code) from error
    except Rejected as rejection:
        raise DeliveryRejected(str(rejection)) from rejection
    return {}


def fields_of(handover: Handover) -> dict[str, str | list[str]]:
    """Exactly what a partner is sent: the form fields of POST requests, the empty ones left out."""
    case = handover.case
    fields: dict[str, str | list[str]] = {
        "service_code": handover.service_code,
        "description": f"{handover.text[: rules.LONGEST_DESCRIPTION - 200]}\n\n{handing.marker(handover)}",
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


def _sent(client: Client, handover: Handover) -> tuple[str, str]:
    begun = handover.attempted_at or clock.now()
    Handover.objects.filter(pk=handover.pk).update(attempted_at=begun)
    try:
        return client.send(fields_of(handover), once=handing.key_of(handover))
    except NotAnswering as error:
        if not error.may_have_arrived and handover.attempted_at is None:
            Handover.objects.filter(pk=handover.pk).update(attempted_at=None)
        raise DeliveryPostponed(error.code) from error
    except Rejected as rejection:
        if handover.attempted_at is None:
            Handover.objects.filter(pk=handover.pk).update(attempted_at=None)
        raise DeliveryRejected(str(rejection), {"words": rejection.words}) from rejection


def _found_there(client: Client, handover: Handover) -> str:
    """The partner's number of a report that an earlier try may have brought there; "" when it has to be sent (again)."""
    if handover.attempted_at is None or handover.partner.is_idempotent:
        return ""
    span = handover.attempted_at - CLOCKS_DIFFER, clock.now() + CLOCKS_DIFFER
    try:
        listed = client.reports_between(*span, handover.service_code)
    except NotAnswering as error:
        raise DeliveryPostponed(error.code) from error
    except Rejected as rejection:
        raise DeliveryOutcomeUnknown(str(rejection)) from rejection
    words = handing.marker(handover)
    number = next((seen.id for seen in listed if words in seen.description), "")
    if number:
        return number
    if not handover.partner.shows_ours:
        raise DeliveryOutcomeUnknown("not in their list, which may not show it")
    if clock.now() - handover.attempted_at < timedelta(seconds=LOOK_AFTER_SECONDS):
        raise DeliveryPostponed("not in their list yet", seconds=LOOK_AFTER_SECONDS)
    return ""
