"""Public reports: the list, the map, following by e-mail."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Attachment, Case, Follower
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.models import Service
from tests.casework.cases.conftest import SENDER
from tests.casework.cases.site.conftest import HERE, stamp

MakeCase = Callable[..., Case]


@pytest.fixture
def report(make_case: MakeCase, lamps: Service) -> Case:
    return make_case(
        service=lamps, point=HERE, address="Rüütli 12", contact=SENDER, text="Lamp ei põle, helista 5550 1234"
    )


def attached(case: Case, *, is_public: bool) -> Attachment:
    """A photo on the case's first message."""
    attachment = Attachment(
        municipality=case.municipality, case=case, message=case.messages.first(), name="foto.jpg",
        content_type="image/jpeg", size=3, at=clock.now(), is_public=is_public,
    )  # fmt: skip
    attachment.file.save("foto.jpg", ContentFile(b"jpg"))
    return attachment


def test_a_report_is_shown_without_who_sent_it(client: Client, report: Case, official: Actor) -> None:
    actions.answer(report, text="Tere, Mari Maasikas! Lamp põleb taas.", outcome="solved", actor=official)
    page = client.get(f"/teated/{report.ref}/").content.decode()
    assert "Lamp ei põle, helista [telefon]" in page
    assert "Tere, [nimi]! Lamp põleb taas." in page
    for secret in ("Maasikas", "mari.maasikas", "5550", "oskar", report.token):
        assert secret not in page


def test_only_released_photos_are_shown(client: Client, report: Case) -> None:
    hidden, shown = attached(report, is_public=False), attached(report, is_public=True)
    page = client.get(f"/teated/{report.ref}/").content.decode()
    assert shown.ref in page
    assert hidden.ref not in page


def test_what_is_not_public_is_not_there(client: Client, make_case: MakeCase, trees: Service, lamps: Service) -> None:
    private = [
        make_case(service=trees, point=HERE),
        make_case(service=lamps, point=HERE, make_public=False),
        make_case(kind="enquiry", service=lamps, text="Miks on pime?"),
    ]
    listed = client.get("/teated/").content.decode()
    features = client.get("/teated/kaart.geojson").json()["features"]
    for case in private:
        assert client.get(f"/teated/{case.ref}/").status_code == 404
        assert case.ref not in listed
    assert features == []


def test_another_municipality_sees_none_of_it(report: Case, other_municipality: Municipality) -> None:
    elva = Client(HTTP_HOST="elva.localhost")
    assert elva.get(f"/teated/{report.ref}/").status_code == 404
    assert elva.get(f"/minu/{report.token}/").status_code == 404
    assert elva.get("/teated/kaart.geojson").json()["features"] == []


def test_the_list_is_narrowed_by_service_state_and_nothing_else(
    client: Client, report: Case, make_case: MakeCase, lamps: Service, official: Actor
) -> None:
    solved = make_case(service=lamps, point=HERE, text="Teine latern")
    actions.answer(solved, text="Korras.", outcome="solved", actor=official)

    def refs(query: str) -> set[str]:
        page = client.get(f"/teated/?{query}").content.decode()
        return {case.ref for case in (report, solved) if case.ref in page}

    assert refs("") == {report.ref, solved.ref}
    assert refs("seis=open") == {report.ref}
    assert refs("seis=closed") == {solved.ref}
    assert refs("teenus=tanavavalgustus") == {report.ref, solved.ref}
    assert refs("teenus=muu") == set()
    assert refs("seis=;drop&ala=abc&cursor=zzz") == {report.ref, solved.ref}


def test_a_joined_report_leads_to_the_one_it_was_joined_to(
    client: Client, report: Case, make_case: MakeCase, lamps: Service, official: Actor
) -> None:
    again = make_case(service=lamps, point=HERE, text="Sama lamp")
    actions.merge(again, into=report, actor=official)
    listed = client.get("/teated/").content.decode()
    assert report.ref in listed
    assert again.ref not in listed
    assert [each["id"] for each in client.get("/teated/kaart.geojson").json()["features"]] == [report.ref]
    for page in (f"/teated/{again.ref}/", f"/minu/{again.token}/"):
        assert f"/teated/{report.ref}/" in client.get(page).content.decode()
    Case.objects.filter(pk=report.pk).update(is_public=False)
    assert report.ref not in client.get(f"/minu/{again.token}/").content.decode()


def test_the_map_gives_what_is_in_the_box(client: Client, report: Case, make_case: MakeCase, lamps: Service) -> None:
    far = make_case(service=lamps, point=Point(26.75, 58.36))
    box = f"{HERE.lon - 0.001},{HERE.lat - 0.001},{HERE.lon + 0.001},{HERE.lat + 0.001}"
    answer = client.get(f"/teated/kaart.geojson?bbox={box}")
    assert answer["Content-Type"] == "application/geo+json"
    (feature,) = answer.json()["features"]
    assert feature["geometry"]["coordinates"] == [HERE.lon, HERE.lat]
    assert feature["properties"]["url"] == f"/teated/{report.ref}/"
    assert "Lamp" not in str(feature), "what was written stands on the page, not in the map data"
    everything = client.get("/teated/kaart.geojson?bbox=nonsense").json()["features"]
    assert {each["id"] for each in everything} == {report.ref, far.ref}


def test_pages_of_the_list_cost_the_same_at_10_and_100_reports(
    client: Client, make_case: MakeCase, lamps: Service
) -> None:
    counts = {}
    for total in (10, 100):
        while Case.objects.count() < total:
            make_case(service=lamps, point=HERE)
        client.get("/teated/")
        for path in ("/teated/", "/teated/kaart.geojson"):
            with CaptureQueriesContext(connection) as queries:
                client.get(path)
            counts[path, total] = len(queries)
    assert counts["/teated/", 10] == counts["/teated/", 100]
    assert counts["/teated/kaart.geojson", 10] == counts["/teated/kaart.geojson", 100]
    first = client.get("/teated/").content.decode()
    assert first.count('href="/teated/') >= 20
    assert "cursor=" in first


def test_following_is_confirmed_by_a_press_and_left_by_one(client: Client, report: Case) -> None:
    told = client.post(f"/teated/{report.ref}/", {"email": "jaan@example.ee", "stamp": stamp()}, follow=True)
    assert "Saatsime teile kirja" in told.content.decode()
    follower = Follower.objects.get(case=report)
    link = f"/jalgi/{follower.token}/"
    assert client.get(link).status_code == 200
    follower.refresh_from_db()
    assert follower.confirmed_at is None, "a machine that opens links in letters confirms nothing"
    client.post(link)
    follower.refresh_from_db()
    assert follower.confirmed_at is not None
    mail_program = Client(enforce_csrf_checks=True)
    gone = mail_program.post(f"{link}loobu/", {"List-Unsubscribe": "One-Click"})
    assert "Te ei saa enam kirju" in gone.content.decode()
    assert not Follower.objects.exists()
    assert client.post(f"{link}loobu/").status_code == 200, "twice is the same as once"


def test_following_again_tells_nothing_about_others(client: Client, report: Case) -> None:
    """The page answers alike whether or not the address follows already."""
    pages = [
        client.post(f"/teated/{report.ref}/", {"email": "jaan@example.ee", "stamp": stamp()}, follow=True)
        for _time in range(2)
    ]
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert Follower.objects.count() == 1


def test_the_joined_municipality_of_a_follower_is_its_own(report: Case, other_municipality: Municipality) -> None:
    follower = actions.follow(report, email="jaan@example.ee")
    elva = Client(HTTP_HOST="elva.localhost")
    assert elva.get(f"/jalgi/{follower.token}/").status_code == 404
    elva.post(f"/jalgi/{follower.token}/loobu/")
    with municipality_scope(report.municipality):
        assert Follower.objects.count() == 1


def test_the_list_has_the_residents_words_and_a_true_count(client: Client, make_case: MakeCase, lamps: Service) -> None:
    first = make_case(service=lamps, point=HERE, text="Lamp ei põle. Juba nädal aega on pime.")
    second = make_case(service=lamps, point=HERE, text="Фонарь не горит уже неделю, очень темно во дворе")
    photo = attached(first, is_public=True)
    photo.thumbnail.save("vaike.jpg", ContentFile(b"jpg"))
    page = client.get("/teated/").content.decode()
    assert "2 teadet" in page
    assert page.index(second.ref) < page.index(first.ref)
    assert ">Lamp ei põle</" in page
    assert '<span lang="ru">Фонарь не горит' in page
    assert f"/{photo.ref}/?suurus=vaike" in page
    assert "1 teade" not in client.get("/teated/?seis=closed").content.decode()


def test_queries_of_the_list_do_not_grow(client: Client, make_case: MakeCase, lamps: Service) -> None:
    def count() -> int:
        client.get("/teated/")
        with CaptureQueriesContext(connection) as queries:
            client.get("/teated/")
        return len(queries)

    make_case(service=lamps, point=HERE, text="Lamp ei põle.")
    few = count()
    for number in range(4):
        attached(make_case(service=lamps, point=HERE, text=f"Lamp {number} ei põle."), is_public=True)
    assert count() == few


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("", ""),
        ("Lamp ei põle. Juba nädal.", "Lamp ei põle"),
        ("Kas keegi parandab?\nAuk.", "Kas keegi parandab?"),
        ("Riia 3.5 m kaugusel on auk", "Riia 3.5 m kaugusel on auk"),
        ("sõna " * 40, "sõna " * 13 + "sõna…"),
    ],
)
def test_title_is_the_first_sentence(text: str, title: str) -> None:
    assert Case(public_text=text).public_title == title
