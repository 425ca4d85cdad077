"""An integrator reads what is public, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.models import Case, Kind
from raekoda.identity.accounts.models import Contact, Role, User
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services import actions
from raekoda.registry.services.models import Service, Topic
from tests.registry.services.conftest import Make
from tests.shared_data import naughty_strings

V1 = "/api/v1"


@pytest.fixture
def make_case(municipality: Municipality) -> Callable[..., Case]:
    """Makes a report; public unless told otherwise."""

    def make(**values: Any) -> Case:
        now = clock.now()
        contact = Contact.objects.create(municipality=municipality, name="Mari Salajane", email="mari@example.ee")
        plain = {
            "municipality": municipality, "kind": Kind.REPORT, "channel": "web", "subject": "Lamp ei põle",
            "public_text": "Lamp ei põle Riia tänaval", "is_public": True, "registered_at": now, "updated_at": now,
            "contact": contact, "address": "Riia 1", "point": Point(26.72, 58.37), "due_on": clock.today(),
            "clock_from": clock.today(),
        }  # fmt: skip
        return Case.objects.create(**(plain | values))

    return make


@pytest.fixture
def make_answer(municipality: Municipality) -> Callable[..., PublishedAnswer]:
    def make(slug: str, **values: Any) -> PublishedAnswer:
        plain = {
            "municipality": municipality, "slug": slug, "title": f"Vastus {slug}", "question": "Kas?", "answer": "Jah.",
            "status": "published", "published_at": clock.now(),
        }  # fmt: skip
        return PublishedAnswer.objects.create(**(plain | values))

    return make


def test_the_municipality_is_the_one_of_the_host(api: Client, other_municipality: Municipality) -> None:
    assert api.get(f"{V1}/municipality").json()["code"] == "0793"
    assert api.get(f"{V1}/municipality", headers={"host": "elva.localhost"}).json()["name"] == "Elva vald"


def test_a_service_with_all_that_is_known_of_it(api: Client, lighting: Service) -> None:
    response = api.get(f"{V1}/services/tartu-100")
    shown = response.json()
    assert shown["name"] == {"et": "Tänavavalgustus", "en": "Street lighting", "ru": None}
    assert [channel["link"] for channel in shown["channels"]] == ["1789", "https://example.ee/valgus"]
    assert shown["legal_bases"][0]["title"] == "Ehitusseadustik"
    assert shown["topics"] == ["tanavad"]
    assert shown["url"].endswith("/teenused/tanavavalgustus/")
    assert "owner" not in shown
    assert response["Last-Modified"]
    assert api.get(f"{V1}/services/olematu").status_code == 404


def test_services_are_narrowed_down(api: Client, lighting: Service, make_service: Make, topic: Topic) -> None:
    child = Topic.objects.create(municipality=topic.municipality, slug="valgus", name_et="Valgus", parent=topic)
    make_service("teine", "Teine", code="teine", topics=[child], target_groups=["youth"])
    make_service("kolmas", "Kolmas", code="kolmas", topics=[])

    def codes(**query: Any) -> list[str]:
        response = api.get(f"{V1}/services", query)
        assert response.status_code == 200, response.content
        return [item["code"] for item in response.json()["items"]]

    assert codes() == ["tartu-100", "teine", "kolmas"]
    assert codes(topic="tanavad") == ["tartu-100", "teine"]
    assert codes(topic="valgus") == ["teine"]
    assert codes(topic="olematu") == []
    assert codes(life_event="moving") == ["tartu-100"]
    assert codes(target_group="youth") == ["teine"]
    assert codes(takes_reports="true") == ["tartu-100"]
    assert codes(changed_since="2199-01-01T00:00:00Z") == []


def test_a_list_is_walked_page_by_page_while_it_changes(api: Client, make_service: Make) -> None:
    for number in range(7):
        make_service(f"s{number}", f"S{number}", code=f"s{number}")
    seen, cursor = [], ""
    while True:
        page = api.get(f"{V1}/services", {"limit": 3, "cursor": cursor}).json()
        seen += [item["code"] for item in page["items"]]
        if not page["next"]:
            break
        cursor = page["next"]
        Service.objects.filter(code=seen[0]).update(live=False)
    assert seen == [f"s{number}" for number in range(7)]
    back = api.get(f"{V1}/services", {"limit": 3, "cursor": page["previous"]}).json()
    assert [item["code"] for item in back["items"]] == ["s3", "s4", "s5"]
    strange = api.get(f"{V1}/answers", {"cursor": cursor})
    assert strange.status_code == 422
    assert strange.json()["error"]["details"][0]["field"] == "cursor"


def test_drafts_secrets_and_neighbours_are_nowhere(
    api: Client, lighting: Service, make_service: Make, make_case: Callable[..., Case], make_answer: Callable[..., Any],
    other_municipality: Municipality, make_staff: Callable[..., User],
) -> None:  # fmt: skip
    make_service("mustand", "Mustand", status="draft", code="mustand")
    make_service("vana", "Vana", status="retired", code="vana")
    secret = make_case(is_public=False, public_text="Salajane mure", service=lighting)
    open_one = make_case(service=lighting)
    make_answer("mustandvastus", status="draft", published_at=None)
    make_answer("avalik", service=lighting)
    with municipality_scope(other_municipality):
        actions.publish(
            Service(municipality=other_municipality, slug="e", name_et="Elva", code="elva-1"), Actor.system()
        )
        PublishedAnswer.objects.create(
            municipality=other_municipality, slug="elva", title="Elva vastus", question="?", answer="!",
            status="published", published_at=clock.now(),
        )  # fmt: skip
    worker = Client(headers={"host": "tartu.localhost"})
    worker.force_login(make_staff(Role.ADMINISTRATOR))
    for client in (api, worker):
        everything = b"".join(
            client.get(f"{V1}{path}").content
            for path in (
                "/services",
                "/answers",
                "/cases",
                "/topics",
                "/areas",
                "/statistics",
                "/search?q=mustand",
                "/search?q=elva",
            )
        ).decode()
        for word in ("mustand", "vana", "Salajane", "Mari", "mari@example.ee", "elva-1", "Elva vastus"):
            assert f'"{word}' not in everything
            assert f"{word}@" not in everything
        hidden = ("services/mustand", "services/vana", "services/elva-1", "answers/mustandvastus", "answers/elva")
        for path in (f"/cases/{secret.ref}", *(f"/{each}" for each in hidden)):
            assert client.get(f"{V1}{path}").status_code == 404
        assert [case["ref"] for case in client.get(f"{V1}/cases").json()["items"]] == [open_one.ref]
        counted = client.get(f"{V1}/statistics").json()
        assert (counted["services"], counted["answers"], counted["reports"]) == (1, 1, 1)
        assert counted["reports_by_status"] == {"new": 1}


def test_reports_are_narrowed_down(
    api: Client, lighting: Service, make_case: Callable[..., Case], topic: Topic
) -> None:
    here = make_case(service=lighting, topic=topic)
    far = make_case(point=Point(22.48, 58.25), registered_at=clock.now() - timedelta(days=40))
    done = make_case(status="closed", outcome="solved", closed_at=clock.now(), point=None)

    def refs(**query: Any) -> set[str]:
        response = api.get(f"{V1}/cases", query)
        assert response.status_code == 200, response.content
        return {item["ref"] for item in response.json()["items"]}

    assert refs() == {here.ref, far.ref, done.ref}
    assert refs(bbox="26.6,58.3,26.8,58.4") == {here.ref}
    assert refs(open="true") == {here.ref, far.ref}
    assert refs(status="closed") == {done.ref}
    assert refs(service="tartu-100") == {here.ref}
    assert refs(topic="tanavad") == {here.ref}
    assert refs(registered_to=str(clock.today() - timedelta(days=30))) == {far.ref}
    assert refs(order="changed", kind="report") == refs()
    one = api.get(f"{V1}/cases/{here.ref}").json()
    assert one["place"] == {"lon": 26.72, "lat": 58.37}
    assert one["service"]["code"] == "tartu-100"
    assert "contact" not in one


def test_answers_by_topic_and_language(
    api: Client, make_answer: Callable[..., Any], topic: Topic, lighting: Service
) -> None:
    make_answer("a", topic=topic, service=lighting)
    make_answer("b", language="ru")
    assert [a["slug"] for a in api.get(f"{V1}/answers").json()["items"]] == ["b", "a"]
    assert [a["slug"] for a in api.get(f"{V1}/answers?topic=tanavad").json()["items"]] == ["a"]
    assert [a["slug"] for a in api.get(f"{V1}/answers?service=tartu-100").json()["items"]] == ["a"]
    assert [a["slug"] for a in api.get(f"{V1}/answers?language=ru").json()["items"]] == ["b"]
    assert api.get(f"{V1}/answers/a").json()["answer"] == "Jah."
    assert "/ru/vastused/b/" in api.get(f"{V1}/answers/b").json()["url"]


def test_search_finds_by_the_words_of_people(api: Client, lighting: Service) -> None:
    hits = api.get(f"{V1}/search", {"q": "pimedad tänavad", "kind": "service"}).json()["hits"]
    assert [hit["title"] for hit in hits] == ["Tänavavalgustus"]
    assert hits[0]["url"].startswith("http://tartu.localhost")


def test_districts_and_what_lies_at_a_point(api: Client, municipality: Municipality) -> None:
    Area.objects.create(kind="district", code="karlova", name="Karlova", municipality=municipality)
    assert [area["name"] for area in api.get(f"{V1}/areas").json()] == ["Karlova"]
    assert api.get(f"{V1}/areas/at", {"lon": 26.7, "lat": 58.3}).json()["is_here"] is True
    assert api.get(f"{V1}/areas/at", {"lon": 260, "lat": 58.3}).status_code == 422


@pytest.mark.parametrize(
    ("path", "status"),
    [("/olematu", 404), ("/cases/xxx", 404), ("/cases?limit=0", 422), ("/cases?bbox=1,2", 422), ("/cases?status=kala", 422),
     ("/search", 422), ("/services?changed_since=eile", 422), ("/services?cursor=abc", 422), ("/search?q=%00", 422)],
)  # fmt: skip
def test_every_error_has_the_one_shape(api: Client, path: str, status: int) -> None:
    response = api.get(f"{V1}{path}", headers={"x-request-id": "minu-paring-1"})
    assert response.status_code == status
    error = response.json()["error"]
    assert error["status"] == status
    assert error["request_id"] == response["X-Request-ID"] == "minu-paring-1"
    assert error["message"]
    assert (status != 422) or error["details"][0]["field"]


def test_other_methods_are_refused_and_head_and_options_work(api: Client, lighting: Service) -> None:
    for method in ("post", "put", "patch", "delete"):
        response = getattr(api, method)(f"{V1}/services")
        assert (response.status_code, response.json()["error"]["code"]) == (405, "method_not_allowed")
        assert "GET" in response["Allow"]
    head = api.head(f"{V1}/services/tartu-100")
    assert (head.status_code, head.content) == (200, b"")
    assert api.options(f"{V1}/services").status_code == 204
    assert api.get(f"{V1}/services")["Access-Control-Allow-Origin"] == "*"


def test_what_has_not_changed_is_not_sent_again(api: Client, lighting: Service) -> None:
    first = api.get(f"{V1}/services/tartu-100")
    again = api.get(f"{V1}/services/tartu-100", headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    lighting.fee_et = "1 euro"
    actions.publish(lighting, Actor.system())
    assert api.get(f"{V1}/services/tartu-100", headers={"if-none-match": first["ETag"]}).status_code == 200


def test_too_many_requests_are_told_so(api: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("raekoda.publishing.api.serving.PER_MINUTE", 2)
    answers = [api.get(f"{V1}/municipality") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1]["Retry-After"] == "60"
    assert answers[-1].json()["error"]["code"] == "too_many_requests"


def test_naughty_strings_break_nothing(api: Client, lighting: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("raekoda.publishing.api.serving.PER_MINUTE", 10**6)
    for text in naughty_strings(1):
        for query in ({"q": text}, {"q": text, "language": text}):
            assert api.get(f"{V1}/search", query).status_code in (200, 422)
        for path in ("services", "cases", "answers"):
            assert api.get(f"{V1}/{path}", {"topic": text, "cursor": text}).status_code in (200, 422)


@pytest.mark.parametrize("path", ["/services", "/cases", "/answers", "/topics", "/areas"])
def test_lists_ask_the_same_number_of_questions_at_10_and_100(
    path: str, api: Client, make_service: Make, make_case: Callable[..., Case], make_answer: Callable[..., Any],
    municipality: Municipality, lighting: Service, topic: Topic,
) -> None:  # fmt: skip
    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            service = Service(municipality=municipality, slug=f"x{number}", code=f"x{number}", name_et="X", live=True)
            service.topics = [topic]
            service.save()
            make_case(service=service, topic=topic)
            make_answer(f"x{number}", service=service, topic=topic)
            Topic.objects.create(municipality=municipality, slug=f"x{number}", name_et="X", parent=topic)
            Area.objects.create(kind="district", code=f"x{number}", name="X", municipality=municipality)

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            response = api.get(f"{V1}{path}", {"limit": 200})
            assert response.status_code == 200
        return len(captured)

    fill(0, 10)
    count()
    ten = count()
    fill(10, 100)
    assert count() == ten
    assert ten <= 5


def test_the_reference_page_names_every_endpoint(api: Client) -> None:
    page = api.get(f"{V1}/").content.decode()
    for path in ("/services/{code}", "/cases", "/search", "/statistics"):
        assert f"GET /api/v1{path}" in page
    assert "http" not in page.split("<main")[1].split("</main>")[0].replace("http://tartu.localhost", "")
