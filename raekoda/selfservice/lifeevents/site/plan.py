"""The list of steps: ticked, printed, saved by signed-in residents."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.identity.persons.access import Resident, get_resident, resident_page
from raekoda.platform.core.tenancy import current
from raekoda.registry.services.texts import written
from raekoda.selfservice.lifeevents import actions, queries, rules
from raekoda.selfservice.lifeevents.finder import Grant
from raekoda.selfservice.lifeevents.models import LifeEvent, Question, SavedPath, Step
from raekoda.selfservice.lifeevents.presenters import present_steps
from raekoda.selfservice.lifeevents.site.questions import event_or_404, language, screens
from raekoda.selfservice.lifeevents.site.session import VisitorAnswers


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of steps by time; continues a saved list."""
    event = event_or_404(slug)
    answers, resident = VisitorAnswers(request, event), get_resident(request)
    saved = _saved(event, resident)
    if saved is not None and not answers.is_begun:
        answers.data |= saved.data
        answers.save()
    steps = rules.shown_steps(event.steps.all(), answers.answers)
    if request.method == "POST":
        return _update(request, event, answers, steps, resident, saved)
    grants = _grants(event, answers)
    step_views = present_steps(event, steps, current(), grants, answers.done, language())
    groups = [
        (str(Step.When(when).label), list(found))
        for when, found in groupby(sorted(step_views, key=_order), key=lambda view: view.step.when)
    ]
    path = screens(event)
    context = {
        "event": event, "title": written(event, "title", language()), "groups": groups, "saved": saved,
        "is_signed_in": resident is not None, "has_examples": any(view.step.is_demo for view in step_views),
        "back": path[-1].url(event) if path else "", "count": len(step_views), "done": sum(view.is_done for view in step_views),
    }  # fmt: skip
    response = render(request, "lifeevents/plan.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _order(view: object) -> int:
    return [when.value for when in Step.When].index(view.step.when)  # type: ignore[attr-defined]


def _grants(event: LifeEvent, answers: VisitorAnswers) -> dict[str, list[Grant]]:
    finders = [question for question in event.questions.all() if question.kind == Question.Kind.FINDER]
    return {question.benefit_kind: answers.grants(question) for question in finders}


def _saved(event: LifeEvent, resident: Resident | None) -> SavedPath | None:
    return queries.saved_paths(resident.actor).filter(event=event).first() if resident else None


def _update(
    request: HttpRequest,
    event: LifeEvent,
    answers: VisitorAnswers,
    steps: list[Step],
    resident: Resident | None,
    saved: SavedPath | None,
) -> HttpResponse:
    """Store ticks; save or delete the list of a signed-in resident."""
    there = {step.key for step in steps}
    answers.data["done"] = sorted(there & set(request.POST.getlist("done")))
    answers.save()
    if "forget" in request.POST and saved is not None and resident is not None:
        actions.delete_path(saved, actor=resident.actor)
        answers.reset()
        messages.success(request, _("The list is thrown away."))
        return redirect("lifeevents:start", event.slug)
    if "save" in request.POST or saved is not None:
        if resident is None:
            return redirect("lifeevents:save", event.slug)
        _save(request, event, answers, steps, resident)
    return redirect("lifeevents:plan", event.slug)


@resident_page
@require_safe
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Save the list after signing in."""
    event, resident = event_or_404(slug), get_resident(request)
    assert resident is not None
    answers = VisitorAnswers(request, event)
    if answers.is_begun:
        _save(request, event, answers, rules.shown_steps(event.steps.all(), answers.answers), resident)
    return redirect("lifeevents:plan", slug)


def _save(
    request: HttpRequest, event: LifeEvent, answers: VisitorAnswers, steps: list[Step], resident: Resident
) -> None:
    actions.save_path(
        event, resident.subject, answers.data, done=len(answers.done), steps=len(steps), actor=resident.actor
    )
    messages.success(request, _("The list is saved. You find it on your own page."))
