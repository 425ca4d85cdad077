"""The search page and suggestions while typing."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from raekoda.casework.assistant.emergencies.cards import card_for
from raekoda.casework.assistant.unanswered.recording import record_empty_search
from raekoda.platform.core.heavy import limited
from raekoda.platform.core.templatetags.ui import local
from raekoda.platform.core.text import words
from raekoda.platform.search import queries
from raekoda.platform.search.models import Document

LONGEST = 200
SEARCHES_A_MINUTE, SUGGESTIONS_A_MINUTE = 60, 240
SHOWN = 40
SUGGESTED = 8
PHRASE = 3
QUESTION_WORDS = frozenset(
    word
    for written in (
        "kas kes mis kus kuhu kust kuidas millal miks mitu palju milline kelle kellele",
        "who what where when why how which can do does is are",
        "кто что где куда откуда как когда почему сколько какой можно ли",
    )
    for word in written.split()
)


@require_safe
@limited("search", SEARCHES_A_MINUTE)
def search_page(request: HttpRequest) -> HttpResponse:
    """Search results of all kinds or one kind."""
    text = query_text(request)
    kind = request.GET.get("liik", "")
    kinds = [kind] if kind in Document.Kind.values else None
    language = get_language() or "et"
    card = card_for(text, language)
    results = queries.search(text, language, kinds, SHOWN) if text else queries.Results()
    is_question = not (kinds or card) and looks_like_question(text)
    if text and not (card or kinds or results.hits or is_question):
        record_empty_search(text, language, request)
    carried = f"?{urlencode({'text': text})}" if text else ""
    return render(
        request,
        "website/search.html",
        {
            "q": text,
            "hits": [{"hit": hit, "kind": kind_name(hit.kind)} for hit in results.hits],
            "corrected": results.corrected,
            "card": card,
            "is_question": is_question,
            "tabs": _tabs(text, kinds[0] if kinds else ""),
            "hide_search": True,
            "ask_url": local("/kysi/") + carried,
            "report_url": local("/teata/") + carried,
        },
    )


@require_safe
@limited("search-suggestions", SUGGESTIONS_A_MINUTE)
def suggestions(request: HttpRequest) -> JsonResponse:
    """``{"suggestions": [{"text", "url", "kind"}]}`` for the text typed so far."""
    text = query_text(request)
    hits = queries.suggest(text, get_language() or "et", SUGGESTED) if text else []
    found = [{"text": Truncator(hit.title).chars(110), "url": hit.url, "kind": kind_name(hit.kind)} for hit in hits]
    response = JsonResponse({"suggestions": found})
    patch_cache_control(response, private=True, max_age=30)
    return response


def query_text(request: HttpRequest) -> str:
    """The query: one line without NUL characters, at most :data:`LONGEST` characters."""
    return " ".join(request.GET.get("q", "").replace("\x00", " ").split())[:LONGEST]


def looks_like_question(text: str) -> bool:
    """Whether the text is a question: a question mark, a question word, or a phrase."""
    written = words(text.lower())
    return text.endswith("?") or len(written) >= PHRASE or (len(written) > 1 and not QUESTION_WORDS.isdisjoint(written))


def kind_name(kind: str) -> str:
    """The label of a document kind."""
    names: dict[str, str] = {
        Document.Kind.SERVICE: _("Service"),
        Document.Kind.ANSWER: _("Answer"),
        Document.Kind.PAGE: _("Page"),
        Document.Kind.NEWS: _("Piece of news"),
    }
    return names.get(kind, "")


def _tabs(text: str, chosen: str) -> list[dict[str, object]]:
    labels = {
        "": _("Everything"),
        Document.Kind.SERVICE: _("Services"),
        Document.Kind.ANSWER: _("Answers"),
        Document.Kind.PAGE: _("Pages of text"),
        Document.Kind.NEWS: _("News"),
    }
    return [
        {
            "label": label,
            "url": "?" + urlencode({"q": text, **({"liik": kind} if kind else {})}),
            "is_current": kind == chosen,
        }
        for kind, label in labels.items()
    ]
