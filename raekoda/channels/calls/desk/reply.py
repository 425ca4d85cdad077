"""The assistant's reply beside the form of the phone desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from raekoda.casework.assistant import actions
from raekoda.casework.assistant.emergencies.cards import card_for
from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.assistant.models import AskChannel
from raekoda.casework.assistant.pipeline import reply_to
from raekoda.casework.assistant.presenters import ReplyView, present_reply
from raekoda.casework.cases.models import Case, Kind
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.text import clean_text
from raekoda.platform.core.text import words as split_words

SHORTEST = 8
FEWEST_WORDS = 2
ANSWERED_CHARACTERS = 400


@require_POST
@staff_page("calls.work")
def phone_answer(request: HttpRequest) -> HttpResponse:
    """The reply to the text typed so far, as a fragment. The text is not stored."""
    return render(request, "calls/reply.html", {"reply": get_reply(request.POST.get("text", ""))})


def get_reply(text: str) -> ReplyView | None:
    """The assistant's reply to a question; None when it is too short and no emergency."""
    question = clean_text(text)[:ANSWERED_CHARACTERS]
    if card_for(question, get_language() or "et") is None and _is_short(question):
        return None
    reply, _service = reply_to(question, get_language() or "et", may_use_model=False)
    return present_reply(reply)


def _is_short(question: str) -> bool:
    return len(question) < SHORTEST or len(split_words(question)) < FEWEST_WORDS


def store_question(case: Case, text: str, actor: Actor) -> None:
    """Store a caller's question with the questions to the assistant. Reports are not questions; of a restricted case nothing
    is stored."""
    if case.kind == Kind.REPORT or case.is_restricted:
        return
    try:
        reply = actions.ask(text, language=get_language() or "et", channel=AskChannel.PHONE, actor=actor)
    except QuestionError:
        return
    if case.is_open and not reply.emergency:
        actions.mark_forwarded(reply.ref)
