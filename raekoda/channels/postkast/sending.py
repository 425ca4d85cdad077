"""One letter on its way to the state mailbox, as ``raekoda.platform.deliveries`` asks for it.

It is looked for there before every try:
a try whose answer was lost, or whose worker was killed, is found and not sent again."""

from __future__ import annotations

from typing import Any

from django.conf import settings

from raekoda.casework.cases.models import Attachment
from raekoda.channels.postkast import rules, wire
from raekoda.channels.postkast.client import CONFLICT, Client, connection
from raekoda.channels.postkast.errors import Trouble
from raekoda.channels.postkast.models import Connection, Letter
from raekoda.platform.deliveries import DeliveryOutcomeUnknown, DeliveryPostponed, DeliveryRejected
from raekoda.platform.deliveries.models import Delivery

KIND = "statebox"
TRIES = 14
FINAL = (400, 404, 422)
"""Statuses that the same letter will meet again: it, or its template, has to be put right."""


def send(delivery: Delivery) -> dict[str, Any]:
    """Hand the letter to the state mailbox unless it is there already.

    Raises ``DeliveryPostponed``, ``DeliveryRejected``, ``DeliveryOutcomeUnknown``.
    """
    letter = Letter.objects.select_related("template").get(pk=delivery.payload["letter"])
    try:
        given = connection()
        client = Client(given)
        external_id = str(letter.external_id)
        operation = client.find(external_id) or _notify(client, given, letter)
        if operation is None:
            operation = client.find(external_id)
        if operation is None:
            raise DeliveryOutcomeUnknown(str(CONFLICT))
    except Trouble as trouble:
        is_final = trouble.status in FINAL and "headerParametersMissing" not in trouble.code
        if is_final or trouble.code in ("forgotten", "files"):
            raise DeliveryRejected(trouble.code) from trouble
        raise DeliveryPostponed(trouble.code) from trouble
    return {"operation": operation.id, "notification": operation.notification_id, "status": operation.status}


def _notify(client: Client, given: Connection, letter: Letter) -> wire.Operation | None:
    """Send it; None when the state mailbox says that it knows the letter."""
    if not letter.code:
        raise Trouble("forgotten")
    body = wire.notification(
        template_id=letter.template.remote_id, profile_id=given.profile_id, code=rules.state_code(letter.code),
        person_type=letter.recipient, language=letter.language, values=letter.values, files=_files(letter),
    )  # fmt: skip
    try:
        return client.notify(str(letter.external_id), body)
    except Trouble as trouble:
        if trouble.status == CONFLICT:
            return None
        raise


def _files(letter: Letter) -> list[tuple[str, str, bytes]]:
    """The files of the case that go along. Raises :class:`Trouble` when one is gone."""
    rows = Attachment.objects.filter(case_id=letter.case_id).in_bulk(letter.attachments)
    files = []
    for key in letter.attachments:
        if key not in rows:
            raise Trouble("files")
        with rows[key].file.open("rb") as file:
            files.append((rows[key].name, rows[key].content_type, file.read()))
    if sum(len(content) for _name, _kind, content in files) > settings.RAEKODA_STATEBOX_BYTES:
        raise Trouble("files")
    return files
