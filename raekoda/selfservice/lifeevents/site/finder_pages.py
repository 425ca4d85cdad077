"""Pages of the finder: at most three questions, then the municipality and its rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from raekoda.platform.core.links import site_url
from raekoda.platform.core.money import euros
from raekoda.platform.core.posted import posted
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.platform.core.tenancy import current
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.presenters import RulePresenter
from raekoda.registry.benefits.rules import Entitled, Result
from raekoda.selfservice.lifeevents import actions, finder
from raekoda.selfservice.lifeevents.forms import DayForm, PersonForm, PlaceForm
from raekoda.selfservice.lifeevents.models import LifeEvent, Question
from raekoda.selfservice.lifeevents.site.questions import event_or_404, language, question_or_404, screen_context
from raekoda.selfservice.lifeevents.site.session import VisitorAnswers

TRANSFERS_PER_HOUR = 30
ICONS = {Result.MET: "circle-check", Result.NOT_MET: "circle-x", Result.UNKNOWN: "circle-question-mark"}


@dataclass(frozen=True)
class Answer:
    """A found benefit for display."""

    grant: finder.Grant
    index: int
    rule: RulePresenter | None
    findings: list[tuple[str, str, str]]
    amount: str

    @property
    def is_entitled(self) -> bool:
        return self.grant.assessment is not None and self.grant.assessment.entitled == Entitled.YES

    @property
    def is_refused(self) -> bool:
        return self.grant.assessment is not None and self.grant.assessment.entitled == Entitled.NO

    @property
    def service_url(self) -> str:
        """URL of the service at the site of its municipality."""
        municipality, benefit = self.grant.municipality, self.grant.benefit
        if municipality is None or benefit is None:
            return ""
        return site_url(municipality) + reverse("services:service", args=[benefit.service.slug])


def present_grants(grants: list[finder.Grant]) -> list[Answer]:
    """The results in the current language."""
    return [_answer(grant, index) for index, grant in enumerate(grants)]


def _answer(grant: finder.Grant, index: int) -> Answer:
    assessment = grant.assessment
    findings = [
        (ICONS[finding.result], str(finding.result.label), finding.sentences[language()])
        for finding in (assessment.findings if assessment else ())
    ]
    amount = euros(assessment.amount, short=True) if assessment and assessment.amount is not None else ""
    return Answer(grant, index, RulePresenter(grant.rule, language()) if grant.rule else None, findings, amount)


def _screen(
    request: HttpRequest, slug: str, key: str, name: str
) -> tuple[LifeEvent, Question, VisitorAnswers, dict[str, Any]]:
    event = event_or_404(slug)
    question = question_or_404(event, key, Question.Kind.FINDER)
    return event, question, VisitorAnswers(request, event), screen_context(event, question, name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The place of registration of the deceased."""
    event, question, answers, context = _screen(request, slug, key, "place")
    typed = request.POST.get("typed", "") if request.method == "POST" else ""
    before = answers.place
    found = finder.search(typed) if typed else ([before] if before else [])
    form = PlaceForm(
        posted(request), found=found,
        initial={"place": before.value if before else "", "typed": before.name if before else ""},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen or (found[0] if len(found) == 1 else None)
        if chosen is not None and "search" not in request.POST:
            answers.finder["place"] = chosen.value
            answers.save()
            is_here = any(grant.benefit for grant in answers.grants(question))
            return redirect("lifeevents:day" if is_here else "lifeevents:answer", event.slug, question.key)
        if not found:
            form.add_error("typed", _("No place of this name is known. Try the name of the municipality."))
        elif "search" not in request.POST:
            form.add_error("place", _("Choose the place in the list."))
    return render(request, "lifeevents/place.html", {**context, "form": form, "found": found, "question": question})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The date of death, which selects the rule."""
    event, question, answers, context = _screen(request, slug, key, "day")
    if answers.place is None:
        return redirect("lifeevents:place", slug, key)
    form = DayForm(posted(request), initial={"died_on": answers.died_on})
    if request.method == "POST" and form.is_valid():
        answers.finder["died_on"] = form.cleaned_data["died_on"].isoformat()
        answers.save()
        asked = any(grant.asks for grant in answers.grants(question))
        return redirect("lifeevents:person" if asked else "lifeevents:answer", event.slug, question.key)
    return render(request, "lifeevents/form.html", {**context, "form": form, "heading": _("When did they die?")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Facts about the person that the rules need."""
    event, question, answers, context = _screen(request, slug, key, "person")
    grants = answers.grants(question)
    asked = list(dict.fromkeys(name for grant in grants for name in grant.asks))
    if not asked:
        return redirect("lifeevents:answer" if grants else "lifeevents:place", slug, key)
    form = PersonForm(posted(request), asked=asked, initial=dict(answers.finder))
    if request.method == "POST" and form.is_valid():
        answers.finder.update({name: form.cleaned_data[name] for name in form.fields})
        answers.save()
        return redirect("lifeevents:answer", event.slug, question.key)
    return render(request, "lifeevents/form.html", {**context, "form": form, "heading": _("Who are you to them?")})


@never_cache
@require_safe
def answer(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The results with rules and next steps."""
    _event, question, answers, context = _screen(request, slug, key, "person")
    grants = answers.grants(question)
    if not grants:
        return redirect("lifeevents:place", slug, key)
    shown = {
        "answers": present_grants(grants),
        "place": answers.place,
        "died_on": answers.died_on,
        "question": question,
    }
    return render(request, "lifeevents/answer.html", {**context, **shown})


@require_POST
def apply(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Redirect to the application at the site of the granting municipality. The answers are stored there under a token for a
    short time and received once; they are not part of the URL."""
    _event, question, answers, _context = _screen(request, slug, key, "person")
    place_known = answers.place
    chosen = request.POST.get("benefit", "")
    benefit = next((g.benefit for g in answers.grants(question) if g.benefit and str(g.benefit.pk) == chosen), None)
    if place_known is None or benefit is None:
        return redirect("lifeevents:place", slug, key)
    if not allow("lifeevents.handover", client_address(request), TRANSFERS_PER_HOUR, 3600):
        return render(request, "lifeevents/later.html", status=429)
    known = answers.facts(place_known).as_json()
    known.pop("applied_on", None)
    handover = actions.transfer_facts(benefit, Facts.read(known))
    path = reverse("lifeevents:take", args=[handover.token])
    if benefit.municipality_id == current().pk:
        return redirect(path)
    onward = {"onward": site_url(benefit.municipality) + path, "benefit": benefit}
    return without_cache(render(request, "lifeevents/onward.html", onward))


def without_cache(response: HttpResponse) -> HttpResponse:
    """Forbid caching of the response: its link works once."""
    response["Cache-Control"] = "private, no-store"
    return response
