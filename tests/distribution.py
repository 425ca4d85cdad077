"""In which order tests run, and which of them stay together when several processes share the work (pytest-xdist)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

from tests.affected import DURATIONS

ONE_INSTALLATION = ("tests/config/test_run.py", "tests/config/test_killed_database.py", "tests/journeys/")
"""Where the shared ``installation`` is used: its first start makes the demo, which takes long."""
ONE_TOWN = "tests/access/"
"""Where the shared ``town`` is used, which holds the whole demo."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Long ones first, and those of the browser last: its event loop stays in the process."""
    items.sort(key=_turn)


def _turn(item: pytest.Item) -> int:
    if item.nodeid.startswith(ONE_INSTALLATION):
        return 2
    if item.get_closest_marker("browser"):
        return 3
    return 0 if item.get_closest_marker("process") else 1


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    """Our own distribution where ``--dist loadfile`` is asked for."""
    return Distribution(config, log) if config.getvalue("dist") == "loadfile" else None


class Distribution(LoadScopeScheduling):  # type: ignore[misc]
    """Files stay together; what uses the installation or the town does too; in the browser each test is by itself, so that all
    processes end at about the same time."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(ONE_INSTALLATION):
            return "installation"
        if nodeid.startswith(ONE_TOWN):
            return "town"
        file = nodeid.partition("::")[0]
        return nodeid if "browser" in file else file


_seconds: dict[str, float] = defaultdict(float)


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Add up how long each file takes."""
    _seconds[report.nodeid.partition("::")[0]] += report.duration


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Keep the seconds of each file for `make check`; those of files that did not run stay as they were."""
    cache = getattr(session.config, "cache", None)
    if cache is not None and not hasattr(session.config, "workerinput"):
        rounded = {file: round(seconds, 2) for file, seconds in _seconds.items()}
        cache.set(DURATIONS, {**cache.get(DURATIONS, {}), **rounded})
