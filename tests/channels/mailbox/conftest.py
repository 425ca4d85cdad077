"""Sample letters and a mailbox."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

import pytest
from django.test import Client

from raekoda.casework.letters.models import Letter
from raekoda.channels.mailbox.intake import receive
from raekoda.channels.mailbox.models import Box, IntakeChannel, Mail
from raekoda.channels.mailbox.processing import process_waiting
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.casework.cases.conftest import (  # noqa: F401
    SENDER,
    lights,
    make_case,
    make_user,
    official,
    operator,
    other_unit,
    resident,
    unit,
)

PERSON = "Mari Maasikas <mari.maasikas@example.ee>"
TEXT = "Tere!\n\nTänavavalgusti ei põle juba teist nädalat Rüütli tänaval. Millal see korda tehakse?\n"


def letter(text: str = TEXT, *, html: str = "", files: Any = (), **kwargs: str) -> EmailMessage:
    """A letter; ``kwargs`` are headers with underscores for hyphens, "" omits a header."""
    message = EmailMessage()
    headers = {
        "From": PERSON, "To": "linn@example.ee", "Subject": "Valgusti ei põle",
        "Date": "Mon, 05 Jan 2026 10:00:00 +0200", "Message-ID": "<1@example.ee>",
        **{name.replace("_", "-"): value for name, value in kwargs.items()},
    }  # fmt: skip
    for name, value in headers.items():
        if value:
            message[name] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for name, kind, content in files:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message


def reply_to(sent: Letter, text: str, *, sender: str = PERSON, **kwargs: str) -> EmailMessage:
    """A reply as mail programs write it, to the reply address and thread of ``sent``."""
    from raekoda.casework.letters import mail

    ours = mail.compose(sent)
    quoted = "\n".join(f"> {line}" for line in sent.text.splitlines())
    body = f"{text}\n\n05.01.2026 12:00 kirjutas Tartu linn <{ours['From'].addresses[0].addr_spec}>:\n{quoted}\n"
    values = {
        "From": sender, "To": str(ours["Reply-To"].addresses[0].addr_spec), "Subject": f"Re: {sent.subject}",
        "In_Reply_To": str(ours["Message-ID"]), "References": f"{ours['References'] or ''} {ours['Message-ID']}".strip(),
        "Message_ID": f"<reply-{sent.pk}-{abs(hash(text))}@example.ee>",
    }  # fmt: skip
    return letter(body, **{**values, **kwargs})


@pytest.fixture
def box(municipality: Municipality) -> Box:
    return Box.objects.create(municipality=municipality, address="linn@example.ee", name="Linn")


@pytest.fixture
def deliver(box: Box) -> Callable[..., Mail]:
    """Receive a letter and process it, as the worker does; ``done=False`` only receives."""

    def receive_and_process(raw: EmailMessage | bytes, *, done: bool = True, **kwargs: Any) -> Mail:
        content = raw if isinstance(raw, bytes) else raw.as_bytes()
        values: dict[str, Any] = {"box": box, "actor": Actor.system(), "channel": IntakeChannel.LMTP}
        mail, _is_new = receive(content, **{**values, **kwargs})
        if done:
            process_waiting()
        return Mail.objects.select_related("case", "content").get(pk=mail.pk)

    return receive_and_process


@pytest.fixture
def desk(official: Actor) -> Client:  # noqa: F811
    client = Client()
    client.force_login(official.user)  # type: ignore[arg-type]
    return client
