"""A case that came by document exchange is answered by it; anonymising a case erases its documents."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases import events as case_events
from raekoda.casework.cases.models import Case, Channel, Message
from raekoda.channels.dhx import actions, queries
from raekoda.channels.dhx.errors import DhxError
from raekoda.channels.dhx.models import Document
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.dates import on_day
from raekoda.platform.core.events import on
from raekoda.platform.core.redact import redact


@on(case_events.CaseAnswered)
def send_case_answer(event: case_events.CaseAnswered) -> None:
    """Send the answer to the authority that the case came from, and, without the personal data of others, to the
    authorities of merged cases."""
    send_message_back(event.case, event.message)
    for joined in Case.objects.filter(merged_into=event.case, channel=Channel.EXCHANGE):
        text = redact(event.message.text, event.case.language).text
        send_text(joined, text, get_author(event.message), event.message)


@on(case_events.SenderAsked)
def send_question(event: case_events.SenderAsked) -> None:
    """A question to the sender goes to the authority."""
    send_message_back(event.case, event.message)


@on(case_events.CaseForwarded)
def report_forwarding(event: case_events.CaseForwarded) -> None:
    """Tell the authority that its document was forwarded, and to whom."""
    message = event.case.messages.filter(kind=Message.Kind.UPDATE).order_by("-id").first()
    if message is not None:
        send_message_back(event.case, message)


@on(case_events.CaseExtended)
def report_extension(event: case_events.CaseExtended) -> None:
    """Tell the authority the new deadline and the reason, if an answer was promised."""
    if not event.case.expects_reply:
        return
    with override(event.case.language):
        values = {"day": on_day(event.case.due_on), "reason": event.reason}
        text = _("The answer will come by %(day)s at the latest. Reason: %(reason)s") % values
    send_text(event.case, text, Actor.system())


@on(case_events.CaseAnonymised)
def erase_documents(event: case_events.CaseAnonymised) -> None:
    for document in Document.objects.filter(case=event.case):
        actions.erase(document, actor=Actor.system())


def send_message_back(case: Case, message: Message) -> None:
    """Send a message of a case by the route the case came, in its author's name."""
    send_text(case, message.text, get_author(message), message)


def get_author(message: Message) -> Actor:
    return Actor.staff(message.author) if message.author is not None else Actor.system()


def send_text(case: Case, text: str, actor: Actor, message: Message | None = None) -> None:
    """Send a text about a case by the route it came; do nothing for a case of another channel. A failure is explained in a
    note on the case."""
    origin = queries.find_origin(case)
    if origin is None or origin.forgotten_at is not None:
        return
    title = f"Re: {origin.title or origin.document_type}"[:300]
    try:
        actions.send_answer(origin, title=title, text=text, actor=actor, message=message)
    except DhxError as error:
        note = _("This did not leave by document exchange: %(why)s") % {"why": error.message}
        cases.note(case, text=note, actor=Actor.system())
