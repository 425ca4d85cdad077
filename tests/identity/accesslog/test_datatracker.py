"""The state's data tracker asks over X-Road: by its own OpenAPI and WSDL, with clients we did not write."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import jsonschema
import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as run
from lxml import etree
from requests import Session
from schemathesis.checks import CHECKS
from zeep import Client as Zeep
from zeep.exceptions import Fault
from zeep.transports import Transport

from raekoda.identity.accesslog import actions
from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.identity.persons.factory import JAAN, MARI, actor_for, person, sign_in
from tests.publishing.api.test_schema import server
from tests.shared_data import shared

__all__ = ["server"]
BASE = "/x-tee/andmejalgija"
STATE = "EE/GOV/70006317/eesti"
CITY = "EE/GOV/75006546/raekoda"
FOLDER = ("egov", "andmejalgija", "doc", "spetsifikatsioonid")
SCHEMAS = ("egov", "x-road", "src", "addons", "wsdlvalidator", "src", "test", "resources", "xsd")
WHY = "Taotlus 2026-000017"


@pytest.fixture(autouse=True)
def _security_server(settings: Any, municipality: Municipality) -> None:
    settings.RAEKODA_XROAD_NETWORKS = ["127.0.0.0/8"]
    settings.RAEKODA_TRACKER_CLIENTS = [STATE]
    actions.set_receiver(municipality, code="75006546", system="Raekoda", actor=Actor.system())


@pytest.fixture
def looks(mari: Person, oskar_acts: Actor) -> None:
    """Three looks at Mari, a day apart, and her own, which is none."""
    for days in (2, 1, 0):
        with clock.at(clock.now() - timedelta(days=days)):
            log_access(mari, oskar_acts, "tracker.person", purpose=f"{WHY}, päev {days}")
    log_access(mari, actor_for(mari), "tracker.person")


def asked(path: str, **query: Any) -> Any:
    return Client().get(f"{BASE}/v2/{path}", query, headers={"X-Road-Client": STATE, "X-Road-UserId": f"EE{MARI}"})


def schema(name: str) -> dict[str, Any]:
    import yaml

    described = yaml.safe_load(shared(*FOLDER, "dumonitor-openapi.yaml").read_text(encoding="utf-8"))
    return {"$ref": f"#/components/schemas/{name}", "components": described["components"]}


def test_usages_come_newest_first_as_the_protocol_says(looks: None) -> None:
    answer = asked("findUsage", userCode=f"EE{MARI}").json()

    jsonschema.validate(answer, schema("FindUsageResponse"), format_checker=jsonschema.FormatChecker())
    assert answer["totalUsages"] == 3
    assert [row["action"].rpartition("päev ")[2] for row in answer["usages"]] == ["0", "1", "2"]
    assert answer["usages"][0]["receiverCode"] == "75006546"
    assert answer["usages"][0]["receiverName"] == "Tartu linn"
    assert answer["usages"][0]["receiverSystem"] == "Raekoda"
    datetime.strptime(answer["usages"][0]["logtime"], "%Y-%m-%dT%H:%M:%SZ")
    assert MARI not in str(answer)


def test_pages_and_periods(looks: None) -> None:
    def days(**query: Any) -> list[str]:
        rows = asked("findUsage", userCode=f"EE{MARI}", **query).json()
        assert rows["totalUsages"] >= len(rows["usages"])
        return [row["action"].rpartition("päev ")[2] for row in rows["usages"]]

    since = (clock.now() - timedelta(days=1, hours=1)).isoformat().replace("+00:00", "Z")
    until = (clock.now() - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert days(limit=2) == ["0", "1"]
    assert days(limit=2, offset=2) == ["2"]
    assert days(limit=0) == []
    assert days(periodStart=since) == ["0", "1"]
    assert days(periodEnd=until) == ["1", "2"]
    assert days(periodStart=since, periodEnd=until) == ["1"]
    assert asked("findUsage", userCode=f"EE{MARI}", limit=1).json()["totalUsages"] == 3


def test_somebody_unknown_has_no_usages(looks: None) -> None:
    assert asked("findUsage", userCode=f"EE{JAAN}").json() == {"totalUsages": 0, "usages": []}


@pytest.mark.parametrize(
    "query",
    [{}, {"userCode": MARI}, {"userCode": "EE"}, {"userCode": "EE'1"}, {"userCode": f"EE{MARI}", "limit": "-1"},
     {"userCode": f"EE{MARI}", "offset": "x"}, {"userCode": f"EE{MARI}", "periodStart": "eile"},
     {"userCode": f"EE{MARI}", "periodEnd": "2026-01-31T10:20:30"}],
)  # fmt: skip
def test_an_invalid_request_is_rejected(query: dict[str, str]) -> None:
    assert asked("findUsage", **query).status_code == 400


def test_only_the_security_server_and_named_systems_are_let_in(looks: None, settings: Any) -> None:
    address, who = f"{BASE}/v2/findUsage?userCode=EE{MARI}", {"X-Road-UserId": f"EE{MARI}"}
    for client, status in ((STATE, 200), ("EE/GOV/70000001/muu", 403), ("", 400), (f"{STATE}/x", 400)):
        assert Client().get(address, headers={**who, "X-Road-Client": client}).status_code == status
    assert Client().get(address, headers={"X-Road-Client": STATE}).status_code == 400, "X-Road-UserId is needed"
    settings.RAEKODA_XROAD_NETWORKS = ["10.0.0.0/8"]
    assert Client().get(address, headers={**who, "X-Road-Client": STATE}).status_code == 403
    settings.RAEKODA_XROAD_NETWORKS = []
    assert Client().get(address, headers={**who, "X-Road-Client": STATE}).status_code == 403
    settings.RAEKODA_XROAD_KEY = "ühine-võti"
    headers = {**who, "X-Road-Client": STATE, "X-Raekoda-Xroad-Key": "vale"}
    assert Client().get(address, headers=headers).status_code == 403


def test_period_and_heartbeat(municipality: Municipality) -> None:
    period, heart = asked("usagePeriod").json(), asked("heartbeat").json()

    jsonschema.validate(period, schema("UsagePeriodResponse"))
    jsonschema.validate(heart, schema("HeartbeatResponse"))
    assert heart["status"] == "OK"
    assert period == {"periodStart": municipality.created_at.strftime("%Y-%m-%dT%H:%M:%SZ")}


def test_without_the_municipalitys_code_the_heart_does_not_beat(municipality: Municipality, looks: None) -> None:
    from raekoda.identity.accesslog.models import Receiver

    Receiver.objects.all().delete()
    assert asked("heartbeat").json()["status"] == "FAIL"
    assert asked("findUsage", userCode=f"EE{MARI}").status_code == 500


@pytest.mark.parametrize("path", ["/v2/findUsage", "/v2/usagePeriod", "/v2/heartbeat"])
def test_the_interface_keeps_to_the_states_description(path: str, server: str, looks: None) -> None:
    described = schemathesis.openapi.from_path(str(shared(*FOLDER, "dumonitor-openapi.yaml")))
    operation = described[path]["GET"]
    left_out = ("positive_data_acceptance", "unsupported_method", "negative_data_rejection", "missing_required_header")
    excluded = [CHECKS.get_one(name) for name in left_out]
    statuses = set()

    @given(case=operation.as_strategy())
    @run(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def ask(case: schemathesis.Case) -> None:
        answer = case.call_and_validate(
            base_url=server + BASE, headers={"X-Road-Client": STATE}, excluded_checks=excluded,
            additional_checks=(),
        )  # fmt: skip
        statuses.add(answer.status_code)

    ask()
    assert statuses <= {200, 400}
    assert statuses


class Near(Transport):
    """Loads the schemas of X-Road from the shared data, nothing from afar."""

    def __init__(self) -> None:
        session = Session()
        session.trust_env = False
        super().__init__(session=session, timeout=20)

    def load(self, url: str) -> bytes:
        if "127.0.0.1" in url or url.startswith("/"):
            return super().load(url)
        return shared(*SCHEMAS, url.rpartition("/")[2]).read_bytes()


def zeep_headers(user: str = f"EE{MARI}", client: str = STATE) -> dict[str, Any]:
    def member(path: str) -> dict[str, str]:
        instance, member_class, code, subsystem = path.split("/")
        return {"objectType": "SUBSYSTEM", "xRoadInstance": instance, "memberClass": member_class, "memberCode": code,
                "subsystemCode": subsystem}  # fmt: skip

    service = {**member(CITY), "objectType": "SERVICE", "serviceCode": "findUsage", "serviceVersion": "v1"}
    return {"client": member(client), "service": service, "id": "1", "userId": user, "protocolVersion": "4.0"}


@pytest.mark.parametrize("which", ["our own description", "the official one"])
def test_zeep_asks_in_soap(which: str, server: str, looks: None) -> None:
    own = f"{server}{BASE}/soap?wsdl"
    wsdl = own if which.startswith("our") else str(shared(*FOLDER, "dumonitor.wsdl"))
    zeep = Zeep(wsdl, transport=Near())
    (binding,) = zeep.wsdl.bindings
    service = zeep.create_service(str(binding), f"{server}{BASE}/soap")

    def usages(user: str = f"EE{MARI}", **query: int) -> list[Any]:
        answer = service.findUsage(**query, _soapheaders=zeep_headers(user))
        body = getattr(answer, "body", answer)
        return list(getattr(body, "usage", body) or [])

    found = usages()
    assert [row.action.rpartition("päev ")[2] for row in found] == ["0", "1", "2"]
    assert found[0].receiver == "Tartu linn (Raekoda)"
    assert isinstance(found[0].logtime, datetime)
    assert len(usages(offset=1, limit=1)) == 1
    assert usages(f"EE{JAAN}") == []
    with pytest.raises(Fault):
        usages("valesti")


def test_soap_refuses_strangers_and_nonsense(looks: None) -> None:
    from raekoda.platform.core.xroad import soap
    from raekoda.platform.core.xroad.names import Member

    def post(content: bytes) -> Any:
        return Client().post(f"{BASE}/soap", content, content_type="text/xml")

    def call(client: str) -> bytes:
        headers = soap.Headers(Member(*client.split("/")), Member(*CITY.split("/")), "1", "findUsage", user=f"EE{MARI}")
        envelope, body = soap.envelope(soap.build_headers(headers))
        etree.SubElement(body, "{http://dumonitor.x-road.eu/producer}findUsage")
        return soap.to_bytes(envelope)

    assert post(call(STATE)).status_code == 200
    assert post(call("EE/GOV/70000001/muu")).status_code == 403
    for nonsense in (b"", b"<a/>", call(STATE).replace(b"4.0", b"3.0"), b"x" * 300_000):
        assert b"Fault" in post(nonsense).content


def test_the_data_tracker_includes_access_by_a_representative(mari: Person, municipality: Municipality) -> None:
    jaan = person(municipality, JAAN, given_name="Jaan")
    right = persons.save_representation(jaan, mari, "mandate", actor=Actor.system(), source="staff")
    sign_in(Client(), jaan, acting_for=right)
    told = asked("findUsage", userCode=f"EE{MARI}").json()
    assert (told["totalUsages"], len(told["usages"])) == (1, 1)
    assert told["usages"][0]["action"] == "Keegi, kes tohib teie eest tegutseda, avas teie asjad: volituse alusel"
    assert "Jaan" not in str(told)
