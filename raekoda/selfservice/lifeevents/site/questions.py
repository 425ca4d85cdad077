"""Pages of a life event: list, start, questions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.platform.core.posted import posted
from raekoda.registry.services.texts import Text, written
from raekoda.selfservice.lifeevents import queries, rules
from raekoda.selfservice.lifeevents.forms import ChoiceForm
from raekoda.selfservice.lifeevents.models import LifeEvent, Question
from raekoda.selfservice.lifeevents.site.session import VisitorAnswers

FINDER_SCREENS = ("place", "day", "person")


@dataclass(frozen=True)
class Screen:
    """A screen: a question, or one of three screens of a finder."""

    question: Question
    name: str

    def url(self, event: LifeEvent) -> str:
        return reverse(f"lifeevents:{self.name}", args=[event.slug, self.question.key])


def language() -> str:
    return get_language() or "et"


def event_or_404(slug: str) -> LifeEvent:
    event = queries.by_slug(slug)
    if event is None:
        raise Http404(slug)
    return event


def question_or_404(event: LifeEvent, key: str, kind: str) -> Question:
    """The question with this identifier."""
    for question in event.questions.all():
        if question.key == key and question.kind == kind:
            return question
    raise Http404(key)


def screens(event: LifeEvent) -> list[Screen]:
    """All screens in order."""
    all_screens: list[Screen] = []
    for question in event.questions.all():
        names = FINDER_SCREENS if question.kind == Question.Kind.FINDER else ("question",)
        all_screens += [Screen(question, name) for name in names]
    return all_screens


def screen_context(event: LifeEvent, question: Question, name: str) -> dict[str, Any]:
    """Context of a screen: number, count, previous and next URL."""
    path = screens(event)
    index = next(i for i, screen in enumerate(path) if screen.question.pk == question.pk and screen.name == name)
    after = next((s for s in path[index:] if s.question.pk != question.pk), None)
    return {
        "event": event,
        "title": written(event, "title", language()),
        "event_url": reverse("lifeevents:start", args=[event.slug]),
        "step": index + 1,
        "of": len(path),
        "back": path[index - 1].url(event) if index else reverse("lifeevents:start", args=[event.slug]),
        "after": after.url(event) if after else reverse("lifeevents:plan", args=[event.slug]),
    }


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """List of published life events."""
    events = [(event, written(event, "title", language()), written(event, "summary", language()))
              for event in queries.published()]  # fmt: skip
    return render(request, "lifeevents/list.html", {"events": events})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, slug: str) -> HttpResponse:
    """Start page; a POST discards previous answers."""
    event = event_or_404(slug)
    answers = VisitorAnswers(request, event)
    if request.method == "POST":
        answers.reset()
        path = screens(event)
        return redirect(path[0].url(event) if path else reverse("lifeevents:plan", args=[slug]))
    steps = [written(step, "title", language()) for step in event.steps.all()]
    context = {
        "event": event, "title": written(event, "title", language()), "summary": written(event, "summary", language()),
        "steps": steps, "screens": len(screens(event)), "is_begun": answers.is_begun,
    }  # fmt: skip
    return render(request, "lifeevents/start.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """A choice question."""
    event = event_or_404(slug)
    current_question = question_or_404(event, key, Question.Kind.CHOICE)
    answers = VisitorAnswers(request, event)
    text, place = written(current_question, "text", language()), screen_context(event, current_question, "question")
    choices = rules.parse_answers(written(current_question, "answers", language()).words)
    form = ChoiceForm(
        posted(request),
        label=text.words,
        choices=choices,
        initial={"answer": answers.answers.get(current_question.key)},
    )
    if request.method == "POST" and form.is_valid():
        answers.answers[current_question.key] = form.cleaned_data["answer"]
        answers.save()
        return redirect(place["after"])
    help_text: Text = written(current_question, "help", language())
    return render(request, "lifeevents/question.html", {**place, "form": form, "text": text, "help": help_text})
