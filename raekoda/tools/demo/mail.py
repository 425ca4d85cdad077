"""The demo's mailboxes and letters: some became cases, some wait in the failed queue. All of them are made up."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Any

from raekoda.casework.letters import threads
from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import Box, IntakeChannel, Mail
from raekoda.channels.mailbox.processing import process_letter
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.tools.demo import read

BOXES = {"0793": "tartu.linn@example.ee", "0171": "elva.vald@example.ee"}


def mail(municipality: Municipality, actor: Actor) -> int:
    """Make the municipality's box and take its letters in; how many are new. Each is taken in once."""
    box, _made = Box.objects.get_or_create(
        municipality=municipality, address=BOXES[municipality.code], defaults={"name": municipality.name}
    )
    new = 0
    for entry in read("mail"):
        identifier = f"<{entry['key']}.demo@example.ee>"
        if entry["municipality"] == municipality.code and not Mail.objects.filter(message_id=identifier).exists():
            came = clock.now() - timedelta(days=entry["days_ago"], minutes=7 * len(entry["key"]))
            message = _message(entry, identifier, box)
            message["Date"] = format_datetime(came)
            with clock.at(came):
                taken, _is_new = receive(
                    message.as_bytes(), box=box, actor=actor, channel=IntakeChannel.LMTP, at_once=True
                )
                process_letter(taken.pk)
            new += 1
    return new


def _message(entry: dict[str, Any], identifier: str, box: Box) -> EmailMessage:
    message = EmailMessage()
    message["From"], message["Subject"], message["Message-ID"] = entry["from"], entry["subject"], identifier
    message["To"] = _reply_address(entry["answers"]) if "answers" in entry else box.address
    for name, value in entry.get("headers", {}).items():
        message[name] = value
    message.set_content(entry["text"])
    for file in entry["files"]:
        kind = "plain" if file["name"].endswith(".txt") else "octet-stream"
        content = file["text"].encode() if kind == "plain" else file["text"].encode() + b"\x90\x00"
        message.add_attachment(
            content, maintype="text" if kind == "plain" else "application", subtype=kind, filename=file["name"]
        )
    return message


def _reply_address(key: str) -> str:
    """Where a reply to the confirmation of another letter of the demo goes."""
    case = Mail.objects.get(message_id=f"<{key}.demo@example.ee>").case
    return threads.reply_address(Letter.objects.select_related("municipality").get(key=f"received:{case and case.pk}"))
