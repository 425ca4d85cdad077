"""An endpoint to talk to: services that take reports, an API key, a client that validates every answer."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import jsonschema
import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from raekoda.channels.open311.actions import new_key
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.channels.open311.partners import areas, make_partner, quick, side
from tests.shared_data import shared
from tests.shells.desk.conftest import (
    lights,
    make_case,
    official,
    oskar,
    oskar_acts,
    other_unit,
    resident,
    signed_in,
    staff,
    unit,
)

SCHEMAS = ("services", "service-definition", "requests")
LAMP_FORM = [
    {
        "code": "kind", "datatype": "singlevaluelist", "required": True, "variable": True, "order": 1,
        "description": "Mis on katki?",
        "values": [{"key": "dark", "name": "Ei põle"}, {"key": "blinks", "name": "Vilgub"}],
    },
    {"code": "count", "datatype": "number", "required": False, "variable": True, "order": 2, "description": "Mitu?"},
    {
        "code": "near", "datatype": "multivaluelist", "required": False, "variable": True, "order": 3,
        "description": "Mis on lähedal?", "values": [{"key": "school", "name": "Kool"}, {"key": "stop", "name": "Peatus"}],
    },
    {"code": "since", "datatype": "datetime", "required": False, "variable": True, "order": 4, "description": "Mis ajast?"},
    {"code": "note", "datatype": "string", "required": False, "variable": False, "order": 5, "description": "Täname!"},
]  # fmt: skip


def make_service(municipality: Municipality, code: str, name: str, **more: Any) -> Service:
    values = {
        "takes_reports": True,
        "reports_are_public": True,
        "needs_place": True,
        "live": True,
    }
    return Service.objects.create(municipality=municipality, code=code, slug=code, name=name, **(values | more))


@pytest.fixture
def pothole(municipality: Municipality) -> Service:
    return make_service(municipality, "tee", "Teede korrashoid", keywords="auk, tee", summary="Augud ja lohud.")


@pytest.fixture
def lamp(municipality: Municipality) -> Service:
    return make_service(municipality, "valgus.1", "Tänavavalgustus", form=LAMP_FORM)


@pytest.fixture
def api_key(municipality: Municipality) -> str:
    return new_key(municipality, "Test")[1]


@pytest.fixture(scope="session")
def valid() -> Callable[[Any, str], None]:
    """Validates an answer by the published JSON Schemas: ``valid(answer, "requests")``."""
    folder = shared("open311-schemas", "schema", "georeport-v2")
    documents = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("*.json")}

    def check(content: Any, name: str) -> None:
        document = documents[f"{name}.json"]
        if document.get("type") == "array":
            assert isinstance(content, list)
            for item in content:
                jsonschema.Draft4Validator(
                    documents[document["items"]["$ref"]], format_checker=jsonschema.FormatChecker()
                ).validate(item)
        else:
            jsonschema.Draft4Validator(document, format_checker=jsonschema.FormatChecker()).validate(content)

    return check


Post = Callable[..., HttpResponse]
SPOT = {"lat": "58.3803", "long": "26.7224"}


@pytest.fixture
def post(client: Client, api_key: str) -> Post:
    """Send a request as a form: ``post(service_code="tee", description="...")``; ``None`` leaves a field out."""

    def send(*, form: str = "json", headers: dict[str, str] | None = None, **fields: Any) -> HttpResponse:
        data = {"api_key": api_key, "service_code": "tee", "description": "Auk teel", **SPOT, **fields}
        data = {name: value for name, value in data.items() if value is not None}
        return client.post(f"/open311/v2/requests.{form}", data, headers=headers or {})

    return send


@pytest.fixture
def create(post: Post) -> Callable[..., str]:
    """Create a request and return its number."""

    def make(**fields: Any) -> str:
        response = post(**fields)
        assert response.status_code == 200, response.content
        return str(response.json()[0]["service_request_id"])  # type: ignore[attr-defined]

    return make


def errors_of(response: HttpResponse) -> list[dict[str, Any]]:
    """The errors of an answer, which has the form of the specification."""
    errors: list[dict[str, Any]] = response.json()  # type: ignore[attr-defined]
    assert isinstance(errors, list)
    for error in errors:
        assert set(error) == {"code", "description"}
        assert error["code"] == response.status_code
        assert error["description"]
    return errors


__all__ = [
    "areas", "errors_of", "lights", "make_case", "make_partner", "make_service", "official", "oskar", "oskar_acts",
    "other_unit", "quick", "resident", "reverse", "side", "signed_in", "staff", "unit",
]  # fmt: skip
