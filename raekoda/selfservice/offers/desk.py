"""Staff pages of offer rules: trial, release, stop. No persons are displayed."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.paging import keyset
from raekoda.platform.core.staff import staff_page
from raekoda.platform.core.tenancy import current
from raekoda.registry.benefits import queries as benefits
from raekoda.registry.benefits.conditions import read as read_conditions
from raekoda.registry.benefits.presenters import RulePresenter
from raekoda.registry.benefits.rules import Result
from raekoda.selfservice.offers import actions, queries
from raekoda.selfservice.offers.assessment import Outcome
from raekoda.selfservice.offers.errors import OfferError
from raekoda.selfservice.offers.models import OfferRule, Run

app_name = "offers_desk"
MAX_RUNS = 10
PAGE_SIZE = 25


@staff_page("offers.view")
@require_safe
def rule_list(request: HttpRequest) -> HttpResponse:
    """All rules, the newest first."""
    actor = Actor.of(request)
    page = keyset(queries.rules_visible_to(actor), request, order=("-id",), size=PAGE_SIZE)
    return render(request, "offers/desk/list.html", {"page": page, "may_write": actor.may("offers.write")})


@staff_page("offers.view")
@require_http_methods(["GET", "HEAD", "POST"])
def rule_page(request: HttpRequest, ref: str) -> HttpResponse:
    """The page of a rule with its trials and runs."""
    actor = Actor.of(request)
    rule = get_object_or_404(queries.rules_visible_to(actor).select_related("changed_by", "released_by"), ref=ref)
    if request.method == "POST":
        return _act(request, rule, actor)
    return render(request, "offers/desk/rule.html", _context(rule, actor))


def _act(request: HttpRequest, rule: OfferRule, actor: Actor) -> HttpResponse:
    try:
        if "try" in request.POST:
            actions.try_rule(rule, actor=actor)
            messages.success(request, _("The trial has begun. Its figures appear here."))
        elif "release" in request.POST:
            actions.release(rule, actor=actor)
            messages.success(request, _("The rule is released. The first run has begun."))
        elif "stop" in request.POST:
            actions.stop(rule, actor=actor, reason=request.POST.get("reason", "").replace("\x00", "")[:500])
            messages.success(request, _("The rule is stopped. What it offered is withdrawn."))
    except OfferError as refusal:
        messages.error(request, str(refusal))
    return redirect("offers_desk:rule", rule.ref)


def _context(rule: OfferRule, actor: Actor) -> dict[str, Any]:
    language = (get_language() or "et")[:2]
    runs = list(queries.runs_for(rule)[:MAX_RUNS])
    in_force = benefits.current_rules_for([rule.benefit.service])
    shown = next((RulePresenter(row, language) for row in in_force if row.benefit_id == rule.benefit_id), None)
    return {
        "rule": rule,
        "benefit_rule": shown,
        "further": [condition.describe(current().name) for condition in read_conditions(rule.conditions)],
        "runs": [_present_run(run, language) for run in runs],
        "is_running": any(run.finished_at is None and run.version == rule.version for run in runs),
        "is_tested": queries.latest_trial(rule) is not None,
        "may_write": actor.may("offers.write"),
        "may_release": actor.may("offers.release") and actor.id != rule.changed_by_id,
    }


def _present_run(run: Run, language: str) -> dict[str, Any]:
    return {
        "run": run,
        "counts": [(outcome.label, run.counts.get(outcome.value, 0)) for outcome in Outcome],
        "amount": run.counts.get("amount", "0"),
        "reasons": [
            (reason["words"].get(language, ""), Result(reason["result"]).label, reason["count"]) for reason in run.reasons
        ],
        "sample": [
            (Outcome(sample["outcome"]).label,
             [(found["words"].get(language, ""), Result(found["result"]).label) for found in sample["findings"]])
            for sample in run.sample
        ],
    }  # fmt: skip


urlpatterns = [
    path("pakkumised/", rule_list, name="list"),
    path("pakkumised/<str:ref>/", rule_page, name="rule"),
]
