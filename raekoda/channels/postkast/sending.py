"""Sending one letter to the state mailbox, as a delivery kind of ``raekoda.platform.deliveries``.

The mailbox is asked for the letter before every attempt: an attempt whose answer was lost, or whose worker was killed,
is found and not repeated."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from raekoda.casework.cases.models import Attachment
from raekoda.channels.postkast import protocol, rules
from raekoda.channels.postkast.client import CONFLICT, Client, get_connection
from raekoda.channels.postkast.errors import RequestFailed
from raekoda.channels.postkast.models import Connection, Letter
from raekoda.platform.deliveries import DeliveryOutcomeUnknown, DeliveryPostponed, DeliveryRejected
from raekoda.platform.deliveries.models import Delivery

KIND = "statebox"
MAX_ATTEMPTS = 14
PERMANENT_STATUSES = (400, 404, 422)
"""Statuses that a retry cannot change: the letter or its template has to be corrected."""


def send(delivery: Delivery) -> dict[str, Any]:
    """Send the letter to the state mailbox unless it is there already.

    Raises ``DeliveryPostponed``, ``DeliveryRejected``, ``DeliveryOutcomeUnknown``.
    """
    letter = Letter.objects.select_related("template").get(pk=delivery.payload["letter"])
    try:
        connection = get_connection()
        client = Client(connection)
        external_id = str(letter.external_id)
        operation = client.find(external_id) or _notify(client, connection, letter)
        if operation is None:
            operation = client.find(external_id)
        if operation is None:
            raise DeliveryOutcomeUnknown(str(CONFLICT))
    except RequestFailed as error:
        is_permanent = error.status in PERMANENT_STATUSES and "headerParametersMissing" not in error.code
        if is_permanent or error.code in ("forgotten", "files"):
            raise DeliveryRejected(error.code) from error
        raise DeliveryPostponed(error.code) from error
    return {"operation": operation.id, "notification": operation.notification_id, "status": operation.status}


def _notify(client: Client, connection: Connection, letter: Letter) -> protocol.Operation | None:
    """Send it; None when the state mailbox answers that it has the letter already."""
    if not letter.code:
        raise RequestFailed("forgotten")
    body = protocol.notification_body(
        template_id=letter.template.remote_id, profile_id=connection.profile_id, code=rules.prefixed_code(letter.code),
        person_type=letter.recipient, language=letter.language, values=letter.values, files=_files(letter),
    )  # fmt: skip
    try:
        return client.notify(str(letter.external_id), body)
    except RequestFailed as error:
        if error.status == CONFLICT:
            return None
        raise


def _files(letter: Letter) -> list[tuple[str, str, bytes]]:
    """The attached files of the case. Raises :class:`RequestFailed` when one is missing."""
    rows = Attachment.objects.filter(case_id=letter.case_id).in_bulk(letter.attachments)
    files = []
    for key in letter.attachments:
        if key not in rows:
            raise RequestFailed("files")
        with rows[key].file.open("rb") as file:
            files.append((rows[key].name, rows[key].content_type, file.read()))
    if sum(len(content) for _name, _kind, content in files) > settings.RAEKODA_STATEBOX_BYTES:
        raise RequestFailed("files")
    return files
