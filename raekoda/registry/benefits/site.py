"""The public list of benefits and its open data."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import path
from django.utils import translation
from django.views.decorators.http import require_safe

from raekoda.platform.core import clock
from raekoda.platform.core.ratelimit import allow, client_address
from raekoda.platform.core.tenancy import current
from raekoda.registry.benefits import downloads, queries
from raekoda.registry.benefits.models import Benefit
from raekoda.registry.benefits.presenters import RulePresenter

app_name = "benefits"
PER_MINUTE = 30


@require_safe
def benefit_list(request: HttpRequest) -> HttpResponse:
    """Every benefit of the municipality with the rule in force today."""
    language, today = translation.get_language() or "et", clock.today()
    benefits = queries.with_rules(queries.published().order_by("name_et", "pk"))
    rows = [(benefit, _current_rule(benefit, language)) for benefit in benefits]
    context: dict[str, Any] = {
        "benefits": [(benefit, rule) for benefit, rule in rows if rule],
        "today": today,
        "formats": downloads.LABELS.items(),
    }
    return render(request, "benefits/list.html", context)


def _current_rule(benefit: Benefit, language: str) -> RulePresenter | None:
    today = clock.today()
    return next((RulePresenter(rule, language) for rule in benefit.rules.all() if rule.is_valid_on(today)), None)


@require_safe
def data(request: HttpRequest, data_format: str) -> HttpResponse:
    """Open data: every rule of every public benefit, including past and future ones."""
    if not allow("benefits.data", client_address(request), PER_MINUTE, 60):
        return HttpResponse(status=429, headers={"Retry-After": "60"})
    records = downloads.records(queries.with_rules(queries.published().order_by("code")))
    name = f"toetused-{current().slug}.{data_format}"
    response: HttpResponse
    if data_format == "csv":
        response = HttpResponse(downloads.as_csv(records), content_type="text/csv; charset=utf-8")
    else:
        whole = {"municipality": {"code": current().code, "name": current().name}, "rules": records}
        response = JsonResponse(whole, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60"
    return response


urlpatterns = [
    path("toetused/", benefit_list, name="list"),
    path("toetused/andmed.csv", data, {"data_format": "csv"}, name="csv"),
    path("toetused/andmed.json", data, {"data_format": "json"}, name="json"),
]
