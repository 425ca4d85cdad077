"""Invalid input of any kind: the page shows a message, keeps what was typed, and nothing breaks."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from raekoda.casework.cases.models import Attachment, Case
from raekoda.casework.cases.site.antispam import LIMITS
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.casework.cases.site.conftest import HERE, Visitor, photo, stamp
from tests.shared_data import shared

pytestmark = pytest.mark.usefixtures("municipality")
TEXT = "Lamp ei põle"


def naughty() -> list[str]:
    return json.loads((shared("security", "blns") / "blns.json").read_text(encoding="utf-8"))


def handfuls(size: int = 24) -> Iterator[tuple[str, str]]:
    """All of them, some at a time: a long text of many, and one alone."""
    strings = naughty()
    for start in range(0, len(strings), size):
        handful = strings[start : start + size]
        yield "\n".join(handful)[:5000], handful[len(handful) // 2]


def test_naughty_strings_in_every_form_of_a_report(trees: Service, lamps: Service) -> None:
    """No screen breaks, none shows markup unescaped."""
    visitor = Visitor()
    visitor.begins(TEXT)
    for number, (many, one) in enumerate(handfuls()):
        visitor.client.defaults["REMOTE_ADDR"] = f"10.0.0.{number}"
        for step, data in (
            ("", {"text": many}),
            ("koht/", {"address": one, "lon": one, "lat": one}),
            ("koht/", {"address": one}),
            ("teema/", {"service": one}),
            ("teema/", {"service": str(trees.pk)}),
            ("tapsustus/", {"korgus": one, "oht": one}),
            ("saada/", {"name": one, "email": one + "@", "phone": one}),
        ):
            response = visitor.client.post(f"/teata/{visitor.key}/{step}", data)
            assert response.status_code in (200, 302), (step, one)
            assert "<script>alert" not in response.content.decode(), (step, one)


def test_naughty_strings_in_every_form_of_a_question_and_a_case(lamps: Service, make_case: Callable[..., Case]) -> None:
    visitor = Visitor()
    visitor.begins(TEXT, path="/kysi/")
    case = make_case(service=lamps, point=HERE)
    for number, (many, one) in enumerate(handfuls()):
        visitor.client.defaults["REMOTE_ADDR"] = f"10.1.0.{number}"
        for path, data in (
            (f"/kysi/{visitor.key}/", {"text": many}),
            ("/kysi/vihjed/", {"text": many}),
            (f"/kysi/{visitor.key}/soov/", {"kind": one, "topic": one}),
            (f"/kysi/{visitor.key}/soov/", {"kind": "memo"}),
            (f"/kysi/{visitor.key}/saada/", {"name": one, "email": one, "phone": one}),
            (f"/teated/{case.ref}/", {"email": one, "stamp": stamp()}),
            (f"/minu/{case.token}/vasta/", {"text": many}),
            (f"/minu/{case.token}/hinda/", {"score": one, "comment": many}),
            (f"/minu/{case.token}/ava-uuesti/", {"reason": many}),
        ):
            response = visitor.client.post(path, data)
            assert response.status_code in (200, 302), (path, one)
            assert "<script>alert" not in response.content.decode(), (path, one)
        for path, query in (
            ("/teated/", {"teenus": one, "seis": one, "ala": one, "cursor": one}),
            ("/teated/kaart.geojson", {"bbox": one, "teenus": one}),
            ("/vastused/", {"q": one, "teema": one, "cursor": one}),
            ("/teata/", {"teenus": one, "text": one}),
        ):
            assert visitor.client.get(path, query).status_code == 200, (path, one)


def test_naughty_strings_are_stored_unchanged() -> None:
    """What is sent arrives: letter for letter, but for control characters."""
    visitor = Visitor()
    sent = [text for text in naughty() if text.strip() and text.isprintable() and len(text) < 500][::40]
    for number, text in enumerate(sent):
        visitor.client.defaults["REMOTE_ADDR"] = f"10.4.{number}.1"
        visitor.begins(f"Tekst: {text} .")
        visitor.posts("koht", skip="1")
        visitor.posts("teema", service="else")
        done = visitor.posts("saada")
        assert done.request["PATH_INFO"].endswith("/valmis/"), text
    assert Case.objects.count() == len(sent)


def test_an_empty_form_shows_an_error() -> None:
    page = Visitor().begins("   ").content.decode()
    assert "Palun kirjutage mõni sõna." in page
    assert 'href="#id_text"' in page, "the summary leads to the field"


def test_photos_keep_their_orientation_and_lose_their_location() -> None:
    visitor = Visitor()
    turned = (shared("images", "exif-samples") / "jpg" / "orientation" / "portrait_6.jpg").read_bytes()
    located = next((shared("images", "exif-samples") / "jpg" / "gps").glob("*.jpg")).read_bytes()
    files = [SimpleUploadedFile(f"{n}.jpg", content, "image/jpeg") for n, content in enumerate((turned, located))]
    visitor.begins(TEXT, photos=files)
    visitor.posts("koht", skip="1")
    visitor.posts("teema", service="else")
    visitor.posts("saada")
    case = Case.objects.get(external_id=visitor.key)
    first, second = case.attachments.order_by("id")
    with Image.open(first.file) as picture:
        assert picture.height > picture.width, "a portrait stands upright"
        assert len(picture.getexif()) == 0
    with Image.open(io.BytesIO(located)) as before:
        assert before.getexif().get_ifd(0x8825), "the sample has a location"
    with Image.open(second.file) as picture:
        assert not picture.getexif().get_ifd(0x8825)


def test_every_broken_sample_is_accepted_or_shows_an_error() -> None:
    visitor = Visitor()
    for number, path in enumerate(sorted((shared("images", "exif-samples") / "jpg" / "invalid").glob("*.jpg"))):
        visitor.client.defaults["REMOTE_ADDR"] = f"10.2.{number}.1"
        upload = SimpleUploadedFile(path.name, path.read_bytes(), "image/jpeg")
        response = visitor.begins(TEXT, photos=[upload])
        assert response.status_code == 200
        assert TEXT in response.content.decode() or response.redirect_chain, path.name


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("pilt.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>"),
        ("leht.jpg", b"<html><script>alert(1)</script></html>"),
        ("katki.jpg", b"\xff\xd8\xff\xe0 this is no picture"),
        ("tekst.png", b"lihtsalt tekst"),
        ("tyhi.jpg", b""),
    ],
)
def test_files_that_are_no_photos_are_rejected_and_the_rest_is_stored(name: str, content: bytes) -> None:
    visitor = Visitor()
    bad = SimpleUploadedFile(name, content, "image/jpeg")
    page = visitor.begins(TEXT, photos=[photo("hea.jpg"), bad]).content.decode()
    assert "Photos" not in page
    assert name in page or "tühi" in page
    assert TEXT in page
    assert "hea.jpg" in page, "the good photo is kept"
    action = page.split('<form method="post" action="/teata/')[1].split('"')[0]
    visitor.key = action.strip("/")
    assert visitor.client.post(f"/teata/{action}", {"text": TEXT}).status_code == 302, "and one can go on"
    visitor.posts("koht", skip="1")
    visitor.posts("teema", service="else")
    visitor.posts("saada")
    assert Attachment.objects.get().name == "hea.jpg"


def test_a_decompression_bomb_shows_an_error() -> None:
    content = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(content, "PNG")
    page = (
        Visitor()
        .begins(TEXT, photos=[SimpleUploadedFile("pomm.png", content.getvalue(), "image/png")])
        .content.decode()
    )
    assert "pomm.png" in page
    assert TEXT in page


def test_a_photo_that_is_too_large_is_discarded_while_read_and_the_text_is_stored(settings: object) -> None:
    large = SimpleUploadedFile("suur.jpg", b"\xff\xd8" + b"0" * (300 * 1024), "image/jpeg")
    settings.RAEKODA_MAX_PHOTO_BYTES = 200 * 1024  # type: ignore[attr-defined]
    page = Visitor().begins(TEXT, photos=[photo("hea.jpg"), large]).content.decode()
    assert "suur.jpg" in page
    assert "jäi lisamata" in page
    assert TEXT in page
    assert "hea.jpg" in page


def test_photos_over_the_limit_are_left_out_with_a_message() -> None:
    files = [photo(f"{n}.jpg") for n in range(settings.RAEKODA_MAX_PHOTOS + 2)]
    page = Visitor().begins(TEXT, photos=files).content.decode()
    assert "2 jäid lisamata" in page
    assert page.count("/foto/") == settings.RAEKODA_MAX_PHOTOS


def test_a_bot_gets_an_error_and_a_person_can_go_on() -> None:
    visitor = Visitor()
    page = visitor.begins(TEXT, website="http://spam.example").content.decode()
    assert "Jätke see tühjaks" in page
    assert TEXT in page
    assert visitor.begins(TEXT).redirect_chain


@pytest.mark.parametrize("age", [None, -3600, 8 * 24 * 3600])
def test_a_page_without_a_good_time_is_sent_again(age: int | None) -> None:
    """No time at all, one that is not over yet, one of last week."""
    visitor = Visitor()
    page = visitor.begins(TEXT, stamp="forged" if age is None else stamp(age)).content.decode()
    assert "Palun saatke uuesti." in page
    assert TEXT in page


def test_the_limit_per_address_shows_an_error_and_keeps_the_text() -> None:
    visitor = Visitor()
    limit = LIMITS["begin"][0]
    for _time in range(limit):
        assert visitor.begins(TEXT).status_code == 200
    stopped = visitor.begins(TEXT)
    assert stopped.status_code == 429
    assert "Teie võrgust on viimase tunni jooksul saadetud väga palju" in stopped.content.decode()
    assert TEXT in stopped.content.decode()
    other = Visitor(REMOTE_ADDR="10.3.0.9")
    assert other.begins(TEXT).redirect_chain, "others are not shut out"


def test_a_lost_token_shows_what_was_typed_and_sends_it_again() -> None:
    strict = Client(enforce_csrf_checks=True)
    data = {"text": TEXT + "\nteine rida", "stamp": stamp(), "website": ""}
    foreign = strict.post("/teata/", data, HTTP_ORIGIN="http://evil.example", HTTP_SEC_FETCH_SITE="cross-site")
    assert foreign.status_code == 403
    assert TEXT in foreign.content.decode()
    assert 'action="/teata/"' not in foreign.content.decode(), "what came from elsewhere is not offered to be sent"
    own = strict.post("/teata/", data, HTTP_SEC_FETCH_SITE="same-origin")
    assert own.status_code == 403
    page = own.content.decode()
    assert 'action="/teata/"' in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    sent = strict.post("/teata/", {**data, "csrfmiddlewaretoken": token})
    assert sent.status_code == 302


def test_drafts_of_sessions_that_ended_are_swept(municipality: Municipality) -> None:
    from datetime import timedelta

    from django.core.files.storage import default_storage

    from raekoda.casework.cases.site.drafts import purge_expired_drafts

    visitor = Visitor()
    visitor.begins(TEXT, photos=[photo()])
    folder = f"drafts/{visitor.key}"
    assert default_storage.listdir(folder)[1]
    purge_expired_drafts()
    assert default_storage.listdir(folder)[1], "a fresh draft stays"
    assert purge_expired_drafts(timedelta(seconds=-5)) >= 1
    assert not default_storage.exists(folder)
    assert purge_expired_drafts(timedelta(seconds=-5)) == 0
