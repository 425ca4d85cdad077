"""Public pages of the register."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.safestring import SafeString

from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services import actions, texts
from raekoda.registry.services.models import Channel, LegalBasis, Service, Topic
from raekoda.registry.services.pages import page_blocks
from raekoda.registry.services.texts import Text
from tests.registry.services.conftest import Make
from tests.shared_data import naughty_strings

PAGE = "/teenused/tanavavalgustus/"


@pytest.fixture
def resident(municipality: Municipality) -> Client:
    return Client(headers={"host": "tartu.localhost"})


def words(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.split("<main")[1].split("</main>")[0]))


def test_a_service_page_shows_all_fields(resident: Client, lighting: Service) -> None:
    html = resident.get(PAGE).content.decode()
    for text in ("Parandame rikkis valgustid.", "Kõigile, kes Tartus liiguvad.", "Valgusti on linna oma", "Foto", "Infotelefon",
                 "ööpäev läbi", "Valgusti põleb jälle.", "Tasuta", "kuni 5 päeva", "Valgusmeistrid OÜ", "Ehitusseadustik",
                 "Linnamajanduse osakond"):  # fmt: skip
        assert text in words(html)
    assert 'href="tel:1789"' in html
    assert 'href="mailto:info@example.ee"' in html
    assert 'href="/teata/?teenus=tartu-100"' in html
    assert 'href="/kysi/?teenus=tartu-100"' in html
    assert html.count("<li>") >= 5
    assert "3. Saad" not in words(html), "steps are numbered once"


def test_what_is_not_known_is_not_shown(resident: Client, make_service: Make) -> None:
    make_service("tyhi", "Ainult nimi", unit=None, topics=[])
    shown = words(resident.get("/teenused/tyhi/").content.decode())
    for heading in (
        "Kellele",
        "Mida on vaja",
        "Kuidas see käib",
        "Kuhu pöörduda",
        "Õiguslik alus",
        "Lühidalt",
        "Kontaktid",
        "Teata",
    ):
        assert heading not in shown
    assert "Küsi ametnikult" in shown


def test_a_missing_translation_is_shown_in_estonian_and_marked(resident: Client, lighting: Service) -> None:
    html = resident.get(f"/en{PAGE}").content.decode()
    assert ">Street lighting</h1>" in html
    assert "We mend lamps that are out." in html
    assert '<p lang="et">Kõigile, kes Tartus liiguvad.</p>' in html
    assert "has not been translated yet" in html
    assert "has not been translated" not in resident.get(PAGE).content.decode()
    russian = resident.get(f"/ru{PAGE}").content.decode()
    assert '<h1 lang="et">Tänavavalgustus</h1>' in russian
    assert "Бесплатно" in russian


def test_search_engines_get_it_as_data_that_cannot_break_out(resident: Client, make_service: Make) -> None:
    make_service("x", "</script><script>alert(1)</script>", summary_et="<b>&", code="x")
    html = resident.get("/teenused/x/").content.decode()
    assert "<script>alert" not in html
    data = json.loads(re.search(r'ld\+json">(.*?)</script>', html).group(1))
    assert data["name"] == "</script><script>alert(1)</script>"
    assert data["@type"] == "GovernmentService"


def test_drafts_retired_and_others_are_not_pages(
    resident: Client, make_service: Make, other_municipality: Municipality
) -> None:
    make_service("mustand", "Mustand", status="draft")
    make_service("vana", "Vana teenus", status="retired")
    with municipality_scope(other_municipality):
        actions.publish(Service(municipality=other_municipality, slug="elva", name_et="Elva oma"), Actor.system())
    assert resident.get("/teenused/mustand/").status_code == 404
    gone = resident.get("/teenused/vana/")
    assert gone.status_code == 410
    assert "Seda teenust enam ei osutata." in gone.content.decode()
    assert resident.get("/teenused/elva/").status_code == 404
    for path in ("/teenused/", "/teenused/?vaade=tahestik", "/teenused/?q=elva", "/teenused/?q=mustand"):
        shown = words(resident.get(path).content.decode())
        assert "Elva oma" not in shown
        assert "Mustand" not in shown
    assert resident.get("/teenused/elva/", headers={"host": "elva.localhost"}).status_code == 200


def test_services_by_topic_life_event_and_letter(
    resident: Client, lighting: Service, make_service: Make, topic: Topic
) -> None:
    child = Topic.objects.create(municipality=topic.municipality, slug="lumi", name_et="Lumi", parent=topic)
    make_service("lumetorje", "Lumetõrje", topics=[child], life_events=["death"])
    make_service("saht", "Šaht", topics=[])
    make_service("zoo", "Zooring", topics=[])
    make_service("tee", "Tee", topics=[])
    by_topic = words(resident.get("/teenused/").content.decode())
    assert "Tänavad ja liiklus Lumetõrje Tänavavalgustus" in by_topic
    assert "Lähedase surm Lumetõrje" in words(resident.get("/teenused/?vaade=elusundmus").content.decode())
    business = words(resident.get("/teenused/?vaade=ettevotjale").content.decode())
    assert "Ettevõtte juhtimine Tänavavalgustus" in business
    assert "Lumetõrje" not in business
    letters = words(resident.get("/teenused/?vaade=tahestik").content.decode())
    order = [letters.index(f" {name} ") for name in ("Lumetõrje", "Šaht", "Zooring", "Tee", "Tänavavalgustus")]
    assert order == sorted(order)
    topic_page = words(resident.get("/teemad/tanavad/").content.decode())
    assert "Lumetõrje" in topic_page
    assert "Teata probleemist" in topic_page
    assert resident.get("/teemad/lumi/").status_code == 200
    assert resident.get("/teemad/olematu/").status_code == 404


def test_services_are_found_by_the_words_of_people(resident: Client, lighting: Service) -> None:
    assert "Tänavavalgustus" in words(resident.get("/teenused/?q=pimedad tänavad").content.decode())
    nothing = resident.get("/teenused/?q=kosmoselaev").content.decode()
    assert "Teenust ei leitud" in nothing
    assert 'href="/kysi/"' in nothing


def test_an_empty_register_says_what_to_do(resident: Client) -> None:
    for path in ("/teenused/", "/teenused/?vaade=tahestik", "/en/teenused/"):
        response = resident.get(path)
        assert response.status_code == 200
        assert "/kysi/" in response.content.decode()


def test_other_apps_may_add_blocks(resident: Client, lighting: Service) -> None:
    def block(request: HttpRequest, subject: Service | Topic) -> SafeString:
        return SafeString(f"<section><h2>Lisa: {subject.slug}</h2></section>")

    with page_blocks.temporarily(block):
        assert "Lisa: tanavavalgustus" in resident.get(PAGE).content.decode()
        assert "Lisa: tanavad" in resident.get("/teemad/tanavad/").content.decode()


@pytest.fixture
def no_blocks() -> Iterator[None]:
    with page_blocks.temporarily(alone=True):
        yield


def test_a_service_page_uses_few_queries(
    resident: Client, lighting: Service, make_service: Make, unit: Unit, topic: Topic, no_blocks: None
) -> None:
    count = _counter(resident, PAGE)
    small = count()
    assert small <= 6
    lighting.channels = [Channel(kind="phone", link=str(number)) for number in range(30)]
    lighting.legal_bases = [LegalBasis(title=str(number)) for number in range(30)]
    lighting.related = [make_service(f"s{number}", f"S{number}") for number in range(30)]
    actions.publish(lighting, Actor.system())
    assert count() == small


@pytest.mark.parametrize(
    "path",
    [
        "/teenused/",
        "/teenused/?vaade=tahestik",
        "/teenused/?vaade=elusundmus",
        "/teemad/tanavad/",
        "/teenused/?q=teenus",
    ],
)
def test_lists_use_the_same_number_of_queries_at_10_and_100(
    path: str,
    resident: Client,
    make_service: Make,
    municipality: Municipality,
    topic: Topic,
    no_blocks: None,
) -> None:

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            child = Topic.objects.create(
                municipality=municipality, slug=f"t{number}", name_et=f"T{number}", parent=topic
            )
            service = Service(municipality=municipality, slug=f"s{number}", code=f"s{number}", name_et=f"Teenus {number}",
                              live=True, life_events=["moving"])  # fmt: skip
            service.topics = [topic, child]
            service.save()

    count = _counter(resident, path)
    fill(0, 10)
    ten = count()
    fill(10, 100)
    assert count() == ten
    assert ten <= 6


def _counter(client: Client, path: str) -> Callable[[], int]:
    """Counts the queries of the page itself, bypassing the page cache."""
    headers = {"x-requested-with": "test"}

    def count() -> int:
        client.get(path, headers=headers)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(path, headers=headers).status_code == 200
        return len(captured)

    return count


def test_naughty_strings_in_the_address(resident: Client, lighting: Service) -> None:
    for text in naughty_strings(3):
        response = resident.get("/teenused/", {"q": text, "vaade": text})
        assert response.status_code == 200
        assert "<script>alert" not in response.content.decode()


def test_open_data_in_five_formats(resident: Client, lighting: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, content_type in (("csv", "text/csv"), ("json", "application/json"), ("ttl", "text/turtle"),
                               ("jsonld", "application/ld+json"), ("xlsx", "spreadsheetml")):  # fmt: skip
        response = resident.get(f"/teenused/andmed.{name}")
        assert response.status_code == 200
        assert content_type in response["Content-Type"]
        assert resident.get(f"/teenused/andmed.{name}", headers={"if-none-match": response["ETag"]}).status_code == 304
    assert resident.get("/teenused/andmed.exe").status_code == 404
    assert "cpsv:PublicService" in resident.get("/teenused/andmed/", headers={"accept": "text/turtle"}).content.decode()
    assert "name_et" in resident.get("/teenused/andmed/").content.decode()
    before = resident.get("/teenused/andmed.csv")["ETag"]
    lighting.fee_et = "1 euro"
    actions.publish(lighting, Actor.system())
    assert resident.get("/teenused/andmed.csv")["ETag"] != before
    monkeypatch.setattr("raekoda.registry.services.downloads.PER_MINUTE", 0)
    assert resident.get("/teenused/andmed.csv").status_code == 429


def test_texts_become_paragraphs_lists_and_links_never_markup() -> None:
    def text(value: str) -> Text:
        return Text(value, "et", "et")

    assert texts.paragraphs(text("Üks\nkaks\n\nkolm")) == "<p>Üks<br>kaks</p>\n<p>kolm</p>"
    assert texts.paragraphs(text("- a\n- b")) == "<ul><li>a</li><li>b</li></ul>"
    assert texts.steps(text("1. a\n2) b")) == '<ol class="rk-steps"><li>a</li><li>b</li></ol>'
    assert "&lt;img" in texts.bullets(text("<img src=x onerror=alert(1)>\nb"))
    assert (
        "javascript"
        not in re.findall(r'href="([^"]*)"', texts.paragraphs(text("javascript:alert(1) http://example.ee")))[0]
    )
    assert texts.paragraphs(Text("Tere", "et", "en")) == '<p lang="et">Tere</p>'
