"""The question column: published answers by topic, one answer, votes on whether it helped, a feed."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.answers import actions, queries
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.platform.core import ratelimit
from raekoda.platform.core.feeds import Rss
from raekoda.platform.core.links import site_url
from raekoda.platform.core.paging import Page, keyset
from raekoda.platform.core.tenancy import current

app_name = "answers"

PAGE_SIZE = 20
FEED_SIZE = 30
DAY = 24 * 3600
ORDER = ("-listed_at", "-id")
FOR_SCRIPT = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026"}


def _language() -> str:
    return get_language() or "et"


@require_safe
def column(request: HttpRequest) -> HttpResponse:
    """Answers in the page's language, by topic, or those that match the search."""
    text = request.GET.get("q", "").strip()[:200]
    topics = list(queries.topics_in_use(_language()))
    topic = next((each for each in topics if each.slug == request.GET.get("teema")), None)
    found = queries.search_answers(text, _language()) if text else None
    page = None if text else _page(request, topic)
    context = {
        "q": text,
        "topics": topics,
        "topic": topic,
        "page": page,
        "answers": found if page is None else page.items,
        "hide_search": True,
    }
    return render(request, "answers/column.html", context)


def _page(request: HttpRequest, topic: Any) -> Page[PublishedAnswer]:
    answers = queries.public().filter(language=_language()).select_related("topic", "unit")
    if topic is not None:
        answers = answers.filter(topic=topic)
    return keyset(answers, request, order=ORDER, size=PAGE_SIZE)


@require_safe
def answer(request: HttpRequest, slug: str) -> HttpResponse:
    """One question with its answer."""
    found = get_object_or_404(queries.public().select_related("topic", "unit", "service"), slug=slug)
    context = {
        "answer": found,
        "related": queries.related(found),
        "data": structured_data(found),
        "has_answered": request.GET.get("tanan") == "1",
    }
    return render(request, "answers/answer.html", context)


@require_POST
def helped(request: HttpRequest, slug: str) -> HttpResponse:
    """Count whether the answer helped, once a day per address."""
    found = get_object_or_404(queries.public(), slug=slug)
    vote = request.POST.get("helped")
    if vote in ("yes", "no"):
        if ratelimit.allow(f"helped-{found.pk}", ratelimit.client_address(request), 1, DAY):
            actions.count_help(found, helped=vote == "yes")
        else:
            messages.info(request, _("Your word on this answer is counted already."))
    return redirect(f"{reverse('answers:answer', args=[slug])}?tanan=1#aitas")


def structured_data(found: PublishedAnswer) -> SafeString:
    """The answer as schema.org QAPage, as JSON that is safe inside a script element."""
    url = f"{site_url(found.municipality)}{reverse('answers:answer', args=[found.slug])}"
    author = {"@type": "GovernmentOrganization", "name": found.unit.name if found.unit else found.municipality.name}
    data = {
        "@context": "https://schema.org",
        "@type": "QAPage",
        "inLanguage": found.language,
        "mainEntity": {
            "@type": "Question",
            "name": found.title,
            "text": found.question,
            "answerCount": 1,
            "acceptedAnswer": {
                "@type": "Answer",
                "text": found.answer,
                "url": url,
                "author": author,
                "datePublished": found.published_at.isoformat() if found.published_at else None,
            },
        },
    }
    return mark_safe(json.dumps(data, ensure_ascii=False).translate(FOR_SCRIPT))


class AnswersFeed(Feed):
    """The newest answers for feed readers."""

    feed_type = Rss

    def title(self) -> str:
        return _("%(municipality)s: questions and answers") % {"municipality": current().name}

    def link(self) -> str:
        return reverse("answers:list")

    def description(self) -> str:
        return _("What residents asked and officials answered.")

    def items(self) -> QuerySet[PublishedAnswer]:
        return queries.public().filter(language=_language()).order_by(*ORDER)[:FEED_SIZE]

    def item_title(self, item: PublishedAnswer) -> str:
        return item.title

    def item_description(self, item: PublishedAnswer) -> str:
        return f"{item.question}\n\n{item.answer}"

    def item_link(self, item: PublishedAnswer) -> str:
        return reverse("answers:answer", args=[item.slug])

    def item_pubdate(self, item: PublishedAnswer) -> Any:
        return item.published_at


urlpatterns = [
    path("vastused/", column, name="list"),
    path("vastused/rss/", AnswersFeed(), name="feed"),
    path("vastused/<slug:slug>/", answer, name="answer"),
    path("vastused/<slug:slug>/aitas/", helped, name="helped"),
]
