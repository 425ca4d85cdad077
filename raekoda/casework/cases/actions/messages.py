"""Messages between the municipality and the sender."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from raekoda.casework.cases.actions.common import (
    add_message,
    attach,
    changing,
    discarding_files_on_error,
    journal,
    require_text,
)
from raekoda.casework.cases.errors import TransitionNotAllowed
from raekoda.casework.cases.events import SenderAsked, SenderNotified, SenderReplied
from raekoda.casework.cases.models import Case, Message
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit

if TYPE_CHECKING:
    from raekoda.platform.core.files import PreparedFile


def ask_sender(case: Case, *, text: str, actor: Actor) -> Message:
    """Send a question to the sender; the case waits for the reply. The clock runs on unless it is suspended."""
    text = require_text(text)
    with changing(case, Verb.ASK, actor) as save:
        save()
        message = add_message(case, Message.Kind.QUESTION, text, actor)
        journal("ask", case, actor, message=message.pk)
        emit(SenderAsked(case, message))
    return message


def notify_sender(case: Case, *, text: str, actor: Actor) -> Message:
    """Send a notice to the sender, on the status page and by e-mail; nothing else changes."""
    text = require_text(text)
    with changing(case, Verb.TELL, actor) as save:
        save()
        message = add_message(case, Message.Kind.UPDATE, text, actor)
        journal("tell", case, actor, message=message.pk)
        emit(SenderNotified(case, message))
    return message


def reply_from_sender(case: Case, *, text: str, actor: Actor, files: Sequence[PreparedFile] = ()) -> Message:
    """Add a message of the sender, from the private page or through an operator. A waiting case is being handled again."""
    text = require_text(text)
    with discarding_files_on_error() as stored, changing(case, Verb.REPLY, actor) as save:
        require_not_anonymised(case)
        save()
        message = add_message(case, Message.Kind.REPLY, text, actor)
        attach(case, message, files, stored)
        journal("reply", case, actor, message=message.pk, files=len(files))
        emit(SenderReplied(case, message))
    return message


def require_not_anonymised(case: Case) -> None:
    """Raises :class:`TransitionNotAllowed` for an anonymised case."""
    if case.anonymised_at is not None:
        raise TransitionNotAllowed(_("The personal data of this case have been removed. Please send a new one."))
