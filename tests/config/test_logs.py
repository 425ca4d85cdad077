"""Logs tell what happened and to which request, and nothing about a person."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from django.test import RequestFactory

from raekoda.config.logs import logging_settings
from raekoda.tools.logfiles import KEPT, LARGEST_BYTES, rotate

PRIVATE = "60001019906"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log file of a demo in a folder of its own; the test run's own logging comes back afterwards."""
    root = logging.getLogger()
    before, level = list(root.handlers), root.level
    logging.config.dictConfig(logging_settings(tmp_path, demo=True))
    structlog.contextvars.bind_contextvars(request_id="abcdef0123456789")
    yield tmp_path / "logs" / "raekoda.jsonl"
    structlog.contextvars.clear_contextvars()
    for handler in root.handlers:
        handler.close()
    root.handlers, root.level = before, level


def lines(log: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_lines_carry_the_id_of_the_request(log: Path) -> None:
    structlog.get_logger("raekoda.casework.cases").info("case_opened", case=7)
    (line,) = lines(log)
    assert (line["event"], line["case"], line["request_id"]) == ("case_opened", 7, "abcdef0123456789")


def test_errors_are_told_without_their_text(log: Path) -> None:
    try:
        int(f"x{PRIVATE}")
    except ValueError:
        structlog.get_logger("raekoda.casework.cases").exception("failed")
    (line,) = lines(log)
    assert line["error"] == "builtins.ValueError"
    assert "test_errors_are_told_without_their_text" in str(line["at"])
    assert PRIVATE not in log.read_text()


def test_failed_requests_are_told_by_route(log: Path, rf: RequestFactory) -> None:
    request = rf.get(f"/minu/{PRIVATE}/")
    logging.getLogger("django.request").error(
        "Internal Server Error: %s", request.path, extra={"status_code": 500, "request": request}
    )
    (line,) = lines(log)
    assert (line["event"], line["status"], line["route"]) == ("request_failed", 500, "?")
    assert PRIVATE not in log.read_text()


def test_failed_jobs_are_told_without_what_they_were_given(log: Path) -> None:
    job = {"id": 5, "task_name": "channels.send", "task_kwargs": {"to": PRIVATE}}
    logging.getLogger("procrastinate.worker").error(
        "Job channels.send[5](to=%s) failed", PRIVATE, extra={"action": "job_error", "job": job}
    )
    (line,) = lines(log)
    assert (line["event"], line["task"], line["job"]) == ("job_error", "channels.send", 5)
    assert PRIVATE not in log.read_text()


def test_large_log_is_put_aside_and_the_oldest_forgotten(tmp_path: Path) -> None:
    for number in range(KEPT + 3):
        with (tmp_path / "raekoda.jsonl").open("wb") as file:
            file.write(str(number).encode())
            file.truncate(LARGEST_BYTES)
        rotate(tmp_path)
    kept = {file.name: file.read_bytes()[:1] for file in tmp_path.iterdir()}
    assert kept == {f"raekoda.{n}.jsonl": str(KEPT + 3 - n).encode() for n in range(1, KEPT + 1)}
