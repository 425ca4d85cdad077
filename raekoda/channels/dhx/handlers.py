"""A case that came by document exchange is answered by it; what a case forgets its documents forget too."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases import events as happened
from raekoda.casework.cases.models import Case, Channel, Message
from raekoda.channels.dhx import actions, queries
from raekoda.channels.dhx.errors import DhxError
from raekoda.channels.dhx.models import Document
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.core.redact import redact


@on(happened.CaseAnswered)
def answered(event: happened.CaseAnswered) -> None:
    """The answer leaves for the authority that the case came from, and for those whose cases were joined to it: without
    what is another's."""
    said_back(event.case, event.message)
    for joined in Case.objects.filter(merged_into=event.case, channel=Channel.EXCHANGE):
        text = redact(event.message.text, event.case.language).text
        tell(joined, text, author_of(event.message), event.message)


@on(happened.SenderAsked)
def asked(event: happened.SenderAsked) -> None:
    """A question to the sender is one to the authority."""
    said_back(event.case, event.message)


@on(happened.CaseForwarded)
def forwarded(event: happened.CaseForwarded) -> None:
    """The authority learns that its document was forwarded, and to whom."""
    message = event.case.messages.filter(kind=Message.Kind.UPDATE).order_by("-id").first()
    if message is not None:
        said_back(event.case, message)


@on(happened.CaseExtended)
def extended(event: happened.CaseExtended) -> None:
    """The authority learns the new day and the reason, if an answer was promised."""
    if not event.case.expects_reply:
        return
    with override(event.case.language):
        words = {"day": date_format(event.case.due_on, "DATE_FORMAT"), "reason": event.reason}
        text = _("The answer will come by %(day)s at the latest. Reason: %(reason)s") % words
    tell(event.case, text, Actor.system())


@on(happened.CaseAnonymised)
def anonymised(event: happened.CaseAnonymised) -> None:
    for document in Document.objects.filter(case=event.case):
        actions.forget(document, actor=Actor.system())


def said_back(case: Case, message: Message) -> None:
    """Send a message of a case back the way it came, in its author's name."""
    tell(case, message.text, author_of(message), message)


def author_of(message: Message) -> Actor:
    return Actor.staff(message.author) if message.author is not None else Actor.system()


def tell(case: Case, text: str, actor: Actor, message: Message | None = None) -> None:
    """Send words about a case back the way it came; nothing for one that came another way. Where it cannot be, a note says
    why."""
    origin = queries.origin_of(case)
    if origin is None or origin.forgotten_at is not None:
        return
    title = f"Re: {origin.title or origin.document_type}"[:300]
    try:
        actions.answer_back(origin, title=title, text=text, actor=actor, message=message)
    except DhxError as refusal:
        words = _("This did not leave by document exchange: %(why)s") % {"why": refusal.message}
        cases.note(case, text=words, actor=Actor.system())
