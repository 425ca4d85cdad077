"""PostgreSQL is killed under a running installation: pages say so, forms keep what was typed, everything comes back."""

from __future__ import annotations

import signal
from collections.abc import Iterator

import httpx
import lxml.html
import psutil
import psycopg
import pytest

from raekoda.tools.database import EmbeddedDatabase
from tests.config.installation import Installation, until
from tests.config.test_run import ALL_OK

pytestmark = pytest.mark.process
TYPED = "Kas kultuurimaja on pühade ajal avatud? Küsin, sest plaanin sinna minna."
DEFER = """
    INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args, status)
    VALUES ('default', 'server.remove_old_jobs', 'tests', '{"timestamp": 0}', 'todo')
"""
STATUS = "SELECT status::text FROM procrastinate_jobs WHERE queueing_lock = 'tests' ORDER BY id DESC LIMIT 1"


@pytest.fixture
def client(running: Installation) -> Iterator[httpx.Client]:
    url = f"http://127.0.0.1:{running.port}"
    with httpx.Client(base_url=url, headers={"Origin": url}, timeout=60) as made:
        yield made


@pytest.fixture
def killed(running: Installation, client: httpx.Client) -> Iterator[lxml.html.FormElement]:
    """A form, and a database that was killed while its supervisor sleeps, so that it stays away as long as the test needs."""
    form = question_form(client.get("/kysi/").text)
    server, supervisor = psutil.Process(running.database_process()), psutil.Process(running.process.pid)  # type: ignore[union-attr]
    supervisor.suspend()
    server.kill()
    until(lambda: client.get("/readyz").status_code == 503, "the database is away")
    yield form
    supervisor.resume()
    until(lambda: running.health() == ALL_OK, "everything is back")


def question_form(page: str) -> lxml.html.FormElement:
    """The form of a page that holds most fields."""
    return max(lxml.html.fromstring(page).forms, key=lambda form: len(form.fields.keys()))


def test_pages_say_so_while_it_is_away_and_the_process_lives(
    running: Installation, client: httpx.Client, killed: lxml.html.FormElement
) -> None:
    answers = {path: client.get(path) for path in ("/", "/en/", "/ru/", "/teenused/", "/teated/")}

    assert {path: answer.status_code for path, answer in answers.items()} == dict.fromkeys(answers, 503)
    assert {answer.headers["retry-after"] for answer in answers.values()} == {"15"}
    assert "Andmebaas" in answers["/"].text
    assert "Our database is not available" in answers["/en/"].text
    assert "База данных" in answers["/ru/"].text
    assert client.get("/livez").status_code == 200
    assert running.health()["database"] == "unreachable"
    for path in ("/api/v1/services", "/open311/v2/services.json"):
        assert client.get(path).status_code == 503


def test_a_form_sent_meanwhile_is_offered_again_and_arrives(
    running: Installation, client: httpx.Client, killed: lxml.html.FormElement
) -> None:
    fields = {name: value or "" for name, value in killed.fields.items()} | {"text": TYPED}
    refused = client.post("/kysi/", data=fields)

    assert refused.status_code == 503
    assert refused.headers["cache-control"].startswith("max-age=0")
    again = question_form(refused.text)
    assert again.fields["text"] == TYPED

    assert running.process is not None
    running.process.send_signal(signal.SIGCONT)
    until(lambda: client.get("/readyz").status_code == 200, "the database is back")
    sent = client.post(again.action, data={name: value or "" for name, value in again.fields.items()})
    assert sent.status_code in {200, 302}, sent.text
    assert "csrf" not in sent.text.casefold() or TYPED in sent.text


def test_it_is_started_again_and_jobs_go_on(running: Installation) -> None:
    killed_process = psutil.Process(running.database_process())
    killed_process.kill()

    until(lambda: "PostgreSQL answers again" in running.said(), "the supervisor says that it started it again")
    until(lambda: running.health() == ALL_OK, "ready again")
    assert running.database_process() != killed_process.pid
    with psycopg.connect(EmbeddedDatabase(running.folder).url, autocommit=True) as connection:
        connection.execute(DEFER)
        until(lambda: connection.execute(STATUS).fetchone() == ("succeeded",), "the worker does a job")
