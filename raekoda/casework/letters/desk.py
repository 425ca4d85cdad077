"""Staff pages of the outbox: the list of letters, one letter, retry."""

from __future__ import annotations

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.cases.desk.lookup import get_case_or_404
from raekoda.casework.letters import actions, desk_wordings, queries
from raekoda.casework.letters.models import Letter
from raekoda.casework.letters.presenters import status_tone
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page

app_name = "channels_desk"
PAGE_SIZE = 50
SECRET_LINK = re.compile(r"(/(?:minu|jalgi|tellimus)/)[\w-]{22}")
ACCOUNT_LINK = re.compile(r"(/toolaud/(?:kutse|parool)/)[^\s]+")
LINK = re.compile(r"https?://[^\s<>\"']+")


@require_safe
@staff_page("channels.view")
def letters_page(request: HttpRequest) -> HttpResponse:
    """The list of letters, newest first; ``?status=`` and ``?juhtum=`` filter it. Those of one case are logged as accessed."""
    letters = queries.visible_to(Actor.of(request)).defer("text")
    status = request.GET.get("status", "")
    if status in Letter.Status.values:
        letters = letters.filter(status=status)
    if number := request.GET.get("juhtum", ""):
        case = get_case_or_404(number, Actor.of(request))
        log_access_to_records([case], Actor.of(request), "cases.letter")
        letters = letters.filter(case=case)
    page = keyset(letters, request, order=("-id",), size=PAGE_SIZE)
    for letter in page.items:
        letter.tone = status_tone(letter)  # type: ignore[attr-defined]
    return render(request, "letters/desk/letters.html", {"page": page, "tabs": _tabs(status), "may": _may(request)})


@require_safe
@staff_page("channels.view")
def letter_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter as it was written. The access is written to the journal and the access log."""
    actor = Actor.of(request)
    letter = get_object_or_404(queries.visible_to(actor), pk=pk)
    record("channels.look", letter, actor)
    log_access_to_records([letter.case] if letter.case else [], actor, "cases.letter")
    context = {
        "letter": letter,
        "tone": status_tone(letter),
        "pieces": text_pieces(letter),
        "may_retry": letter.status == Letter.Status.FAILED and bool(letter.to) and actor.may("channels.retry", letter),
    }
    return render(request, "letters/desk/letter.html", context)


@require_POST
@staff_page("channels.retry")
def retry_letter(request: HttpRequest, pk: int) -> HttpResponse:
    """Queue a failed letter again."""
    actor = Actor.of(request)
    letter = get_object_or_404(queries.visible_to(actor), pk=pk)
    actions.retry(letter, actor=actor)
    messages.success(request, _("The letter will be sent again in a moment."))
    return redirect("channels_desk:letter", pk)


def text_pieces(letter: Letter) -> list[tuple[str, str]]:
    """The text in pieces of (text, link). A sender's private link lets its holder act as the sender, so staff see it without
    its secret part, except in a demo municipality. A link of a colleague's account is shown to nobody."""
    is_demo = letter.municipality.is_demo
    text = letter.text if is_demo else SECRET_LINK.sub(r"\1…", letter.text)
    text = ACCOUNT_LINK.sub(r"\1…", text)
    pieces, cursor = [], 0
    for match in LINK.finditer(text):
        pieces.append((text[cursor : match.start()], ""))
        pieces.append((match.group(), match.group() if "…" not in match.group() else ""))
        cursor = match.end()
    return [*pieces, (text[cursor:], "")]


def _may(request: HttpRequest) -> dict[str, bool]:
    actor = Actor.of(request)
    return {"word": actor.may("channels.word"), "set_sender": actor.may("channels.set_sender")}


def _tabs(chosen: str) -> list[dict[str, object]]:
    address = reverse("channels_desk:outbox")
    tabs = [("", _("All")), *((status.value, status.label) for status in Letter.Status)]
    return [
        {"url": f"{address}?status={value}" if value else address, "label": str(label).capitalize(),
         "is_current": value == (chosen if chosen in Letter.Status.values else "")}
        for value, label in tabs
    ]  # fmt: skip


urlpatterns = [
    path("kirjad/", letters_page, name="outbox"),
    path("kirjad/sonastus/", desk_wordings.wordings_page, name="wordings"),
    path("kirjad/sonastus/<str:name>/<str:language>/", desk_wordings.wording_page, name="wording"),
    path("kirjad/sonastus/<str:name>/<str:language>/tagasi/", desk_wordings.reset_wording, name="drop_wording"),
    path("kirjad/saatja/", desk_wordings.sender_page, name="sender"),
    path("kirjad/<int:pk>/", letter_page, name="letter"),
    path("kirjad/<int:pk>/uuesti/", retry_letter, name="retry"),
]
