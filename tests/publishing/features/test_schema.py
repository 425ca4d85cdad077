"""The API description is a valid one, and the service does what it says."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given, settings
from openapi_spec_validator import OpenAPIV30SpecValidator
from schemathesis.checks import CHECKS

from raekoda.casework.cases.models import Case
from tests.publishing.api.test_schema import server

__all__ = ["server"]

EXAMPLES = 12
ITEMS = "/collections/reports/items"
NOT_PROMISED = ["positive_data_acceptance", "negative_data_rejection"]
"""A box has to lie on the globe, a cursor has to be ours: no schema says so. And a limit above the greatest page is not an
error but means the greatest page (Part 1, 7.15.2). What has to be refused is listed in the tests of the standard."""


@pytest.mark.parametrize("language", ["", "/en", "/ru"])
def test_the_description_is_valid_openapi(gis: Client, city: list[Case], language: str) -> None:
    OpenAPIV30SpecValidator(gis.get(f"{language}/ogc/api?f=json").json()).validate()


def test_every_property_of_a_filter_is_described(gis: Client, city: list[Case]) -> None:
    parameters = gis.get("/ogc/api?f=json").json()["paths"][ITEMS]["get"]["parameters"]
    named = {each["name"] for each in parameters if "name" in each}
    assert named == {"kind", "status", "is_open", "outcome", "service", "topic", "area"}


def paths() -> list[str]:
    kinds = [f"/collections/{name}{rest}" for name in ("reports", "areas", "places") for rest in ("", "/items")]
    return ["/", "/api", "/conformance", "/collections", *kinds, f"{ITEMS}/{{featureId}}"]


@pytest.mark.parametrize("path", paths())
def test_the_service_keeps_to_its_description(
    path: str,
    server: str,
    city: list[Case],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("raekoda.publishing.features.serving.PER_MINUTE", 10**6)
    operation = schemathesis.openapi.from_url(f"{server}/ogc/api?f=json")[path]["GET"]
    excluded = [CHECKS.get_one(name) for name in NOT_PROMISED]

    @given(case=operation.as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: Any) -> None:
        case.call_and_validate(excluded_checks=excluded)

    ask()
