"""Lookups beside the form: services, published answers, cases of the caller, autocompletion."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.answers import queries as answers
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.channels.calls.queries import find_open_cases
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.identity.places.queries import search_addresses
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page
from raekoda.platform.search import queries as search
from raekoda.registry.services import queries as services
from raekoda.registry.services.models import Service

MOST_FOUND = 8
SEARCHED_CHARACTERS = 400


@dataclass(frozen=True)
class ContentHit:
    """A service or a published answer that matches the caller's question."""

    title: SafeString
    snippet: SafeString
    url: str
    service: Service | None = None
    answer: PublishedAnswer | None = None


def find_content(text: str) -> list[ContentHit]:
    """Services and published answers that match, best first."""
    text = text.replace("\x00", "").strip()[:SEARCHED_CHARACTERS]
    if len(text) < 3:
        return []
    hits = search.search(text, get_language() or "et", kinds=["service", "answer"], limit=MOST_FOUND).hits
    keys = {kind: [int(hit.key) for hit in hits if hit.kind == kind] for kind in ("service", "answer")}
    known_services = services.published().prefetch_related("channels").in_bulk(keys["service"])
    known_answers = answers.public().select_related("unit").in_bulk(keys["answer"])
    found = [
        ContentHit(hit.marked_title, hit.snippet, hit.url,
              known_services.get(int(hit.key)) if hit.kind == "service" else None,
              known_answers.get(int(hit.key)) if hit.kind == "answer" else None)
        for hit in hits
    ]  # fmt: skip
    return [each for each in found if each.service or each.answer]


@require_POST
@staff_page("calls.work")
def find(request: HttpRequest) -> HttpResponse:
    """Matches of the typed text, as a fragment. By POST, so that the text is not in URLs and logs."""
    text = request.POST.get("text", "")
    return render(request, "calls/hits.html", {"found": find_content(text), "words": text})


@require_POST
@staff_page("calls.work")
def caller(request: HttpRequest) -> HttpResponse:
    """Open cases with the same phone or e-mail, as a fragment; logged in the journal."""
    actor = Actor.of(request)
    cases = find_open_cases(request.POST.get("phone", ""), request.POST.get("email", ""), actor)
    if cases:
        journal.record("desk.see_caller", None, actor, cases=[case.pk for case in cases])
        log_access_to_records(cases, actor, "cases.found")
    return render(request, "calls/caller.html", {"cases": cases})


@require_safe
@staff_page("calls.work")
def service_suggestions(request: HttpRequest) -> JsonResponse:
    """Autocompletion of services for ``?q=``, by name or keywords."""
    text = request.GET.get("q", "").replace("\x00", "")[:200]
    hits = search.suggest(text, get_language() or "et", limit=8, kinds=["service"])
    return JsonResponse({"suggestions": [{"text": hit.title} for hit in hits]})


@require_safe
@staff_page("calls.work")
def address_suggestions(request: HttpRequest) -> JsonResponse:
    """Autocompletion of addresses for ``?q=``."""
    hits = search_addresses(request.GET.get("q", "").replace("\x00", ""))
    return JsonResponse({"suggestions": [{"text": hit.text} for hit in hits]})
