"""The list of what there is to do: ticked, printed, saved by whoever is signed in."""

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
from raekoda.selfservice.lifeevents.finding import Grant
from raekoda.selfservice.lifeevents.models import LifeEvent, Question, SavedPath, Step
from raekoda.selfservice.lifeevents.shown import shown_steps
from raekoda.selfservice.lifeevents.site.asking import event_or_404, language, screens
from raekoda.selfservice.lifeevents.site.kept import Kept


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: HttpRequest, slug: str) -> HttpResponse:
    """What to do, at once and later. A saved list goes on where it was left."""
    event = event_or_404(slug)
    kept, resident = Kept(request, event), get_resident(request)
    saved = _saved(event, resident)
    if saved is not None and not kept.is_begun:
        kept.data |= saved.data
        kept.save()
    steps = rules.shown_steps(event.steps.all(), kept.answers)
    if request.method == "POST":
        return _changed(request, event, kept, steps, resident, saved)
    grants = _grants(event, kept)
    shown = shown_steps(event, steps, current(), grants, kept.done, language())
    groups = [
        (str(Step.When(when).label), list(found))
        for when, found in groupby(sorted(shown, key=_order), key=lambda each: each.step.when)
    ]
    path = screens(event)
    context = {
        "event": event, "title": written(event, "title", language()), "groups": groups, "saved": saved,
        "is_signed_in": resident is not None, "has_examples": any(each.step.is_demo for each in shown),
        "back": path[-1].url(event) if path else "", "count": len(shown), "done": sum(each.is_done for each in shown),
    }  # fmt: skip
    response = render(request, "lifeevents/plan.html", context)
    response["Cache-Control"] = "private, no-store"
    return response


def _order(each: object) -> int:
    return [when.value for when in Step.When].index(each.step.when)  # type: ignore[attr-defined]


def _grants(event: LifeEvent, kept: Kept) -> dict[str, list[Grant]]:
    finders = [question for question in event.questions.all() if question.kind == Question.Kind.FINDER]
    return {question.benefit_kind: kept.grants(question) for question in finders}


def _saved(event: LifeEvent, resident: Resident | None) -> SavedPath | None:
    return queries.saved_paths(resident.actor).filter(event=event).first() if resident else None


def _changed(
    request: HttpRequest,
    event: LifeEvent,
    kept: Kept,
    steps: list[Step],
    resident: Resident | None,
    saved: SavedPath | None,
) -> HttpResponse:
    """Ticks are kept; saving takes a signed-in person, forgetting one's own list."""
    there = {step.key for step in steps}
    kept.data["done"] = sorted(there & set(request.POST.getlist("done")))
    kept.save()
    if "forget" in request.POST and saved is not None and resident is not None:
        actions.forget_path(saved, actor=resident.actor)
        kept.drop()
        messages.success(request, _("The list is thrown away."))
        return redirect("lifeevents:start", event.slug)
    if "save" in request.POST or saved is not None:
        if resident is None:
            return redirect("lifeevents:save", event.slug)
        _save(request, event, kept, steps, resident)
    return redirect("lifeevents:plan", event.slug)


@resident_page
@require_safe
def save(request: HttpRequest, slug: str) -> HttpResponse:
    """Where whoever was not signed in comes to after signing in: their own list is saved as it was."""
    event, resident = event_or_404(slug), get_resident(request)
    assert resident is not None
    kept = Kept(request, event)
    if kept.is_begun:
        _save(request, event, kept, rules.shown_steps(event.steps.all(), kept.answers), resident)
    return redirect("lifeevents:plan", slug)


def _save(request: HttpRequest, event: LifeEvent, kept: Kept, steps: list[Step], resident: Resident) -> None:
    actions.save_path(event, resident.subject, kept.data, done=len(kept.done), steps=len(steps), actor=resident.actor)
    messages.success(request, _("The list is saved. You find it on your own page."))
