"""Staff pages: what was handed in, one recording with what is proposed from it, handing in."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.casework.answers.errors import AnswerError
from raekoda.channels.recordings import actions, formats, queries, show
from raekoda.channels.recordings.errors import RecordingError
from raekoda.channels.recordings.forms import HandInForm, ProposalForm
from raekoda.channels.recordings.models import Proposal, Recording, RetentionPeriod, Source, State
from raekoda.channels.recordings.serving import is_from_the_beginning, whole_or_part
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.dated import in_force
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.posted import posted
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current

app_name = "recordings_desk"
PAGE_SIZE = 50
DECIDE, WORK, PROBLEMS, ALL = "otsustada", "toos", "mured", "koik"
TABS = {
    DECIDE: gettext_lazy("To decide"),
    WORK: gettext_lazy("In work"),
    PROBLEMS: gettext_lazy("Problems"),
    ALL: gettext_lazy("All"),
}


@require_safe
@staff_page("recordings.view")
def recordings(request: HttpRequest) -> HttpResponse:
    """Recordings and letters, the newest first, by what has to be done with them."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in TABS else DECIDE
    rows = queries.listed(actor)
    if chosen == DECIDE:
        rows = rows.filter(queries.with_open_proposals())
    elif chosen == WORK:
        rows = rows.filter(state__in=(State.WAITING, State.WORKING))
    elif chosen == PROBLEMS:
        rows = rows.filter(state=State.FAILED)
    counts = {PROBLEMS: queries.failed(actor) or ""}
    address = reverse("recordings_desk:list")
    page = keyset(rows, request, order=("-id",), size=PAGE_SIZE)
    for row in page.items:
        show.with_tone(row)
    context = {
        "page": page,
        "chosen": chosen,
        "tabs": [
            {"url": f"{address}?seis={name}", "label": label, "is_current": name == chosen, "count": counts.get(name)}
            for name, label in TABS.items()
        ],
        "periods": in_force(RetentionPeriod.objects.all(), current()).order_by("kind", "-valid_from"),
    }
    return render(request, "recordings/desk_list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@staff_page("recordings.receive")
def hand_in(request: HttpRequest) -> HttpResponse:
    """Hand in recordings and letters. The work on them is the worker's."""
    form = HandInForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        taken = [
            actions.receive(
                file, municipality=current(), actor=Actor.of(request), source=Source.UPLOAD, name=file.name,
                consent=given["consent"], reference=given["reference"],
            )
            for file in given["uploads"]
        ]  # fmt: skip
        return _after_handing_in(request, taken)
    return render(request, "recordings/desk_new.html", {"form": form})


@require_safe
@staff_page("recordings.view")
def recording(request: HttpRequest, ref: str) -> HttpResponse:
    """One recording: its words without personal data, and what is proposed."""
    return _page(request, _found(request, ref))


@require_POST
@staff_page("recordings.decide")
def decide(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Make a draft of a proposal, or put it aside."""
    found, actor = _found(request, ref), Actor.of(request)
    proposal = get_object_or_404(found.proposals.select_related("recording"), pk=pk)
    place = f"{reverse('recordings_desk:recording', args=[ref])}#ettepanek-{pk}"
    form = ProposalForm(proposal, request.POST)
    try:
        if "refuse" in request.POST:
            actions.refuse(proposal, actor=actor)
            messages.success(request, _("Put aside."))
            return redirect(place)
        if form.is_valid():
            actions.accept(proposal, actor=actor, **form.cleaned_data)
            messages.success(request, _("A draft was made. It is not public until somebody checks and releases it."))
            return redirect(place)
    except RecordingError as refusal:
        messages.warning(request, refusal.message)
        return redirect(place)
    except AnswerError as refusal:
        form.add_error(refusal.field or None, refusal.message)
    return _page(request, found, form, proposal)


@require_POST
@staff_page("recordings.view")
def retry(request: HttpRequest, ref: str) -> HttpResponse:
    """Try again what was not processed."""
    return _done(
        request, ref, lambda found: actions.retry(found, actor=Actor.of(request)), _("It is tried again in a moment.")
    )


@require_POST
@staff_page("recordings.delete")
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete the file and its words before the period is over."""
    reason = request.POST.get("reason", "")
    return _done(
        request, ref, lambda found: actions.delete(found, actor=Actor.of(request), reason=reason),
        _("The file and its words are deleted. Drafts made of it stay."),
    )  # fmt: skip


@require_safe
@staff_page("recordings.hear")
def file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The file as it was handed in. That somebody heard or opened it stands in the journal."""
    found = _found(request, ref)
    if not found.file:
        return redirect("recordings_desk:recording", ref)
    if is_from_the_beginning(request):
        actions.look(found, actor=Actor.of(request), at="file")
    kind = (formats.AUDIO | formats.TEXTS).get(found.format, "application/octet-stream")
    name = f"{found.ref}.{found.format or 'bin'}"
    return whole_or_part(request, found.file.open("rb"), name=name, content_type=kind, size=found.file.size)


@require_safe
@staff_page("recordings.hear")
def words(request: HttpRequest, ref: str) -> HttpResponse:
    """The words as they were said or written, personal data and all. The look stands in the journal."""
    found = _found(request, ref)
    raw = queries.words_of(found)
    if raw is None:
        return redirect("recordings_desk:recording", ref)
    actions.look(found, actor=Actor.of(request), at="words")
    return render(request, "recordings/desk_words.html", {"recording": found, "raw": raw})


def _found(request: HttpRequest, ref: str) -> Recording:
    rows = queries.visible_to(Actor.of(request)).select_related("municipality", "received_by")
    return get_object_or_404(rows, ref=ref)


def _page(
    request: HttpRequest, found: Recording, form: ProposalForm | None = None, of: Proposal | None = None
) -> HttpResponse:
    """The page of a recording; ``form`` is what was sent for the proposal ``of`` and has to be put right."""
    actor = Actor.of(request)
    context: dict[str, Any] = {
        "recording": show.with_tone(found),
        "proposals": show.proposals(found, form, of),
        "transcript": show.transcript(found),
        "facts": show.facts(found),
        "history": show.history(found),
        "has_words": queries.has_words(found),
        "may_hear": bool(found.file) and actor.may("recordings.hear", found),
        "may_delete": found.state != State.DELETED and actor.may("recordings.delete", found),
        "may_retry": bool(found.file) and found.state == State.FAILED,
    }
    return render(request, "recordings/desk_recording.html", context, status=422 if form else 200)


def _done(request: HttpRequest, ref: str, act: Any, words: str) -> HttpResponse:
    try:
        act(_found(request, ref))
        messages.success(request, words)
    except RecordingError as refusal:
        messages.warning(request, refusal.message)
    return redirect("recordings_desk:recording", ref)


def _after_handing_in(request: HttpRequest, taken: list[tuple[Recording, bool]]) -> HttpResponse:
    """Say what became of each file."""
    new = [found for found, is_new in taken if is_new and not found.problem]
    if new:
        told = ngettext("%(count)s file is taken in.", "%(count)s files are taken in.", len(new))
        messages.success(request, told % {"count": len(new)})
    for found, is_new in taken:
        if not is_new:
            messages.info(request, _("%(name)s was handed in before.") % {"name": found.name or found.ref})
        elif found.problem:
            messages.warning(request, " ".join((found.name, "–", *found.problem_words)))
    if len(taken) == 1:
        return redirect("recordings_desk:recording", taken[0][0].ref)
    return redirect(f"{reverse('recordings_desk:list')}?seis={WORK if new else PROBLEMS}")


urlpatterns = [
    path("salvestised/", recordings, name="list"),
    path("salvestised/lisa/", hand_in, name="new"),
    path("salvestised/<str:ref>/", recording, name="recording"),
    path("salvestised/<str:ref>/fail/", file, name="file"),
    path("salvestised/<str:ref>/algtekst/", words, name="words"),
    path("salvestised/<str:ref>/uuesti/", retry, name="retry"),
    path("salvestised/<str:ref>/kustuta/", delete, name="delete"),
    path("salvestised/<str:ref>/ettepanekud/<int:pk>/", decide, name="decide"),
]
