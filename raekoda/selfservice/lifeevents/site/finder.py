"""The finder of a benefit: at most three things are asked, then it is said who grants it and by which rules."""

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
from raekoda.selfservice.lifeevents import actions, finding
from raekoda.selfservice.lifeevents.forms import DayForm, PersonForm, PlaceForm
from raekoda.selfservice.lifeevents.models import LifeEvent, Question
from raekoda.selfservice.lifeevents.site.asking import around, event_or_404, language, question_or_404
from raekoda.selfservice.lifeevents.site.kept import Kept

HANDOVERS_AN_HOUR = 30
ICONS = {Result.MET: "circle-check", Result.NOT_MET: "circle-x", Result.UNKNOWN: "circle-question-mark"}


@dataclass(frozen=True)
class Answer:
    """A found benefit as the page shows it."""

    grant: finding.Grant
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
        """The page of the service at its municipality's site."""
        municipality, benefit = self.grant.municipality, self.grant.benefit
        if municipality is None or benefit is None:
            return ""
        return site_url(municipality) + reverse("services:service", args=[benefit.service.slug])


def answers_of(grants: list[finding.Grant]) -> list[Answer]:
    """What was found, in the language in use."""
    return [_answer(grant, index) for index, grant in enumerate(grants)]


def _answer(grant: finding.Grant, index: int) -> Answer:
    assessment = grant.assessment
    findings = [
        (ICONS[finding.result], str(finding.result.label), finding.sentences[language()])
        for finding in (assessment.findings if assessment else ())
    ]
    amount = euros(assessment.amount, short=True) if assessment and assessment.amount is not None else ""
    return Answer(grant, index, RulePresenter(grant.rule, language()) if grant.rule else None, findings, amount)


def _screen(request: HttpRequest, slug: str, key: str, name: str) -> tuple[LifeEvent, Question, Kept, dict[str, Any]]:
    event = event_or_404(slug)
    question = question_or_404(event, key, Question.Kind.FINDER)
    return event, question, Kept(request, event), around(event, question, name)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Where the person who died was registered."""
    event, question, kept, context = _screen(request, slug, key, "place")
    typed = request.POST.get("typed", "") if request.method == "POST" else ""
    before = kept.place
    found = finding.search(typed) if typed else ([before] if before else [])
    form = PlaceForm(
        posted(request), found=found,
        initial={"place": before.value if before else "", "typed": before.name if before else ""},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen or (found[0] if len(found) == 1 else None)
        if chosen is not None and "search" not in request.POST:
            kept.finder["place"] = chosen.value
            kept.save()
            is_here = any(grant.benefit for grant in kept.grants(question))
            return redirect("lifeevents:day" if is_here else "lifeevents:answer", event.slug, question.key)
        if not found:
            form.add_error("typed", _("No place of this name is known. Try the name of the municipality."))
        elif "search" not in request.POST:
            form.add_error("place", _("Choose the place in the list."))
    return render(request, "lifeevents/place.html", {**context, "form": form, "found": found, "question": question})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def day(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """When they died: that day's rule counts."""
    event, question, kept, context = _screen(request, slug, key, "day")
    if kept.place is None:
        return redirect("lifeevents:place", slug, key)
    form = DayForm(posted(request), initial={"died_on": kept.died_on})
    if request.method == "POST" and form.is_valid():
        kept.finder["died_on"] = form.cleaned_data["died_on"].isoformat()
        kept.save()
        asked = any(grant.asks for grant in kept.grants(question))
        return redirect("lifeevents:person" if asked else "lifeevents:answer", event.slug, question.key)
    return render(request, "lifeevents/form.html", {**context, "form": form, "heading": _("When did they die?")})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Who asks: only what the rules of that municipality look at."""
    event, question, kept, context = _screen(request, slug, key, "person")
    grants = kept.grants(question)
    asked = list(dict.fromkeys(name for grant in grants for name in grant.asks))
    if not asked:
        return redirect("lifeevents:answer" if grants else "lifeevents:place", slug, key)
    form = PersonForm(posted(request), asked=asked, initial=dict(kept.finder))
    if request.method == "POST" and form.is_valid():
        kept.finder.update({name: form.cleaned_data[name] for name in form.fields})
        kept.save()
        return redirect("lifeevents:answer", event.slug, question.key)
    return render(request, "lifeevents/form.html", {**context, "form": form, "heading": _("Who are you to them?")})


@never_cache
@require_safe
def answer(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """Who grants it, by which rules, and what follows from what was answered."""
    _event, question, kept, context = _screen(request, slug, key, "person")
    grants = kept.grants(question)
    if not grants:
        return redirect("lifeevents:place", slug, key)
    shown = {"answers": answers_of(grants), "place": kept.place, "died_on": kept.died_on, "question": question}
    return render(request, "lifeevents/answer.html", {**context, **shown})


@require_POST
def apply(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """To the application at the site of the municipality that grants it, with what was answered: it stands in no address,
    waits there for a short time and is taken once."""
    _event, question, kept, _context = _screen(request, slug, key, "person")
    place_known = kept.place
    chosen = request.POST.get("benefit", "")
    benefit = next((g.benefit for g in kept.grants(question) if g.benefit and str(g.benefit.pk) == chosen), None)
    if place_known is None or benefit is None:
        return redirect("lifeevents:place", slug, key)
    if not allow("lifeevents.handover", client_address(request), HANDOVERS_AN_HOUR, 3600):
        return render(request, "lifeevents/later.html", status=429)
    known = kept.facts(place_known).as_json()
    known.pop("applied_on", None)
    handover = actions.hand_over(benefit, Facts.read(known))
    path = reverse("lifeevents:take", args=[handover.token])
    if benefit.municipality_id == current().pk:
        return redirect(path)
    onward = {"onward": site_url(benefit.municipality) + path, "benefit": benefit}
    return never_kept(render(request, "lifeevents/onward.html", onward))


def never_kept(response: HttpResponse) -> HttpResponse:
    """Browsers keep no copy: the way onward is for once."""
    response["Cache-Control"] = "private, no-store"
    return response
