"""An integrator creates reports: form, JSON, XML, files; keys; repeated sending; everything wrong answered in words."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from raekoda.casework.cases.models import Attachment, Case, Message
from raekoda.channels.open311.actions import new_key
from raekoda.channels.open311.models import ApiKey
from raekoda.identity.accounts.models import Contact
from raekoda.identity.places.models import Address
from raekoda.identity.places.rules import fold
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.channels.open311.conftest import Post, errors_of, make_service
from tests.shared_data import shared

pytestmark = pytest.mark.usefixtures("pothole")


def photo(size: tuple[int, int] = (64, 48)) -> bytes:
    output = io.BytesIO()
    Image.new("RGB", size, "green").save(output, "JPEG")
    return output.getvalue()


def test_a_report_becomes_a_case(post: Post) -> None:
    response = post(
        description="Suur auk\nRiia tänaval", address_string="Riia 2", media_url="https://example.ee/pilt.jpg"
    )
    assert response.status_code == 200
    assert response["Content-Type"] == "application/json; charset=utf-8"
    case = Case.objects.get()
    assert response.json() == [{"service_request_id": case.number, "service_notice": None, "account_id": None}]  # type: ignore[attr-defined]
    assert (case.kind, case.channel, case.service.code, case.address) == ("report", "open311", "tee", "Riia 2")
    assert case.point == Point(26.7224, 58.3803)
    assert case.attributes == {"media_url": "https://example.ee/pilt.jpg"}
    assert Message.objects.get().text == "Suur auk\nRiia tänaval"
    line = JournalEntry.objects.get(action="cases.open")
    assert (line.actor_kind, line.actor_id) == ("integration", ApiKey.objects.get().pk)


def test_who_sent_it_is_kept_apart_and_never_answered(post: Post, client: Client) -> None:
    response = post(
        first_name="Mari", last_name="Maasikas", email="mari@example.ee", phone="+372 5555 5555",
        description="Helistage mulle: mari@example.ee", device_id="seade-1", account_id="konto-1",
    )  # fmt: skip
    contact = Contact.objects.get()
    assert (contact.name, contact.email, contact.phone) == ("Mari Maasikas", "mari@example.ee", "+372 5555 5555")
    number = response.json()[0]["service_request_id"]  # type: ignore[attr-defined]
    for form in ("json", "xml"):
        shown = client.get(f"/open311/v2/requests/{number}.{form}?extensions=true").content.decode()
        assert number in shown
        for secret in ("Maasikas", "mari@example.ee", "5555", "seade-1", "konto-1", Case.objects.get().token):
            assert secret not in shown


def test_the_same_as_json_and_as_xml(client: Client, api_key: str) -> None:
    as_json = client.post(
        "/open311/v2/requests.json",
        json.dumps({"service_code": "tee", "lat": 58.3803, "long": 26.7224, "description": "Õnnetu auk"}),
        content_type="application/json",
        headers={"X-Api-Key": api_key},
    )
    assert as_json.status_code == 200
    body = (
        '<?xml version="1.0" encoding="utf-8"?><service_requests><request><service_code>tee</service_code><lat>58.3803</lat>'
        "<long>26.7224</long><description>Õnnetu auk</description></request></service_requests>"
    )
    as_xml = client.post(
        "/open311/v2/requests.xml", body.encode(), content_type="text/xml", headers={"X-Api-Key": api_key}
    )
    assert as_xml.status_code == 200
    assert as_xml["Content-Type"] == "text/xml; charset=utf-8"
    assert as_xml.content.startswith(b"<?xml version='1.0' encoding='utf-8'?>")
    numbers = {
        as_json.json()[0]["service_request_id"],
        fromstring(as_xml.content).findtext("request/service_request_id"),
    }
    assert numbers == {case.number for case in Case.objects.all()}
    assert set(Message.objects.values_list("text", flat=True)) == {"Õnnetu auk"}


@pytest.mark.usefixtures("lamp")
class TestAttributes:
    def test_answers_are_kept(self, post: Post) -> None:
        response = post(
            service_code="valgus.1",
            **{
                "attribute[kind]": "dark", "attribute[count]": "3", "attribute[near][]": ["school", "stop"],
                "attribute[since]": "2026-01-31T12:00:00Z", "attribute[unknown]": "x", "attribute[note]": "x",
            },
        )  # fmt: skip
        assert response.status_code == 200
        kept = Case.objects.get().attributes
        assert (kept["kind"], kept["count"], kept["near"]) == ("dark", 3.0, ["school", "stop"])
        assert kept["since"].startswith("2026-01-31T1")
        assert set(kept) == {"kind", "count", "near", "since"}

    @pytest.mark.parametrize("form", ["object", "list", "xml"])
    def test_answers_come_in_every_form(self, client: Client, api_key: str, form: str) -> None:
        place: dict[str, Any] = {"service_code": "valgus.1", "lat": 58.3803, "long": 26.7224, "api_key": api_key}
        if form == "xml":
            body = (
                f"<request><api_key>{api_key}</api_key><service_code>valgus.1</service_code><lat>58.38</lat><long>26.72</long>"
                "<attributes><attribute><code>kind</code><value>dark</value></attribute>"
                "<attribute><code>near</code><values><value>school</value><value>stop</value></values></attribute>"
                "</attributes></request>"
            )
            response = client.post("/open311/v2/requests.json", body, content_type="application/xml")
        else:
            given: Any = {"kind": "dark", "near": ["school", "stop"]}
            if form == "list":
                given = [{"code": "kind", "value": "dark"}, {"code": "near", "values": ["school", "stop"]}]
            body = json.dumps(place | {"attribute": given})
            response = client.post("/open311/v2/requests.json", body, content_type="application/json")
        assert response.status_code == 200, response.content
        assert Case.objects.get().attributes == {"kind": "dark", "near": ["school", "stop"]}

    def test_a_missing_or_wrong_answer_is_named(self, post: Post) -> None:
        missing = errors_of(post(service_code="valgus.1", headers={"Accept-Language": "en"}))
        assert [error["description"].split(":")[0] for error in missing] == ["attribute[kind]"]
        wrong = {
            "attribute[kind]": "purple", "attribute[count]": "many", "attribute[near][]": ["school", "moon"],
            "attribute[since]": "long ago",
        }  # fmt: skip
        named = [error["description"].split(":")[0] for error in errors_of(post(service_code="valgus.1", **wrong))]
        assert named == ["attribute[kind]", "attribute[count]", "attribute[near]", "attribute[since]"]
        assert not Case.objects.exists()


def test_photos_are_uploaded_made_safe_and_hidden_until_released(post: Post, client: Client) -> None:
    picture = shared("images", "exif-samples", "jpg", "gps", "DSCN0010.jpg").read_bytes()
    response = post(media=[SimpleUploadedFile("a.jpg", picture), SimpleUploadedFile("../b.jpg", photo())])
    assert response.status_code == 200
    kept = list(Attachment.objects.all())
    assert [one.name for one in kept] == ["a.jpg", "b.jpg"]
    with kept[0].file.open() as file:
        assert not Image.open(file).getexif()
    number = Case.objects.get().number
    assert client.get(f"/open311/v2/requests/{number}.json").json()[0]["media_url"] is None
    Attachment.objects.filter(pk=kept[0].pk).update(is_public=True)
    shown = client.get(f"/open311/v2/requests/{number}.json").json()[0]["media_url"]
    assert shown.endswith(f"/failid/{kept[0].ref}/")
    assert client.get(shown.replace("http://tartu.localhost:8103", "")).status_code in (200, 404)


@pytest.mark.parametrize(
    "content", [b"", b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html>", b"%PDF-1.4", photo()[:300]]
)
def test_a_file_that_is_no_photo_is_refused_in_words(post: Post, content: bytes) -> None:
    errors = errors_of(post(media=SimpleUploadedFile("a.jpg", content)))
    assert errors[0]["code"] == 400
    assert not Case.objects.exists()


def test_too_many_and_too_large_photos_are_refused(post: Post, settings: Any) -> None:
    settings.RAEKODA_MAX_PHOTOS = 2
    assert errors_of(post(media=[SimpleUploadedFile("a.jpg", photo()) for _ in range(3)]))[0]["code"] == 400
    settings.RAEKODA_MAX_PHOTO_BYTES = 100
    assert errors_of(post(media=SimpleUploadedFile("a.jpg", photo())))[0]["code"] == 400
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 100
    assert errors_of(post(media=SimpleUploadedFile("a.jpg", photo())))[0]["code"] == 413


WRONG: list[tuple[dict[str, Any], int]] = [
    ({"api_key": None}, 403),
    ({"api_key": "wrong"}, 403),
    ({"api_key": "\x00"}, 403),
    ({"service_code": None}, 400),
    ({"service_code": "no-such"}, 404),
    ({"jurisdiction_id": "elva.localhost"}, 404),
    ({"lat": None, "long": None}, 400),
    ({"long": None}, 400),
    ({"lat": "north"}, 400),
    ({"lat": "nan"}, 400),
    ({"lat": "1e400"}, 400),
    ({"lat": "91"}, 400),
    ({"description": "a" * 4001}, 400),
    ({"description": "a" * 30_000}, 400),
    ({"email": "not an address"}, 400),
    ({"media_url": "file:///etc/passwd"}, 400),
    ({"media_url": "javascript:alert(1)"}, 400),
    ({"media_url": "https://example.ee/" + "a" * 500}, 400),
    ({"media_url": "http://[::1"}, 400),
    ({"address_id": "nowhere", "lat": None, "long": None}, 404),
]


@pytest.mark.parametrize(("fields", "status"), WRONG)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_is_wrong_is_said_in_the_form_of_the_specification(
    post: Post, fields: dict[str, Any], status: int, form: str
) -> None:
    response = post(form=form, **fields)
    assert response.status_code == status
    if form == "xml":
        error = fromstring(response.content).find("error")
        assert error is not None
        assert error.findtext("code") == str(status)
        assert error.findtext("description")
    else:
        errors_of(response)
    assert not Case.objects.exists()


BROKEN = [
    ("application/json", b"{"), ("application/json", b"[]"), ("application/json", b'"x"'), ("application/json", b"\xff"),
    ("application/json", b"[" * 100_000), ("application/json", b'{"lat": {"a": 1}, "service_code": "tee"}'),
    ("text/xml", b"<request>"), ("text/xml", b"<service_requests/>"), ("text/xml", b""),
    ("text/xml", b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><request><description>&a;</description></request>'),
    ("text/xml", b'<!DOCTYPE l [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><request><description>&b;</description></request>'),
    ("multipart/form-data", b"x"), ("multipart/form-data; boundary=x", b"--x\r\nbroken"),
    ("application/x-www-form-urlencoded; charset=nonsense", b"service_code=tee"),
]  # fmt: skip


@pytest.mark.parametrize(("content_type", "body"), BROKEN)
def test_what_cannot_be_read_is_refused(client: Client, api_key: str, content_type: str, body: bytes) -> None:
    headers = {"X-Api-Key": api_key}
    response = client.generic("POST", "/open311/v2/requests.json", body, content_type, headers=headers)
    assert response.status_code == 400
    errors_of(response)


def test_naughty_strings_are_kept_as_they_are_or_refused_in_words(post: Post) -> None:
    texts = json.loads(shared("security", "blns", "blns.json").read_text(encoding="utf-8"))
    for text in texts:
        response = post(description=text, address_string=text, first_name=text, **{"attribute[x]": text})
        assert response.status_code in (200, 400), text
    assert Case.objects.count() > 400


def test_a_known_address_gives_the_place(post: Post, municipality: Municipality) -> None:
    place = Point(26.7275, 58.3778)
    Address.objects.create(
        municipality=municipality, text="Riia 2", search_text=fold("Riia 2"), point=place, external_id="EE123"
    )
    assert post(lat=None, long=None, address_id="EE123").status_code == 200
    assert post(lat=None, long=None, address_string="riia tn 2").status_code == 200
    assert [case.point for case in Case.objects.all()] == [place, place]
    assert post(lat=None, long=None, address_string="Kusagil metsas").status_code == 200


def test_a_key_of_another_municipality_opens_nothing_here(post: Post, other_municipality: Municipality) -> None:
    with municipality_scope(other_municipality):
        _key, plain = new_key(other_municipality, "Elva")
    assert post(api_key=plain).status_code == 403


def test_a_key_out_of_use_opens_nothing(post: Post, api_key: str) -> None:
    assert post().status_code == 200
    key = ApiKey.objects.get()
    key.is_active = False
    key.save()
    assert post().status_code == 403


def test_only_the_digest_of_a_key_is_kept(api_key: str) -> None:
    key = ApiKey.objects.get()
    assert api_key not in json.dumps([key.digest, key.name, key.prefix])
    assert api_key.startswith(key.prefix)
    assert len(api_key) >= 32


def test_services_that_take_no_reports_cannot_be_reported_to(post: Post, municipality: Municipality) -> None:
    make_service(municipality, "toetus", "Toetus", takes_reports=False)
    make_service(municipality, "mustand", "Mustand", live=False)
    assert post(service_code="toetus").status_code == 404
    assert post(service_code="mustand").status_code == 404


class TestSentAgain:
    def test_the_same_key_gives_the_first_answer(self, post: Post) -> None:
        first = post(headers={"Idempotency-Key": "konstanz-1"})
        again = post(headers={"Idempotency-Key": "konstanz-1"})
        assert first.content == again.content
        assert Case.objects.count() == 1
        assert post(headers={"Idempotency-Key": "konstanz-2"}).content != first.content
        assert Case.objects.count() == 2

    def test_the_same_key_for_another_request_is_refused(self, post: Post) -> None:
        post(headers={"Idempotency-Key": "one"})
        response = post(headers={"Idempotency-Key": "one"}, description="Hoopis muu")
        assert response.status_code == 422
        errors_of(response)
        with_photo = post(headers={"Idempotency-Key": "one"}, media=SimpleUploadedFile("a.jpg", photo()))
        assert with_photo.status_code == 422
        assert Case.objects.count() == 1

    def test_a_refused_request_leaves_its_key_free(self, post: Post) -> None:
        assert post(headers={"Idempotency-Key": "one"}, lat="x").status_code == 400
        assert post(headers={"Idempotency-Key": "one"}).status_code == 200

    def test_keys_of_two_integrations_do_not_meet(self, post: Post, municipality: Municipality) -> None:
        other = new_key(municipality, "Teine")[1]
        first = post(headers={"Idempotency-Key": "one"})
        assert post(headers={"Idempotency-Key": "one"}, api_key=other).content != first.content

    def test_an_endless_key_is_refused(self, post: Post) -> None:
        assert post(headers={"Idempotency-Key": "a" * 300}).status_code == 400


def test_creating_takes_few_queries(
    post: Post, create: Callable[..., str], django_assert_max_num_queries: Callable[[int], Any]
) -> None:
    create()
    with django_assert_max_num_queries(5):
        assert post().status_code == 200


def test_a_report_that_fails_inside_leaves_nothing_behind(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_args: Any, **_more: Any) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("raekoda.casework.cases.actions.opening.emit", fail)
    response = post()
    assert response.status_code == 500
    assert "disk full" not in errors_of(response)[0]["description"]
    assert not Case.objects.exists()


def test_guessing_keys_is_stopped(client: Client, api_key: str) -> None:
    values = {"description": "Lamp", "lat": "58.38", "long": "26.72"}
    answers = [
        client.post("/open311/v2/requests.json", {**values, "api_key": f"wrong-key-{number}"}) for number in range(22)
    ]
    assert [answer.status_code for answer in answers] == [403] * 20 + [429] * 2
    assert 0 < int(answers[-1]["Retry-After"]) <= 60
