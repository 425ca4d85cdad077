"""Staff pages: list, upload, and the page of a recording with its proposals."""

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
from raekoda.channels.recordings import actions, formats, presenters, queries
from raekoda.channels.recordings.downloads import is_first_request, range_response
from raekoda.channels.recordings.errors import RecordingError
from raekoda.channels.recordings.forms import ProposalForm, UploadForm
from raekoda.channels.recordings.models import Proposal, Recording, RetentionPeriod, Source, State
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
def index(request: HttpRequest) -> HttpResponse:
    """Recordings and letters, newest first, by tab."""
    actor = Actor.of(request)
    chosen = request.GET.get("seis", "")
    chosen = chosen if chosen in TABS else DECIDE
    rows = queries.with_list_annotations(actor)
    if chosen == DECIDE:
        rows = rows.filter(queries.with_open_proposals())
    elif chosen == WORK:
        rows = rows.filter(state__in=(State.WAITING, State.WORKING))
    elif chosen == PROBLEMS:
        rows = rows.filter(state=State.FAILED)
    counts = {PROBLEMS: queries.count_failed(actor) or ""}
    address = reverse("recordings_desk:list")
    page = keyset(rows, request, order=("-id",), size=PAGE_SIZE)
    for row in page.items:
        presenters.add_tone(row)
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
def upload(request: HttpRequest) -> HttpResponse:
    """Upload recordings and letters; they are processed by the worker."""
    form = UploadForm(posted(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        results = [
            actions.receive(
                file, municipality=current(), actor=Actor.of(request), source=Source.UPLOAD, name=file.name,
                consent=data["consent"], reference=data["reference"],
            )
            for file in data["uploads"]
        ]  # fmt: skip
        return _report_uploads(request, results)
    return render(request, "recordings/desk_new.html", {"form": form})


@require_safe
@staff_page("recordings.view")
def detail(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of a recording: redacted transcript and proposals."""
    return _render_detail(request, _get_recording(request, ref))


@require_POST
@staff_page("recordings.decide")
def decide(request: HttpRequest, ref: str, pk: int) -> HttpResponse:
    """Create a draft from a proposal, or reject it."""
    found, actor = _get_recording(request, ref), Actor.of(request)
    proposal = get_object_or_404(found.proposals.select_related("recording"), pk=pk)
    place = f"{reverse('recordings_desk:recording', args=[ref])}#proposal-panel-{pk}"
    form = ProposalForm(proposal, request.POST)
    try:
        if "refuse" in request.POST:
            actions.reject(proposal, actor=actor)
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
    return _render_detail(request, found, form, proposal)


@require_POST
@staff_page("recordings.view")
def retry(request: HttpRequest, ref: str) -> HttpResponse:
    """Process a failed recording again."""
    return _perform(
        request, ref, lambda found: actions.retry(found, actor=Actor.of(request)), _("It is tried again in a moment.")
    )


@require_POST
@staff_page("recordings.delete")
def delete(request: HttpRequest, ref: str) -> HttpResponse:
    """Delete the file and its transcripts before the end of the retention period."""
    reason = request.POST.get("reason", "")
    return _perform(
        request, ref, lambda found: actions.delete(found, actor=Actor.of(request), reason=reason),
        _("The file and its words are deleted. Drafts made of it stay."),
    )  # fmt: skip


@require_safe
@staff_page("recordings.hear")
def file(request: HttpRequest, ref: str) -> HttpResponseBase:
    """The original file. Access is logged in the journal."""
    found = _get_recording(request, ref)
    Actor.of(request).require("recordings.hear", found)
    if not found.file:
        return redirect("recordings_desk:recording", ref)
    if is_first_request(request):
        actions.log_access(found, actor=Actor.of(request), at="file")
    kind = (formats.AUDIO | formats.TEXTS).get(found.format, "application/octet-stream")
    name = f"{found.ref}.{found.format or 'bin'}"
    return range_response(request, found.file.open("rb"), name=name, content_type=kind, size=found.file.size)


@require_safe
@staff_page("recordings.hear")
def raw_transcript(request: HttpRequest, ref: str) -> HttpResponse:
    """The unredacted transcript. Access is logged in the journal."""
    found = _get_recording(request, ref)
    Actor.of(request).require("recordings.hear", found)
    raw = queries.get_raw_transcript(found)
    if raw is None:
        return redirect("recordings_desk:recording", ref)
    actions.log_access(found, actor=Actor.of(request), at="words")
    return render(request, "recordings/desk_raw_transcript.html", {"recording": found, "raw": raw})


def _get_recording(request: HttpRequest, ref: str) -> Recording:
    rows = queries.visible_to(Actor.of(request)).select_related("municipality", "received_by")
    return get_object_or_404(rows, ref=ref)


def _render_detail(
    request: HttpRequest, found: Recording, form: ProposalForm | None = None, of: Proposal | None = None
) -> HttpResponse:
    """Render the page of a recording; ``form`` is the invalid form of the proposal ``of``."""
    actor = Actor.of(request)
    context: dict[str, Any] = {
        "recording": presenters.add_tone(found),
        "proposals": presenters.proposals(found, form, of),
        "transcript": presenters.transcript(found),
        "facts": presenters.facts(found),
        "history": presenters.history(found),
        "has_raw_transcript": queries.has_raw_transcript(found),
        "may_hear": bool(found.file) and actor.may("recordings.hear", found),
        "may_delete": found.state != State.DELETED and actor.may("recordings.delete", found),
        "may_retry": bool(found.file) and found.state == State.FAILED,
    }
    return render(request, "recordings/desk_recording.html", context, status=422 if form else 200)


def _perform(request: HttpRequest, ref: str, act: Any, message: str) -> HttpResponse:
    try:
        act(_get_recording(request, ref))
        messages.success(request, message)
    except RecordingError as refusal:
        messages.warning(request, refusal.message)
    return redirect("recordings_desk:recording", ref)


def _report_uploads(request: HttpRequest, results: list[tuple[Recording, bool]]) -> HttpResponse:
    """Show the result of each uploaded file."""
    new = [found for found, is_new in results if is_new and not found.problem]
    if new:
        message = ngettext("%(count)s file is taken in.", "%(count)s files are taken in.", len(new))
        messages.success(request, message % {"count": len(new)})
    for found, is_new in results:
        if not is_new:
            messages.info(request, _("%(name)s was handed in before.") % {"name": found.name or found.ref})
        elif found.problem:
            messages.warning(request, " ".join((found.name, "–", *found.problem_description)))
    if len(results) == 1:
        return redirect("recordings_desk:recording", results[0][0].ref)
    return redirect(f"{reverse('recordings_desk:list')}?seis={WORK if new else PROBLEMS}")


urlpatterns = [
    path("salvestised/", index, name="list"),
    path("salvestised/lisa/", upload, name="new"),
    path("salvestised/<str:ref>/", detail, name="recording"),
    path("salvestised/<str:ref>/fail/", file, name="file"),
    path("salvestised/<str:ref>/algtekst/", raw_transcript, name="words"),
    path("salvestised/<str:ref>/uuesti/", retry, name="retry"),
    path("salvestised/<str:ref>/kustuta/", delete, name="delete"),
    path("salvestised/<str:ref>/ettepanekud/<int:pk>/", decide, name="decide"),
]
