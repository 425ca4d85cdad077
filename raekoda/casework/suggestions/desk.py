"""Staff pages: the panel beside a case, its buttons, and how good the suggestions are."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from raekoda.casework.cases.desk.lookup import get_case_or_404
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.suggestions import actions, figures, panels, queries, tasks
from raekoda.casework.suggestions.errors import SuggestionError
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import staff_page

app_name = "suggestions_desk"


@require_safe
@staff_page("suggestions.view")
def figures_page(request: HttpRequest) -> HttpResponse:
    """How often suggestions were taken, and how well the learnt models do on cases they have not seen."""
    days = figures.period(request.GET.get("days", ""))
    context = {
        "periods": [
            {"url": f"?days={each}", "label": _("%(days)s days") % {"days": each}, "is_current": each == days, "count": ""}
            for each in figures.PERIODS
        ],
        "lines": figures.taken(Actor.of(request), days),
        "models": figures.learnt(Actor.of(request)),
        "fewest": figures.FEWEST_REPORTS,
    }  # fmt: skip
    return render(request, "suggestions/figures.html", context)


@require_safe
@staff_page("suggestions.view")
def case_panel(request: HttpRequest, number: str) -> HttpResponse:
    """The panel alone, asked for while the suggestions are being made."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    context = panels.panel(case, actor) or {"case": case}
    if context.get("waits"):
        tasks.ask_for(case)
    return render(request, "suggestions/panel.html", context)


@require_POST
@staff_page("suggestions.decide")
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """Do what is suggested."""
    actor = Actor.of(request)
    suggestion = get_object_or_404(queries.visible_to(actor), pk=pk)
    number = suggestion.case.number
    try:
        actions.take(suggestion, actor=actor)
    except (SuggestionError, CaseError, TransitionNotAllowed) as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Done as suggested."))
    return redirect(_panel_of(number))


@require_POST
@staff_page("suggestions.decide")
def refuse(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a suggestion is not right."""
    actor = Actor.of(request)
    suggestion = get_object_or_404(queries.visible_to(actor), pk=pk)
    try:
        actions.refuse(suggestion, actor=actor)
    except SuggestionError as refusal:
        messages.error(request, refusal.message)
    return redirect(_panel_of(suggestion.case.number))


@require_POST
@staff_page("cases.answer")
def draft(request: HttpRequest, number: str) -> HttpResponse:
    """Draft an answer from the published texts; it comes into the answer's field, to be read and changed."""
    actor = Actor.of(request)
    case = get_case_or_404(number, actor)
    try:
        made = actions.draft_answer(case, actor=actor)
    except SuggestionError as refusal:
        messages.error(request, refusal.message)
        return redirect(_panel_of(case.number))
    if not made.text:
        return redirect(_panel_of(case.number))
    return redirect(f"{reverse('cases_desk:case', args=[case.number])}?teen=vastan#teen-vastan")


@require_POST
@staff_page("cases.answer")
def refuse_draft(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a draft aside."""
    actor = Actor.of(request)
    found = get_object_or_404(queries.drafts_visible_to(actor), pk=pk)
    try:
        actions.refuse_draft(found, actor=actor)
    except SuggestionError as refusal:
        messages.error(request, refusal.message)
    return redirect(_panel_of(found.case.number))


def _panel_of(number: str) -> str:
    return f"{reverse('cases_desk:case', args=[number])}#soovitused"


urlpatterns = [
    path("soovitused/", figures_page, name="figures"),
    path("soovitused/<int:pk>/vota/", take, name="take"),
    path("soovitused/<int:pk>/keeldu/", refuse, name="refuse"),
    path("soovitused/juhtum/<str:number>/", case_panel, name="panel"),
    path("soovitused/juhtum/<str:number>/mustand/", draft, name="draft"),
    path("soovitused/mustand/<int:pk>/keeldu/", refuse_draft, name="refuse_draft"),
]
