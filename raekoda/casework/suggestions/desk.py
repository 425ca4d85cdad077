"""Staff pages: the case panel with its actions, and statistics."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.cases.desk.lookup import get_case_or_404
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.suggestions import actions, panels, queries, statistics, tasks
from raekoda.casework.suggestions.errors import SuggestionError
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page

app_name = "suggestions_desk"


@require_safe
@staff_page("suggestions.view")
def statistics_page(request: HttpRequest) -> HttpResponse:
    """Acceptance of suggestions, and accuracy of the trained models on held-out cases."""
    days = statistics.period(request.GET.get("days", ""))
    context = {
        "periods": [
            {"url": f"?days={each}", "label": _("%(days)s days") % {"days": each}, "is_current": each == days, "count": ""}
            for each in statistics.PERIODS
        ],
        "lines": statistics.acceptance(Actor.of(request), days),
        "models": statistics.model_runs(Actor.of(request)),
        "fewest": statistics.FEWEST_REPORTS,
    }  # fmt: skip
    return render(request, "suggestions/figures.html", context)


@require_safe
@staff_page("suggestions.view")
def case_panel(request: HttpRequest, number: str) -> HttpResponse:
    """The panel alone, polled while suggestions are being generated."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    context = panels.panel(case, actor) or {"case": case}
    if context.get("is_pending"):
        tasks.enqueue_for(case)
    return render(request, "suggestions/panel.html", context)


@require_POST
@staff_page("suggestions.decide")
def accept(request: HttpRequest, pk: int) -> HttpResponse:
    """Apply a suggestion."""
    actor = Actor.of(request)
    suggestion = get_object_or_404(queries.visible_to(actor), pk=pk)
    number = suggestion.case.number
    try:
        actions.accept(suggestion, actor=actor)
    except (SuggestionError, CaseError, TransitionNotAllowed) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Done as suggested."))
    return redirect(_panel_url(number))


@require_POST
@staff_page("suggestions.decide")
def reject(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject a suggestion."""
    actor = Actor.of(request)
    suggestion = get_object_or_404(queries.visible_to(actor), pk=pk)
    try:
        actions.reject(suggestion, actor=actor)
    except SuggestionError as refusal:
        messages.error(request, refusal.message)
    return redirect(_panel_url(suggestion.case.number))


@require_POST
@staff_page("cases.answer")
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """Draft an answer from the published texts and open it in the answer form."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    try:
        answer_draft = actions.draft_answer(case, actor=actor)
    except SuggestionError as refusal:
        messages.error(request, refusal.message)
        return redirect(_panel_url(case.number))
    if not answer_draft.text:
        return redirect(_panel_url(case.number))
    return redirect(f"{reverse('cases_desk:case', args=[case.number])}?teen=vastan#teen-vastan")


@require_POST
@staff_page("cases.answer")
def reject_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Reject a draft."""
    actor = Actor.of(request)
    found = get_object_or_404(queries.drafts_visible_to(actor), pk=pk)
    try:
        actions.reject_draft(found, actor=actor)
    except SuggestionError as refusal:
        messages.error(request, refusal.message)
    return redirect(_panel_url(found.case.number))


def _panel_url(number: str) -> str:
    return f"{reverse('cases_desk:case', args=[number])}#soovitused"


urlpatterns = [
    path("soovitused/", statistics_page, name="figures"),
    path("soovitused/<int:pk>/vota/", accept, name="take"),
    path("soovitused/<int:pk>/keeldu/", reject, name="refuse"),
    path("soovitused/juhtum/<str:number>/", case_panel, name="panel"),
    path("soovitused/juhtum/<str:number>/mustand/", draft, name="draft"),
    path("soovitused/mustand/<int:pk>/keeldu/", reject_draft, name="refuse_draft"),
]
