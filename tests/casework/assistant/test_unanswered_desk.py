"""Those who write answers work on what people do not find; the page counts, filters, pages and never names anybody."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from raekoda.casework.answers import actions as answers
from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.casework.assistant.unanswered import actions, statistics
from raekoda.casework.assistant.unanswered.errors import GroupError
from raekoda.casework.assistant.unanswered.recording import record_empty_search
from raekoda.identity.accounts.models import Role
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.casework.cases.conftest import make_user, official, operator, unit  # noqa: F401

MakeGap = Callable[..., Gap]
PATH = "/toolaud/kusitud/"


@pytest.fixture
def make_gap(municipality: Municipality) -> MakeGap:
    def make(*questions: str, days_ago: int = 3, **fields: object) -> Gap:
        now = clock.now() - timedelta(days=days_ago)
        gap = Gap.objects.create(
            municipality=municipality, title=questions[0], created_at=now, first_asked_at=now, last_asked_at=now,
            asked=len(questions),
        )  # fmt: skip
        for question in questions:
            given = {"channel": "site", "language": "et", "asked_at": now} | fields
            Exchange.objects.create(municipality=municipality, question=question, gap=gap, **given)
        return gap

    return make


@pytest.fixture
def desk(official: Actor) -> Client:  # noqa: F811
    client = Client()
    client.force_login(official.user)  # type: ignore[arg-type]
    return client


def shown(client: Client, query: str = "") -> str:
    response = client.get(f"{PATH}{query}")
    assert response.status_code == 200
    return response.content.decode()


def test_from_a_group_to_an_answer_and_whether_it_helped(desk: Client, make_gap: MakeGap, official: Actor) -> None:  # noqa: F811
    gap = make_gap("Kuhu viia kuusk?", "kuuse äravedu", days_ago=40)
    drafted = desk.post(f"{PATH}{gap.pk}/mustand/", follow=True)
    page = drafted.content.decode()
    assert "kuuse äravedu" in page, "the group's questions are filled in"
    assert f"{PATH}{gap.pk}/" in page, "and the draft leads back to them"
    gap.refresh_from_db()
    assert gap.answer is not None
    assert gap.state == "open"
    desk.post(f"{PATH}{gap.pk}/mustand/")
    assert Gap.objects.get().answer_id == gap.answer_id, "one group, one draft"
    answers.edit(gap.answer, actor=official, answer="Jäätmejaama.")
    with clock.at(clock.now() - timedelta(days=10)):
        answers.release(gap.answer, actor=official)
    gap.refresh_from_db()
    assert gap.state == "answered"
    source = [{"kind": "answer", "key": str(gap.answer.pk)}]
    for fields in ({"answered": True, "mode": "sentences", "sources": source}, {}):
        Exchange.objects.create(
            municipality=gap.municipality, gap=gap, question="kuusk?", channel="phone", asked_at=clock.now(), **fields
        )  # fmt: skip
    effect = statistics.effect(gap)
    assert effect is not None
    assert (effect.before, effect.after, effect.given, effect.share) == (2, 2, 1, 50)
    page = desk.get(f"{PATH}{gap.pk}/").content.decode()
    assert "50 %" in page
    assert sum(month.helped for month in statistics.months(gap)) == 1
    answers.withdraw(gap.answer, actor=official)
    gap.refresh_from_db()
    assert gap.state == "open", "it waits for an answer again"
    assert gap.answered_at is not None, "the first release is remembered"
    made = set(JournalEntry.objects.filter(subject_type="assistant.gap").values_list("action", flat=True))
    assert made == {"assistant.draft_from_gap", "assistant.answer_gap", "assistant.unanswer_gap"}


def test_groups_are_named_joined_taken_apart_and_set_aside(desk: Client, make_gap: MakeGap) -> None:
    one, other = make_gap("bussi sõiduplaan", "buss 7"), make_gap("buss number 3")
    desk.post(f"{PATH}{one.pk}/nimeta/", {"title": "Busside ajad", "topic": ""})
    desk.post(f"{PATH}{other.pk}/uhenda/", {"into": one.pk})
    one.refresh_from_db()
    assert (one.title, one.is_named, one.asked) == ("Busside ajad", True, 3)
    assert desk.get(f"{PATH}{other.pk}/").headers["Location"] == f"{PATH}{one.pk}/", "the old address leads on"
    question = Exchange.objects.get(question="buss 7")
    desk.post(f"{PATH}kysimus/{question.pk}/liiguta/", {"to": ""})
    question.refresh_from_db()
    one.refresh_from_db()
    assert question.gap.title == "buss 7"
    assert one.asked == 2
    page = desk.post(f"{PATH}{one.pk}/korvale/", {"reason": " "}, follow=True).content.decode()
    assert "Öelge mõne sõnaga" in page
    desk.post(f"{PATH}{one.pk}/korvale/", {"reason": "Bussifirma vastab ise"})
    assert "Busside ajad" not in shown(desk)
    assert "Busside ajad" in shown(desk, "?seis=korvale")
    desk.post(f"{PATH}{one.pk}/uuesti/")
    assert "Busside ajad" in shown(desk)


def test_only_writers_work_on_groups_and_only_their_own(
    make_gap: MakeGap, operator: Actor, municipality: Municipality, other_municipality: Municipality  # noqa: F811
) -> None:  # fmt: skip
    gap = make_gap("buss 3", "buss 5")
    client = Client()
    assert client.get(PATH).status_code == 302, "strangers sign in first"
    client.force_login(operator.user)  # type: ignore[arg-type]
    assert "buss 3" in shown(client)
    assert "mustand" not in client.get(f"{PATH}{gap.pk}/").content.decode(), "nothing to press for those who may not"
    assert client.post(f"{PATH}{gap.pk}/mustand/").status_code == 403
    analyst = make_user(municipality, "aino", Role.ANALYST)
    client.force_login(analyst)
    assert client.get(PATH).status_code == 403
    with municipality_scope(other_municipality):
        stranger = Actor.staff(make_user(other_municipality, "ott", Role.ADMINISTRATOR))
        with pytest.raises(PermissionDenied):
            actions.dismiss(gap, reason="pole meie", actor=stranger)
        client.force_login(stranger.user)  # type: ignore[arg-type]
        assert client.get(f"{PATH}{gap.pk}/", headers={"host": "elva.localhost"}).status_code == 404


def test_a_merged_group_cannot_be_changed(make_gap: MakeGap, official: Actor) -> None:  # noqa: F811
    one, other = make_gap("buss 3"), make_gap("buss 5")
    actions.merge(one, into=other, actor=official)
    with pytest.raises(GroupError):
        actions.dismiss(one, reason="topelt", actor=official)
    with pytest.raises(GroupError):
        actions.merge(other, into=other, actor=official)


def test_the_list_is_filtered_counted_and_exported(desk: Client, make_gap: MakeGap) -> None:
    make_gap("vana asi", days_ago=200)
    make_gap("=uus asi", "uus asi 2", channel="phone", language="ru")
    assert "vana asi" in shown(desk)
    assert "vana asi" not in shown(desk, "?days=90")
    for query in ("?channel=phone", "?language=ru", "?days=30"):
        page = shown(desk, query)
        assert "=uus asi" in page
        assert "vana asi" not in page, query
    assert "Nende filtritega ei leitud midagi" in shown(desk, "?channel=api")
    exported = b"".join(desk.get(f"{PATH}tabel.csv?days=30"))  # type: ignore[arg-type]
    rows = list(csv.reader(io.StringIO(exported.decode("utf-8-sig")), delimiter=";"))
    assert len(rows) == 2
    assert rows[1][0] == "'=uus asi", "no spreadsheet takes it for a formula"
    assert rows[1][3] == "2"
    assert JournalEntry.objects.get(action="assistant.export_gaps").data["filters"] == ["days"]


def test_number_of_queries_is_constant(desk: Client, make_gap: MakeGap) -> None:
    gap = make_gap("asi 0")

    def queries(path: str) -> int:
        desk.get(path)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            desk.get(path)
        return len(captured)

    few = [queries(PATH), queries(f"{PATH}{gap.pk}/")]
    for number in range(1, 30):
        make_gap(f"asi {number}")
        Exchange.objects.create(
            municipality=gap.municipality, gap=gap, question=f"q {number}", channel="api", asked_at=clock.now()
        )
    assert [queries(PATH), queries(f"{PATH}{gap.pk}/")] == few
    page = shown(desk)
    assert page.count("gaps-number") == 25
    assert "cursor=" in page


@pytest.fixture
def searches(rf: RequestFactory, municipality: Municipality) -> Callable[..., Exchange | None]:
    def search(text: str, address: str = "192.0.2.7") -> Exchange | None:
        return record_empty_search(text, "et", rf.get("/otsi/", REMOTE_ADDR=address))

    return search


def test_an_empty_search_is_stored_once_and_redacted(searches: Callable) -> None:
    kept = searches("krüptoraha mari@example.ee")
    assert kept is not None
    assert "mari@example.ee" not in kept.question
    assert (kept.channel, kept.answered) == ("search", False)
    assert searches("Krüptoraha  mari@example.ee") is None, "the same visitor, the same words"
    assert searches("krüptoraha mari@example.ee", "192.0.2.8") is not None
    assert searches("12") is None


def test_the_search_page_stores_empty_searches(municipality: Municipality) -> None:
    Client().get("/otsi/", {"q": "zxqwv vbnmk"})
    assert Exchange.objects.get().question == "zxqwv vbnmk"
    Client().get("/otsi/", {"q": "kus on zxqwv vbnmkk?"})
    assert Exchange.objects.count() == 1, "a question is kept by the assistant that is asked it, not twice"
