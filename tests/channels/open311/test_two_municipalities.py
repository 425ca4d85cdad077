"""Two municipalities on one machine exchange reports: real web server, real worker, HTTP between them.

A resident reports to Tartu what lies in Elva; Elva gets it, its official answers; Tartu's resident reads the answer.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.channels.open311.installations import Towns, two_towns, until
from tests.channels.open311.plain_client import PlainClient

pytestmark = [pytest.mark.process, pytest.mark.django_db]
IN_ELVA = {"lat": "58.22", "long": "26.42"}


@pytest.fixture(scope="module")
def towns(django_db_setup: None, django_db_blocker: Any) -> Iterator[Towns]:
    with django_db_blocker.unblock(), two_towns() as running:
        for town in ("tartu", "elva"):
            map_services(running, town)
        yield running


def map_services(towns: Towns, town: str) -> None:
    """The administrator reads the neighbour's services and says under which all reports of their places go."""
    admin = towns.browser(town).sign_in(f"{town}.administrator")
    ((partner, code),) = towns.rows(
        "SELECT p.id, m.slug FROM open311_partner p JOIN core_municipality m ON m.id = p.municipality_id WHERE m.slug = %s",
        town,
    )
    assert code == town
    page = f"/toolaud/naabrid/{partner}/teenused/"
    admin.post(page, f"/toolaud/naabrid/{partner}/loe/")
    ((service,),) = until(lambda: towns.rows("SELECT id FROM open311_partnerservice WHERE partner_id = %s", partner))
    admin.post(page, page, otherwise=str(service))


def case_of(towns: Towns, number: str) -> dict[str, Any]:
    ((row,),) = towns.rows("SELECT row_to_json(c) FROM cases_case c WHERE id = %s", int(number.split("-")[1]))
    return dict(row)


def request_poll(towns: Towns, town: str) -> None:
    """What the minute's job does, without the minute: an official presses the button."""
    browser = towns.browser(town).sign_in(f"{town}.official")
    ((partner,),) = towns.rows(
        "SELECT p.id FROM open311_partner p JOIN core_municipality m ON m.id = p.municipality_id WHERE m.slug = %s",
        town,
    )
    browser.post("/toolaud/naabrid/", f"/toolaud/naabrid/{partner}/kysi/")
    asked = "SELECT 1 FROM procrastinate_jobs WHERE task_name = 'open311.ask' AND status IN ('todo', 'doing')"
    until(lambda: not towns.rows(asked))


def test_a_report_goes_to_the_neighbour_and_its_answer_comes_back(towns: Towns) -> None:
    app = PlainClient(towns.port, "tartu.localhost", towns.keys["tartu"])
    number = app.send(
        {"service_code": "tartu-tee", "description": "Auk Elva teel, helistage Mari Maasikas 5550 1234.",
         "email": "mari.maasikas@example.ee", "first_name": "Mari", "last_name": "Maasikas", **IN_ELVA}, once="auk-1"
    )  # fmt: skip

    handed = "SELECT external_id FROM open311_handover WHERE case_id = %s AND state = 'sent'"
    ((theirs,),) = until(lambda: towns.rows(handed, int(number.split("-")[1])))
    assert theirs != number
    elva = case_of(towns, theirs)
    ((town, said),) = towns.rows(
        "SELECT m.slug, g.text FROM cases_case c JOIN core_municipality m ON m.id = c.municipality_id"
        " JOIN cases_message g ON g.case_id = c.id WHERE c.id = %s", elva["id"],
    )  # fmt: skip
    assert town == "elva"
    assert f"(Tartu linn {number})" in said
    assert "Mari" not in said and "5550" not in said
    assert elva["contact_id"] is None

    case = case_of(towns, number)
    page = towns.browser("tartu").get(f"/minu/{case['token']}/")
    assert "Elva vald" in page and theirs in page
    assert theirs in towns.browser("tartu").get(f"/teated/{case['ref']}/")
    assert until(
        lambda: towns.rows("SELECT 1 FROM channels_letter WHERE case_id = %s AND key LIKE 'told:%%'", case["id"])
    )

    official = towns.browser("elva").sign_in("elva.official")
    official.post(
        f"/toolaud/juhtum/{theirs}/",
        f"/toolaud/juhtum/{theirs}/vastan/",
        outcome="solved",
        text="Auk on täidetud.",
        language="et",
    )
    assert case_of(towns, theirs)["status"] == "closed"

    request_poll(towns, "tartu")
    page = towns.browser("tartu").get(f"/minu/{case['token']}/")
    assert "Auk on täidetud." in page
    ((state, to_check, outcome),) = towns.rows(
        "SELECT state, to_check, their_outcome FROM open311_handover WHERE case_id = %s", case["id"]
    )
    assert (state, to_check, outcome) == ("done", True, "solved")
    desk = towns.browser("tartu").sign_in("tartu.official").get(f"/toolaud/juhtum/{number}/")
    assert re.search(r"<textarea[^>]*>[^<]*Auk on täidetud\.", desk)

    request_poll(towns, "tartu")
    assert towns.rows("SELECT count(*) FROM cases_message WHERE case_id = %s AND kind = 'update'", case["id"]) == [(2,)]


def test_only_the_maker_reads_the_updates_of_a_report(towns: Towns) -> None:
    def read(key: str) -> tuple[int, Any]:
        client = PlainClient(towns.port, "elva.localhost", key)
        return client.call("GET", "/open311/v2/servicerequestupdates.json", X_Api_Key=key)

    status, rows = read(towns.keys["tartu@elva"])
    assert status == 200
    assert [row["external_status_code"] for row in rows] == ["solved"]
    assert "Mari" not in json.dumps(rows)
    assert read(towns.keys["elva"])[0] == 403
    assert read("")[0] == 403
    assert read(towns.keys["elva@tartu"])[0] == 403


def test_nothing_goes_in_circles(towns: Towns) -> None:
    """A report that came from a neighbour is not passed on by a rule, and one of a place elsewhere is not taken from it."""
    tartu_at_elva = PlainClient(towns.port, "elva.localhost", towns.keys["tartu@elva"])
    body = json.dumps({"service_code": "elva-tee", "description": "Auk", "lat": 58.3803, "long": 26.7224})
    status, errors = tartu_at_elva.call(
        "POST", "/open311/v2/requests.json", body, Content_Type="application/json", X_Api_Key=towns.keys["tartu@elva"]
    )
    assert status == 400, errors
    assert towns.rows("SELECT count(*) FROM open311_handover") == [(1,)]
