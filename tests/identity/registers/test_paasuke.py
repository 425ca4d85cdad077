"""Pääsuke consumes the mandates that the municipality keeps: by its own OpenAPI description."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import jsonschema
import pytest
import yaml
from django.db import transaction
from django.test import Client

from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.persons.queries import get_representations
from raekoda.identity.registers.paasuke import mandates, roles
from raekoda.identity.registers.representations import refresh_representations
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from tests.identity.persons.factory import FIRM, JAAN, MARI, person
from tests.shared_data import shared

PAASUKE = "EE/GOV/70006317/paasuke"
BASE = "/x-tee/paasuke"
ADD = f"{BASE}/representees/EE{FIRM}/delegates/EE{JAAN}/mandates"


@pytest.fixture(autouse=True)
def _security_server(settings: Any, municipality: Municipality) -> None:
    settings.RAEKODA_XROAD_NETWORKS = ["127.0.0.0/8"]
    settings.RAEKODA_PAASUKE_CLIENTS = [PAASUKE]


def asked(method: str, path: str, body: Any = None, client: str = PAASUKE) -> Any:
    return Client().generic(
        method, path, json.dumps(body) if body is not None else b"", content_type="application/json",
        headers={"X-Road-Client": client, "X-Road-UserId": f"EE{MARI}"},
    )  # fmt: skip


def triplet(**mandate: Any) -> dict[str, Any]:
    return {
        "representee": {"type": "LEGAL_PERSON", "legalName": "Näidis OÜ", "identifier": f"EE{FIRM}"},
        "delegate": {"type": "NATURAL_PERSON", "firstName": "Jaan", "surname": "Mustikas", "identifier": f"EE{JAAN}"},
        "mandate": {"role": roles.code(), "validityPeriod": {"through": "2099-12-31"}, **mandate},
        "authorizations": [{"userIdentifier": f"EE{MARI}", "hasRole": "BR_REPRIGHT:SOLEREP"}],
    }


def check(content: Any, schema: str) -> None:
    """Hold the answer against the official description."""
    place = shared("egov", "paasuke", "spec", "x-road-services-consumed-by-paasuke-0.9.1-resolved.yaml")
    described = yaml.safe_load(place.read_text(encoding="utf-8"))
    items = {
        "type": "array",
        "items": {"$ref": f"#/components/schemas/{schema}"},
        "components": described["components"],
    }
    jsonschema.validate(content, items)


def test_a_mandate_is_given_seen_from_both_sides_used_and_ended() -> None:
    assert asked("POST", ADD, triplet()).status_code == 201
    assert asked("POST", ADD, triplet()).status_code == 201
    jaan, firm = Person.objects.get(given_name="Jaan"), Person.objects.get(kind="legal")
    right = Representation.objects.get()
    assert (right.representative, right.represented, right.kind) == (jaan, firm, "mandate")
    assert [each.represented.name for each in get_representations(jaan)] == ["Näidis OÜ"]

    of_delegate = asked("GET", f"{BASE}/delegates/EE{JAAN}/representees/mandates").json()
    of_representee = asked("GET", f"{BASE}/representees/EE{FIRM}/delegates/mandates").json()
    check(of_delegate, "MandateTriplet")
    assert of_delegate == of_representee
    (mandate,) = of_delegate[0]["mandates"]
    assert mandate["role"] == roles.code()
    assert mandate["validityPeriod"] == {"from": clock.today().isoformat(), "through": "2099-12-31"}
    narrowed = f"{BASE}/representees/EE{FIRM}/delegates/mandates?delegate="
    assert asked("GET", f"{narrowed}EE{JAAN}").json() == of_representee
    assert asked("GET", f"{narrowed}EE{MARI}").json() == []

    address = BASE + mandate["links"]["delete"].removeprefix(f"/v1/nss/{roles.code().partition(':')[0]}")
    assert asked("PUT", address, {"action": "CHANGE"}).status_code == 501
    assert asked("PUT", address, {"action": "DELETE"}).status_code == 200
    assert not get_representations(jaan).exists()
    assert asked("GET", f"{BASE}/delegates/EE{JAAN}/representees/mandates").json() == []
    assert asked("POST", f"{address}/subdelegates", {}).status_code == 501
    assert asked("PUT", address.rpartition("/")[0] + "/x", {"action": "DELETE"}).status_code == 404
    assert JournalEntry.objects.filter(action="persons.end_representation").count() == 1


def test_roles_keep_to_the_description() -> None:
    found = asked("GET", f"{BASE}/roles").json()
    check(found, "RoleDefinition")
    assert found[0]["title"]["et"] != found[0]["title"]["en"]


def test_unknown_persons_and_persons_without_mandates_differ(municipality: Municipality) -> None:
    assert asked("GET", f"{BASE}/delegates/EE{JAAN}/representees/mandates").status_code == 404
    person(municipality, JAAN)
    assert asked("GET", f"{BASE}/delegates/EE{JAAN}/representees/mandates").json() == []
    assert asked("GET", f"{BASE}/delegates/valesti/representees/mandates").status_code == 400


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"role": "EMTA:HAMPI"}, 422), ({"role": None}, 400), ({"canSubDelegate": True}, 422),
        ({"validityPeriod": {"from": "homme"}}, 400), ({"validityPeriod": {"through": "2020-01-01"}}, 422),
    ],
)  # fmt: skip
def test_mandates_that_cannot_be_given(changed: dict[str, Any], status: int) -> None:
    answer = asked("POST", ADD, triplet(**changed))
    assert answer.status_code == status
    check(answer.json(), "Problem")
    assert not Representation.objects.exists()


def test_address_and_body_must_agree_and_bodies_be_json() -> None:
    body = triplet()
    body["delegate"]["identifier"] = f"EE{MARI}"
    assert asked("POST", ADD, body).status_code == 400
    assert asked("POST", ADD, []).status_code == 400
    assert Client().post(ADD, b"{", content_type="application/json").status_code == 400
    assert asked("POST", ADD.replace(FIRM, "10000019"), triplet()).status_code == 400


def test_only_paasuke_is_let_in(settings: Any) -> None:
    for client in ("EE/GOV/70000001/muu", ""):
        assert asked("POST", ADD, triplet(), client).status_code in (400, 403)
    settings.RAEKODA_XROAD_NETWORKS = []
    assert asked("POST", ADD, triplet()).status_code == 403
    assert not Person.objects.exists()


def test_queries_are_logged_as_a_system_and_past_mandates_are_left_out(municipality: Municipality) -> None:
    asked("POST", ADD, triplet(validityPeriod={"through": clock.today().isoformat()}))
    asked("GET", f"{BASE}/delegates/EE{JAAN}/representees/mandates")
    look = Look.objects.get()
    assert (look.actor_kind, look.by_words) == ("integration", "Liidestatud infosüsteem")
    with clock.at(clock.now() + timedelta(days=1)):
        assert asked("GET", f"{BASE}/delegates/EE{JAAN}/representees/mandates").json() == []


def test_mandates_given_here_are_not_ended_by_what_the_state_says(municipality: Municipality, connected) -> None:
    asked("POST", ADD, triplet())
    jaan = Person.objects.get(given_name="Jaan")
    refresh_representations(jaan, actor=Actor.system(), fresh=True)
    assert get_representations(jaan).exists()


def test_two_periods_are_two_mandates_and_the_shorter_leaves_the_longer() -> None:
    today = clock.today()
    soon, far = today + timedelta(days=10), today + timedelta(days=400)
    for first, last in ((today, far), (today, soon), (far, far), (today, far)):
        period = {"from": first.isoformat(), "through": last.isoformat()}
        assert asked("POST", ADD, triplet(validityPeriod=period)).status_code == 201
    rights = Representation.objects.filter(ended_at=None).order_by("id")
    assert [(each.valid_from, each.valid_to) for each in rights] == [(today, far), (today, soon), (far, far)]


def test_a_mandate_and_its_line_in_the_journal_are_written_together(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_given: Any, **_more: Any) -> None:
        raise OSError

    monkeypatch.setattr(mandates, "record", broken)
    with pytest.raises(OSError), transaction.atomic():
        asked("POST", ADD, triplet())
    assert not Representation.objects.exists()
