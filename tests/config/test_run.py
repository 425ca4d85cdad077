"""A platform operator starts the demo, kills it in every way, and finds everything again."""

from __future__ import annotations

import json
import signal
import socket
from contextlib import ExitStack
from pathlib import Path
from threading import Event, Thread
from urllib.parse import urlencode
from urllib.request import Request

import psutil
import pytest

from tests.config.installation import Installation, until

pytestmark = pytest.mark.process
PROCESSES = 6
"""The loaded one; forked from it web server, worker and registers; forked from the web server two web processes."""
ALL_OK = {"status": "ok", "database": "ok", "migrations": "ok", "worker": "ok", "disk": "ok", "backup": "ok"}


def test_first_start_ends_in_a_line_that_says_where_it_runs(installation: Installation) -> None:
    last_line = installation.first_words.splitlines()[-1]
    assert f"Raekoda runs at http://localhost:{installation.port}/" in last_line
    assert installation.get("/healthz")[0] == 200
    assert installation.health() == ALL_OK


def test_secrets_and_logins_are_kept_from_other_users(running: Installation) -> None:
    secrets = list((running.folder / "secrets").iterdir())
    assert secrets
    assert {oct(file.stat().st_mode & 0o777) for file in secrets} == {"0o600"}
    assert (running.folder / "secrets").stat().st_mode & 0o077 == 0
    assert (running.folder / "pgdata").stat().st_mode & 0o077 == 0


def test_demo_content_is_there_with_its_logins(running: Installation) -> None:
    known = json.loads((running.folder / "demo-logins.json").read_text())
    assert {"role", "username", "password", "host"} <= set(known["logins"][0])
    assert known["open311_api_key"]
    assert running.get("/")[0] == 200


def test_requests_are_logged_by_route_and_never_by_address(running: Installation) -> None:
    running.get("/minu/secret-token-of-somebody/?q=very-private")
    lines = (running.folder / "logs" / "raekoda.jsonl").read_text().splitlines()

    assert all(json.loads(line)["timestamp"] for line in lines)
    assert not [line for line in lines if "secret-token-of-somebody" in line or "very-private" in line]
    assert [line for line in lines if json.loads(line).get("route") == "healthz"]


def test_commands_work_beside_the_running_server(running: Installation) -> None:
    done = running.command("municipality", "list")

    assert done.returncode == 0, done.stderr
    assert "Tartu" in done.stdout
    assert running.health() == ALL_OK


def test_second_one_on_the_same_folder_is_refused(running: Installation) -> None:
    done = running.command("run", RAEKODA_PORT=str(running.port + 1))

    assert done.returncode == 1
    assert f"another one (process {running.process.pid})" in done.stderr  # type: ignore[union-attr]
    assert running.health() == ALL_OK


def test_taken_port_is_told_in_plain_words(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = Installation(tmp_path / "home", port).command("run")

    assert done.returncode == 1
    assert f"port {port} is taken" in done.stderr
    assert "Traceback" not in done.stderr


def test_killed_web_server_and_worker_are_started_again(running: Installation) -> None:
    for name in ("raekoda-web", "raekoda-worker", "raekoda-xroad", "raekoda-loaded"):
        before = running.children(name)
        before[0].kill()
        until(lambda name=name, old=before: _replaced(running, name, old), f"{name} started again")  # type: ignore[misc]
    until(lambda: running.health() == ALL_OK, "ready again")
    assert len(running.children()) == PROCESSES


def test_one_web_process_that_is_killed_is_replaced_beside_the_other(running: Installation) -> None:
    server, victim, other = running.children("raekoda-web")
    victim.kill()
    until(lambda: not victim.is_running() and len(running.children("raekoda-web")) == 3, "a web process started again")
    assert server.is_running()
    assert other.is_running()
    assert running.get("/readyz")[0] == 200


def test_half_sent_requests_hold_up_no_page(running: Installation) -> None:
    half = [
        b"POST /sisene/ HTTP/1.1\r\nHost: tartu.localhost\r\nContent-Length: 1000\r\n\r\nhalf",
        b"GET / HTTP/1.1\r\nHost: tartu.localhost\r\nX-Never-Ends: ",
    ]
    with ExitStack() as stack:
        for beginning in half * 200:
            connection = stack.enter_context(socket.create_connection(("127.0.0.1", running.port)))
            connection.sendall(beginning)
        assert {running.get(path)[0] for path in ("/", "/teenused/", "/livez", "/readyz", "/healthz")} == {200}


def test_stop_is_clean_and_the_next_start_leaves_out_what_is_done(running: Installation) -> None:
    assert running.stop() == 0
    assert running.children() == []
    assert not (running.folder / "pgdata" / "postmaster.pid").exists()

    said = running.start()

    assert "tables of the database" not in said
    assert "demo content" not in said
    assert running.health() == ALL_OK


def test_ctrl_c_stops_as_cleanly(running: Installation) -> None:
    assert running.process is not None
    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(60) == 0
    assert running.children() == []


def test_acknowledged_reports_survive_the_kill_of_the_supervisor(running: Installation) -> None:
    acknowledged = _report_until_killed(running, running.kill_supervisor)
    running.start()

    assert "left from a run that was killed" in running.said()
    assert acknowledged
    assert _unknown(running, acknowledged) == []


def test_acknowledged_reports_survive_a_power_cut(running: Installation) -> None:
    acknowledged = _report_until_killed(running, running.kill_everything)
    running.start()

    assert acknowledged
    assert _unknown(running, acknowledged) == []
    assert running.health() == ALL_OK


def _replaced(installation: Installation, name: str, old: list[psutil.Process]) -> bool:
    """Whether as many processes of that name run as before, none of them the killed one, nor what it had forked."""
    now = installation.children(name)
    return len(now) == len(old) and not any(process in old for process in now)


def _report_until_killed(installation: Installation, kill) -> list[str]:  # type: ignore[no-untyped-def]
    """Send reports until some are acknowledged, then kill in the midst of more; returns the acknowledged ids."""
    key = json.loads((installation.folder / "demo-logins.json").read_text())["open311_api_key"]
    service = json.loads(installation.get("/open311/v2/services.json")[1])[0]["service_code"]
    acknowledged: list[str] = []
    is_killed = Event()

    def keep_reporting() -> None:
        while not is_killed.is_set():
            form = {
                "api_key": key,
                "service_code": service,
                "lat": "58.3806",
                "long": "26.7251",
                "description": "Lamp ei põle",
            }
            url = f"http://127.0.0.1:{installation.port}/open311/v2/requests.json"
            status, text = installation.send(Request(url, urlencode(form).encode(), method="POST"))
            if status not in {200, 201}:
                return
            acknowledged.append(json.loads(text)[0]["service_request_id"])

    reporters = [Thread(target=keep_reporting) for _ in range(4)]
    for reporter in reporters:
        reporter.start()
    until(lambda: len(acknowledged) >= 20 or not any(r.is_alive() for r in reporters), "20 reports acknowledged")
    kill()
    before_kill = list(acknowledged)
    is_killed.set()  # without a supervisor the web server goes on
    for reporter in reporters:
        reporter.join(60)
    return before_kill


def _unknown(installation: Installation, ids: list[str]) -> list[str]:
    return [one for one in ids if installation.get(f"/open311/v2/requests/{one}.json")[0] != 200]
