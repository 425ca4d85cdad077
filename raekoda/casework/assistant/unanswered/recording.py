"""Stores searches without results as unanswered questions, redacted."""

from __future__ import annotations

from django.db import transaction
from django.http import HttpRequest

from raekoda.casework.assistant.models import AskChannel, Exchange
from raekoda.platform.core import clock
from raekoda.platform.core.ratelimit import allow, client_address, network_of
from raekoda.platform.core.redact import PERSONAL, redact
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.text import detect_language

SHORTEST = 3
ONCE_SECONDS = 24 * 3600
MOST_A_DAY = 30
SCOPE = "assistant.search-without-result"


@transaction.atomic
def record_empty_search(text: str, language: str, request: HttpRequest) -> Exchange | None:
    """Store a search without results; the same text of one visitor once a day, at most :data:`MOST_A_DAY`."""
    words = " ".join(text.split())
    if sum(character.isalpha() for character in words) < SHORTEST:
        return None
    address = client_address(request)
    if not allow(SCOPE, f"{network_of(address)} {words.casefold()}", 1, ONCE_SECONDS):
        return None
    if not allow(f"{SCOPE}-day", address, MOST_A_DAY, ONCE_SECONDS):
        return None
    asked_in = detect_language(words, default=language)
    return Exchange.objects.create(
        municipality=current(), asked_at=clock.now(), channel=AskChannel.SEARCH, language=asked_in,
        question=redact(words, asked_in, kinds=PERSONAL).text, answered=False,
    )  # fmt: skip
