"""axe-core on a page of a browser: what it finds wrong for people who see, hear or move otherwise."""

from __future__ import annotations

import os
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page, ViewportSize

from tests.browser import DESKTOP, PHONE

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
BOTH = (PHONE, DESKTOP)
NARROWEST = ViewportSize(width=320, height=640)


@lru_cache(maxsize=1)
def _script() -> str:
    return (Path(settings.RAEKODA_FRONTEND) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def fit_for_everyone(page: Page, name: str = "", sizes: tuple[ViewportSize, ...] = ()) -> None:
    """No violation and no scrolling sideways on the page, at each of ``sizes`` or at the one it has.

    With the environment variable RAEKODA_PICTURES a picture of each size is left in that folder, as ``name-width.png``.
    """
    before = page.viewport_size
    for size in sizes:
        page.set_viewport_size(size)
        _check(page, name)
    if not sizes:
        _check(page, name)
    elif before is not None:
        page.set_viewport_size(before)


def _check(page: Page, name: str) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    pictures = os.environ.get("RAEKODA_PICTURES")
    if pictures and name:
        page.screenshot(path=Path(pictures) / f"{name}-{width}.png", full_page=True)
    assert violations(page) == [], f"{name} {page.url} at {width}"
    assert sideways(page) == 0, f"{name} {page.url} at {width}"


def violations(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 A and AA and of good practice on the page, as "rule: place". Empty when all is well."""
    page.evaluate(f"void (window.axe || (() => {{ {_script()} }})())")
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules, resultTypes: ['violations']}).then("
        "result => result.violations.flatMap("
        "each => each.nodes.map(node => `${each.id}: ${node.html.slice(0, 200)}`)))",
        RULES,
    )
    return list(found)


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window (0: nobody has to scroll sideways)."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
