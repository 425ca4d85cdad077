"""What the assistant would answer the caller, beside the form of the phone desk."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_POST

from raekoda.casework.assistant import actions
from raekoda.casework.assistant.errors import QuestionError
from raekoda.casework.assistant.models import AskChannel
from raekoda.casework.assistant.pipeline import reply_to
from raekoda.casework.assistant.presenters import ReplyView, present_reply
from raekoda.casework.cases.models import Case, Kind
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.text import clean_text
from raekoda.platform.core.text import words as words_of

SHORTEST = 8
FEWEST_WORDS = 2
ANSWERED_CHARACTERS = 400


@require_POST
@staff_page("calls.work")
def phone_answer(request: HttpRequest) -> HttpResponse:
    """The answer to what was typed so far, as a fragment. Nothing is kept of what is still being typed."""
    return render(request, "calls/reply.html", {"reply": reply_for(request.POST.get("text", ""))})


def reply_for(words: str) -> ReplyView | None:
    """The reply to a caller's words; None for a word or a few letters."""
    question = clean_text(words)[:ANSWERED_CHARACTERS]
    if len(question) < SHORTEST or len(words_of(question)) < FEWEST_WORDS:
        return None
    reply, _service = reply_to(question, get_language() or "et", may_use_model=False)
    return present_reply(reply)


def keep_question(case: Case, words: str, actor: Actor) -> None:
    """Keep what a caller asked among the questions to the assistant, once for a call. A report is no question."""
    if case.kind == Kind.REPORT:
        return
    try:
        reply = actions.ask(words, language=get_language() or "et", channel=AskChannel.PHONE, actor=actor)
    except QuestionError:
        return
    if case.is_open:
        actions.mark_forwarded(reply.ref)
