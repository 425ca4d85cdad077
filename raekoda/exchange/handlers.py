"""A case that came by document exchange is answered by it; what a case forgets its documents forget too."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raekoda.cases import actions as cases
from raekoda.cases import events as happened
from raekoda.cases.models import Case, Message
from raekoda.core.actor import Actor
from raekoda.core.events import on
from raekoda.exchange import actions, queries
from raekoda.exchange.errors import ExchangeRefused
from raekoda.exchange.models import Document


@on(happened.CaseAnswered)
def answered(event: happened.CaseAnswered) -> None:
    """The answer leaves for the authority that the case came from."""
    tell(event.case, event.message)


@on(happened.SenderAsked)
def asked(event: happened.SenderAsked) -> None:
    """A question to the sender is one to the authority."""
    tell(event.case, event.message)


@on(happened.CaseForwarded)
def forwarded(event: happened.CaseForwarded) -> None:
    """The authority learns that its document was forwarded, and to whom."""
    message = event.case.messages.filter(kind=Message.Kind.UPDATE).order_by("-id").first()
    if message is not None:
        tell(event.case, message)


@on(happened.CaseAnonymised)
def anonymised(event: happened.CaseAnonymised) -> None:
    for document in Document.objects.filter(case=event.case):
        actions.forget(document, by=Actor.system())


def tell(case: Case, message: Message) -> None:
    """Send a message of a case back the way it came, in the official's name. Where that cannot be, a note says why."""
    origin = queries.origin_of(case)
    if origin is None or origin.forgotten_at is not None:
        return
    author = message.author
    by = Actor.staff(author) if author is not None else Actor.system()
    try:
        actions.answer_back(origin, message, title=f"Re: {origin.title or origin.document_type}"[:300], by=by)
    except ExchangeRefused as refusal:
        words = _("This did not leave by document exchange: %(why)s") % {"why": refusal.message}
        cases.note(case, text=words, by=Actor.system())
