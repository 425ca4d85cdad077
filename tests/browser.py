"""A real browser for the tests that look at pages: the machine's Chromium, or one that `make test` put into .venv."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect, sync_playwright

PROJECT = Path(__file__).resolve().parents[1]
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage"]  # fmt: skip
PATIENCE = 90_000
"""Milliseconds after which a wait has failed on a busy machine; nothing is measured by it."""
expect.set_options(timeout=PATIENCE)
PHONE = ViewportSize(width=390, height=844)
DESKTOP = ViewportSize(width=1280, height=900)


def chromium() -> str | None:
    """Path of a Chromium: RAEKODA_CHROMIUM, the machine's, or the one in .venv; None when there is none."""
    named = os.environ.get("RAEKODA_CHROMIUM")
    own = PROJECT / ".venv" / "chromium" / "chromium"
    found = [path for name in NAMES if (path := shutil.which(name))]
    candidates = [*([named] if named else []), *found, *([str(own)] if own.exists() else [])]
    return candidates[0] if candidates else None


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the whole run."""
    path = chromium()
    if path is None:
        pytest.skip("left out: no Chromium on this machine and none in .venv (make test installs one)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright keeps an event loop in this thread
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield running
        running.close()


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page of a phone: 390 pixels wide, touch."""
    context = browser.new_context(
        viewport=PHONE, has_touch=True, is_mobile=True, locale="et-EE", timezone_id="Europe/Tallinn"
    )  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


@pytest.fixture
def desktop(browser: Browser) -> Iterator[Page]:
    """A page of a desktop browser, 1,280 pixels wide."""
    context = browser.new_context(viewport=DESKTOP, locale="et-EE", timezone_id="Europe/Tallinn")  # type: ignore[arg-type]
    context.set_default_timeout(PATIENCE)
    yield context.new_page()
    context.close()


def until_true(page: Page, expression: str, seconds: int = 60) -> None:
    """Wait until an expression is true in the page. Playwright's own way makes it again there by ``eval``, which the pages
    of the house forbid."""
    for _ in range(seconds * 10):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"not true in {seconds} s: {expression}")
