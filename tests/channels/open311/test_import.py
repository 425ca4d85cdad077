"""Reports of another system come in: from its endpoint over HTTP, from a file, once and again."""

from __future__ import annotations

import io
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from raekoda.casework.cases.models import Case, Message
from raekoda.identity.places.models import Area
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.registry.services.models import Service
from tests.shared_data import shared

NOW = datetime.now(UTC)


def request(number: int, **more: Any) -> dict[str, Any]:
    when = (NOW - timedelta(days=number)).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {
        "service_request_id": number, "status": "open", "service_code": "001", "service_name": "Potholes", "lat": 58.38,
        "long": 26.72, "description": f"There is hole number {number}", "requested_datetime": when, "updated_datetime": when,
        "address": "Riia 2", "media_url": "https://example.ee/1.jpg", **more,
    }  # fmt: skip


def run(source: str, *options: str) -> str:
    output = io.StringIO()
    call_command("import_open311", source, "--municipality", "0793", *options, stdout=output, stderr=output)
    return output.getvalue()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "City reports.json"
    path.write_text(json.dumps([request(1), request(2, status="closed", status_notes="Filled")]), encoding="utf-8")
    return path


def test_a_file_comes_in_once(municipality: Municipality, file: Path) -> None:
    assert "1 services and 2 reports added" in run(str(file))
    first = Case.objects.get(external_id="1")
    assert (first.external_source, first.channel, first.address, first.language) == (
        "city-reports",
        "import",
        "Riia 2",
        "en",
    )
    assert first.attributes == {"media_url": "https://example.ee/1.jpg"}
    assert abs(first.registered_at - (NOW - timedelta(days=1))) < timedelta(seconds=2)
    closed = Case.objects.get(external_id="2")
    assert (closed.status, closed.outcome) == ("closed", "solved")
    assert closed.closed_at is not None
    assert abs(closed.closed_at - (NOW - timedelta(days=2))) < timedelta(seconds=2)
    assert Message.objects.filter(case=closed).last().text == "Filled"  # type: ignore[union-attr]
    service = Service.objects.get()
    assert (service.code, service.name, service.live, service.takes_reports) == ("001", "Potholes", False, True)
    assert "0 services and 0 reports added, 0 closed since, 2 as before" in run(str(file))
    assert Case.objects.count() == 2
    assert JournalEntry.objects.filter(action="open311.import").count() == 2


def test_what_was_closed_there_since_is_closed_here(municipality: Municipality, file: Path) -> None:
    run(str(file))
    file.write_text(json.dumps([request(1, status="closed")]), encoding="utf-8")
    assert "0 reports added, 1 closed since" in run(str(file))
    assert Case.objects.get(external_id="1").status == "closed"
    assert "0 closed since, 1 as before" in run(str(file))


def test_an_interrupted_import_goes_on(municipality: Municipality, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from raekoda.channels.open311 import importing

    take, taken = importing._import_request, []

    def stop_after_one(*arguments: Any) -> None:
        if taken:
            raise KeyboardInterrupt
        taken.append(1)
        take(*arguments)

    monkeypatch.setattr(importing, "_import_request", stop_after_one)
    with pytest.raises(KeyboardInterrupt):
        run(str(file))
    assert Case.objects.count() == 1
    monkeypatch.setattr(importing, "_import_request", take)
    assert "1 reports added, 0 closed since, 1 as before" in run(str(file))


def test_services_may_be_published_at_once_and_own_ones_are_used(municipality: Municipality, file: Path) -> None:
    Service.objects.create(municipality=municipality, code="own", slug="own", name="Meie teenus", live=True)
    file.write_text(json.dumps([request(1), request(2, service_code="own", service_name="Theirs")]), encoding="utf-8")
    assert "1 services and 2 reports added" in run(str(file), "--publish-services")
    assert Service.objects.get(code="001").live
    assert Case.objects.get(external_id="2").service == Service.objects.get(code="own")
    assert Service.objects.get(code="own").name == "Meie teenus"


def test_broken_and_outlying_reports_are_named_and_left_out(municipality: Municipality, file: Path) -> None:
    ring = [[26.5, 58.3], [26.9, 58.3], [26.9, 58.5], [26.5, 58.5], [26.5, 58.3]]
    Area.objects.create(
        kind="municipality", code="0793", name="Tartu", geometry={"type": "Polygon", "coordinates": [ring]}
    )
    broken: list[Any] = [
        request(1), request(2, lat="north"), request(3, requested_datetime="yesterday"), request(4, lat=10, long=10),
        request(5, service_request_id=None), request(6, service_code=None, service_name=None), None, "x", 7, [],
        request(8, description=None, service_name=None), request(9, lat=None, long=None, media_url="javascript:x"),
    ]  # fmt: skip
    file.write_text(json.dumps(broken), encoding="utf-8")
    output = run(str(file))
    assert "3 reports added" not in output
    assert {case.external_id for case in Case.objects.all()} == {"1", "9"}
    for fault in ("2: lat", "3: requested_datetime", "4: ", "?: no identifier", "6: no service", "8: "):
        assert fault in output
    assert Case.objects.get(external_id="9").attributes == {}


@pytest.mark.parametrize("content", ["", "nonsense", '{"requests": 1}'])
def test_another_kind_of_file_is_refused_in_words(municipality: Municipality, file: Path, content: str) -> None:
    file.write_text(content)
    with pytest.raises(CommandError, match=r"cannot be read|no list"):
        run(str(file))


def test_an_unknown_municipality_is_refused_in_words(municipality: Municipality, file: Path) -> None:
    with pytest.raises(CommandError, match="No municipality 0001"):
        call_command("import_open311", str(file), "--municipality", "0001")


def test_the_real_reports_of_chapel_hill_come_in(municipality: Municipality, client: Client) -> None:
    path = shared("311", "chapelhill", "scf-reconciliation", "data", "seeclickfix_all.json")
    issues = json.loads(path.read_text(encoding="utf-8"))["issues"]
    output = run(str(path), "--publish-services", "--label", "chapelhill")
    assert f"2 services and {len(issues)} reports added, 0 closed since, 0 as before, 0 left out" in output
    assert Case.objects.filter(status="closed").count() == sum(one["status"] == "Closed" for one in issues)
    assert "0 reports added" in run(str(path), "--label", "chapelhill")
    whole = {"start_date": "2017-05-01T00:00:00Z", "end_date": "2017-07-20T00:00:00Z"}
    listed = client.get("/open311/v2/requests.json", whole).json()
    expected = [one for one in issues if "2017-05-01" <= one["created_at"] < "2017-07-20"]
    assert len(listed) == len(expected) > 0


class OtherCity(BaseHTTPRequestHandler):
    """A GeoReport endpoint of 450 requests over two years, 200 a page."""

    rows = [request(number, service_request_id=f"R-{number}") for number in range(1, 700, 2)]
    asked: list[str] = []
    broken = False

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        OtherCity.asked.append(self.path)
        parameters = {name: values[0] for name, values in parse_qs(url.query).items()}
        if url.path.endswith("/services.json"):
            content: Any = [{"service_code": "001", "service_name": "Potholes", "metadata": False, "type": "realtime"}]
        else:
            start, end = parameters["start_date"][:19] + "Z", parameters["end_date"][:19] + "Z"
            found = [row for row in OtherCity.rows if start <= row["requested_datetime"] <= end]
            first = (int(parameters["page"]) - 1) * int(parameters["page_size"])
            content = found[first : first + int(parameters["page_size"])]
        self.send_response(500 if OtherCity.broken else 200)
        self.end_headers()
        self.wfile.write(json.dumps(content).encode())

    def log_message(self, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def other_city() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), OtherCity)
    OtherCity.asked, OtherCity.broken = [], False
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/open311/v2/"
    server.shutdown()
    server.server_close()
    thread.join()


def test_an_endpoint_is_walked_back_in_windows(municipality: Municipality, other_city: str) -> None:
    since = (NOW - timedelta(days=200)).date().isoformat()
    output = run(other_city, "--since", since, "--jurisdiction", "city.example.ee")
    expected = {row["service_request_id"] for row in OtherCity.rows if row["requested_datetime"][:10] >= since}
    assert set(Case.objects.values_list("external_id", flat=True)) == expected
    assert f"1 services and {len(expected)} reports added" in output
    assert Case.objects.values_list("external_source", flat=True).distinct().get() == "127.0.0.1"
    assert all("jurisdiction_id=city.example.ee" in path for path in OtherCity.asked)
    assert "0 reports added" in run(other_city, "--since", since)


def test_an_endpoint_that_fails_is_said_so_and_what_came_stays(municipality: Municipality, other_city: str) -> None:
    run(other_city, "--since", (NOW - timedelta(days=30)).date().isoformat())
    count = Case.objects.count()
    OtherCity.broken = True
    with pytest.raises(CommandError, match="does not answer as GeoReport"):
        run(other_city)
    with pytest.raises(CommandError, match="does not answer as GeoReport"):
        run("http://127.0.0.1:9/open311/v2")
    assert Case.objects.count() == count > 0


def test_one_raekoda_can_be_read_by_another(
    municipality: Municipality, file: Path, client: Client, tmp_path: Path
) -> None:
    run(str(file), "--publish-services")
    answer = client.get("/open311/v2/requests.json").content
    copy = tmp_path / "copy.json"
    copy.write_bytes(answer)
    assert "0 services and 2 reports added" in run(str(copy))
    assert Case.objects.filter(status="closed").count() == 2
