"""Answers while the database is unreachable or the disk is full, and that what was typed is not lost."""

from __future__ import annotations

import errno
from types import SimpleNamespace
from typing import Any

import lxml.html
import psycopg
import pytest
from asgiref.sync import async_to_sync
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client, RequestFactory
from procrastinate.exceptions import ConnectorException

from raekoda.platform.core import outage
from raekoda.platform.core.files import prepare_attachment
from raekoda.platform.core.uploads import prepare_all
from raekoda.platform.deliveries import crashed_jobs

pytestmark = pytest.mark.django_db
TYPED = {"text": "Tänavalamp ei põle juba nädal aega.\nSee on Riia tänaval.", "csrfmiddlewaretoken": "t" * 64}
OWN = {"Sec-Fetch-Site": "same-origin"}


@pytest.fixture
def visitor(municipality: Any) -> Client:
    return Client(raise_request_exception=False)


def away(*arguments: object) -> None:
    raise OperationalError("connection refused")


def deadlock(*arguments: object) -> None:
    raise OperationalError("deadlock") from psycopg.errors.DeadlockDetected()


def form_of(page: str) -> lxml.html.FormElement:
    return lxml.html.fromstring(page).forms[0]


@pytest.mark.parametrize(
    ("path", "words"),
    [("/teated/", "Andmebaas ei ole"), ("/en/teated/", "Our database is not"), ("/ru/teated/", "База данных сейчас")],
)
def test_a_page_says_in_words_that_the_database_is_away(visitor: Client, path: str, words: str) -> None:
    with connection.execute_wrapper(away):
        answer = visitor.get(path)
    assert answer.status_code == 503
    assert answer["Retry-After"] == "15"
    assert "no-store" in answer["Cache-Control"]
    assert words in answer.text


def test_other_errors_of_the_database_are_faults_of_ours(visitor: Client) -> None:
    with connection.execute_wrapper(deadlock):
        assert visitor.get("/teated/").status_code == 500


def test_endpoints_answer_in_their_own_shape_with_503(visitor: Client) -> None:
    assert visitor.get("/open311/v2/requests.json").status_code == 200  # the municipality of the host is cached
    with connection.execute_wrapper(away):
        answer = visitor.get("/open311/v2/requests.json")
    assert (answer.status_code, answer["Retry-After"]) == (503, "15")
    assert answer["Content-Type"].startswith("application/json")


def test_a_form_is_offered_again_with_its_text_and_without_passwords_and_files(rf: RequestFactory) -> None:
    files = {"photos": SimpleUploadedFile("lamp.jpg", b"x")}
    secrets = {"password": "salajane1", "new_secret": "salajane2", "access_key": "salajane3"}
    answer = outage.unavailable(
        rf.post("/teata/?samm=2", {**TYPED, **secrets, **files}, headers=OWN), outage.UNREACHABLE
    )

    form = form_of(answer.text)
    assert (form.method, form.action, form.get("enctype")) == ("POST", "/teata/?samm=2", "multipart/form-data")
    assert {name: form.fields[name] for name in TYPED} == TYPED
    assert "lamp.jpg" in answer.text
    assert [field.name for field in form.inputs if field.get("type") == "file"] == ["photos"]
    assert "salajane" not in answer.text


def test_a_form_of_another_site_is_not_offered_again(rf: RequestFactory) -> None:
    request = rf.post("/teata/", TYPED, headers={"Sec-Fetch-Site": "cross-site"})
    page = outage.unavailable(request, outage.UNREACHABLE).text
    assert "Riia" not in page
    assert lxml.html.fromstring(page).forms == []


def test_what_was_typed_is_shown_as_text(rf: RequestFactory) -> None:
    request = rf.post("/teata/", {"text": '"><script>alert(1)</script>'}, headers=OWN)
    assert "<script>alert" not in outage.unavailable(request, outage.UNREACHABLE).text


@pytest.mark.parametrize("error", [OSError(errno.ENOSPC, "full"), OSError(errno.EDQUOT, "quota")])
def test_a_full_disk_is_said(error: OSError, rf: RequestFactory) -> None:
    try:
        raise error
    except OSError:
        answer = outage.server_error(rf.post("/teata/", TYPED, headers=OWN))
    assert (answer.status_code, answer["Retry-After"]) == (503, "300")
    assert "ketas on täis" in answer.text
    assert form_of(answer.text).fields["text"] == TYPED["text"]


def test_a_disk_that_the_database_found_full_is_said() -> None:
    error = OperationalError("could not extend file")
    error.__cause__ = psycopg.errors.DiskFull()
    assert outage.find_outage(error) == outage.DISK_FULL


def test_files_of_people_are_refused_in_words_before_the_disk_is_full(rf: RequestFactory, settings: Any) -> None:
    settings.RAEKODA_DISK_STOP_MEGABYTES = 10**9
    prepared, problems = prepare_all(rf.post("/"), [SimpleUploadedFile("kiri.txt", b"tere")], prepare_attachment)
    assert prepared == []
    assert problems == [
        "kiri.txt: Faili ei saa praegu salvestada, sest meie ketas on täis."
        " Saatke ülejäänu ilma failita või proovige hiljem uuesti."
    ]
    settings.RAEKODA_DISK_STOP_MEGABYTES = 0
    assert len(prepare_all(rf.post("/"), [SimpleUploadedFile("kiri.txt", b"tere")], prepare_attachment)[0]) == 1


class LostConnection:
    """The worker's connection to a database that is away."""

    async def execute_query_async(self, query: str, **values: object) -> None:
        raise ConnectorException("connection lost")


def test_a_worker_that_loses_the_database_ends_so_that_its_job_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []

    def end(code: int) -> None:
        ended.append(code)
        raise SystemExit(code)

    async def work() -> None:
        raise AssertionError

    monkeypatch.setattr("os._exit", end)
    context = SimpleNamespace(
        job=SimpleNamespace(id=7, task_name="tests"), app=SimpleNamespace(connector=LostConnection())
    )
    with pytest.raises(SystemExit):
        async_to_sync(crashed_jobs.count_start)(work, context, None)
    assert ended == [crashed_jobs.DATABASE_LOST]
