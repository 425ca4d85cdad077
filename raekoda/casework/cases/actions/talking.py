"""Between the municipality and the sender: a question back, a reply."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from raekoda.casework.cases.actions.common import attach, changing, journal, needed_text, say, storing
from raekoda.casework.cases.errors import TransitionNotAllowed
from raekoda.casework.cases.events import SenderAsked, SenderReplied, SenderTold
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit

if TYPE_CHECKING:
    from raekoda.platform.core.files import PreparedFile


def ask_sender(case: Case, *, text: str, actor: Actor) -> Message:
    """Ask the sender something; the case waits for the reply. The clock runs on unless it is suspended."""
    text = needed_text(text)
    with changing(case, Verb.ASK, actor) as save:
        save()
        message = say(case, Message.Kind.QUESTION, text, actor)
        journal("ask", case, actor, message=message.pk)
        emit(SenderAsked(case, message))
    return message


def tell_sender(case: Case, *, text: str, actor: Actor) -> Message:
    """Tell the sender how things stand, on the status page and by letter; nothing else changes."""
    text = needed_text(text)
    with changing(case, Verb.TELL, actor) as save:
        save()
        message = say(case, Message.Kind.UPDATE, text, actor)
        journal("tell", case, actor, message=message.pk)
        emit(SenderTold(case, message))
    return message


def reply_from_sender(case: Case, *, text: str, actor: Actor, files: Sequence[PreparedFile] = ()) -> Message:
    """What the sender adds, by the private page or through an operator. A waiting case is in hand again."""
    text = needed_text(text)
    with storing() as stored, changing(case, Verb.REPLY, actor) as save:
        refuse_anonymised(case)
        save()
        message = say(case, Message.Kind.REPLY, text, actor)
        attach(case, message, files, stored)
        journal("reply", case, actor, message=message.pk, files=len(files))
        emit(SenderReplied(case, message))
    return message


def refuse_anonymised(case: Case) -> None:
    """Raises :class:`TransitionNotAllowed` for a case whose sender has been forgotten."""
    if case.anonymised_at is not None:
        raise TransitionNotAllowed(_("The personal data of this case have been removed. Please send a new one."))
