"""Presentation of documents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.channels.dhx.capsule import Capsule, Contact
from raekoda.channels.dhx.contents import parse_restriction
from raekoda.channels.dhx.models import Direction, Document, State
from raekoda.identity.accounts.models import User
from raekoda.platform.core import clock, journal
from raekoda.platform.core.models import JournalEntry
from raekoda.platform.deliveries.models import Delivery
from raekoda.platform.deliveries.models import Status as DeliveryStatus

TONES = {State.RECEIVED: "info", State.WAITING: "info", State.SENT: "success", State.FAILED: "danger"}
ACTION_LABELS = {
    "exchange.receive": gettext_lazy("Received"),
    "exchange.write": gettext_lazy("Written"),
    "exchange.sent": gettext_lazy("Delivered"),
    "exchange.not_sent": gettext_lazy("Not delivered"),
    "exchange.register": gettext_lazy("Registered in the document system"),
    "exchange.look": gettext_lazy("Capsule opened"),
    "exchange.forget": gettext_lazy("Forgotten"),
}
MAX_LINES = 100


def with_tone(document: Document) -> Document:
    """Set ``tone``, the colour of the state, on the document."""
    document.tone = TONES[State(document.state)]  # type: ignore[attr-defined]
    return document


def partner_name(document: Document) -> str:
    """The name of the other side."""
    return document.partner_name or document.partner_code or str(document.get_route_display())


def summary_rows(document: Document) -> list[tuple[str, Any]]:
    """Rows of the summary: label and value."""
    is_incoming = document.direction == Direction.IN
    rows: list[tuple[str, Any]] = [
        (_("From") if is_incoming else _("To"), partner_name(document)),
        (_("Registry code"), document.partner_code),
        (_("Way"), document.get_route_display()),
        (_("Type of document"), document.document_type),
        (_("Register number"), document.identifier),
        (_("Registered by the sender"), _moment(document.dated_at)),
        (_("Received") if is_incoming else _("Written"), _moment(document.at)),
        (_("Delivered"), _moment(document.ended_at)),
        (_("Answer awaited by"), _day(document.reply_due)),
        (_("Number in the document system"), document.registration_number),
        (_("Registered in the document system"), _day(document.registered_on)),
        (_("Receipt of the other side"), document.receipt_id if not is_incoming else ""),
        (_("Consignment"), document.consignment_id),
        (_("Fingerprint of the capsule (SHA-256)"), document.sha256),
    ]
    return [row for row in rows if row[1]]


def present_restrictions(document: Document) -> list[dict[str, Any]]:
    """Each restriction with its days, and whether it has expired."""
    presented = []
    for data in document.restrictions:
        restriction = parse_restriction(data)
        last_day = restriction.invalid_since or restriction.ends
        presented.append({"restriction": restriction, "is_over": last_day is not None and last_day < clock.today()})
    return presented


def list_contacts(capsule: Capsule) -> list[tuple[str, Contact]]:
    """People and organisations of a capsule with their roles."""
    rows = [(_("Sent out by"), capsule.dispatcher), (_("Drawn up by"), capsule.creator)]
    if capsule.source:
        rows.append((_("Began with"), capsule.source.contact))
    rows += [(_("Addressed to"), each.contact) for each in capsule.addressees]
    return [(label, contact) for label, contact in rows if contact is not None and contact != Contact()]


def present_history(document: Document) -> list[dict[str, Any]]:
    """Journal entries of a document, newest last, with the names of officials."""
    lines = list(journal.history(document).order_by("-id")[:MAX_LINES])[::-1]
    staff = [line.actor_id for line in lines if line.actor_kind == JournalEntry.ActorKind.STAFF]
    names = {user.pk: user.display_name for user in User.objects.filter(pk__in=staff)}
    return [
        {
            "at": line.at,
            "title": str(ACTION_LABELS.get(line.action, line.action)),
            "by": names.get(line.actor_id or 0, "") if line.actor_kind == JournalEntry.ActorKind.STAFF else "",
            "tone": "danger" if line.action == "exchange.not_sent" else "",
        }
        for line in lines
    ]


def find_delivery(document: Document) -> Delivery | None:
    """The pending or failed delivery; None for a received or delivered document."""
    if document.direction == Direction.IN or document.state == State.SENT:
        return None
    return Delivery.objects.filter(key=f"document:{document.ref}").exclude(status=DeliveryStatus.SENT).first()


def tabs(chosen: str, names: Sequence[tuple[str, Any]], counts: dict[str, Any]) -> list[dict[str, Any]]:
    """Tabs of the list."""
    address = reverse("exchange_desk:list")
    return [
        {"url": f"{address}?seis={name}", "label": label, "is_current": name == chosen, "count": counts.get(name)}
        for name, label in names
    ]


def _moment(moment: Any) -> str:
    return date_format(moment.astimezone(clock.TALLINN), "SHORT_DATETIME_FORMAT") if moment else ""


def _day(day: Any) -> str:
    return date_format(day, "SHORT_DATE_FORMAT") if day else ""
