"""axe-core on a page of a browser: what it finds wrong for people who see, hear or move otherwise."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings
from playwright.sync_api import Page

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


@lru_cache(maxsize=1)
def _script() -> str:
    return (Path(settings.RAEKODA_FRONTEND) / "axe-core" / "axe.min.js").read_text(encoding="utf-8")


def violations(page: Page) -> list[str]:
    """Every violation of WCAG 2.2 A and AA and of good practice on the page, as "rule: place". Empty when all is well."""
    page.evaluate(_script())
    found = page.evaluate(
        "rules => axe.run(document, {runOnly: rules}).then(result => result.violations.flatMap("
        "each => each.nodes.map(node => `${each.id}: ${node.html.slice(0, 200)}`)))",
        RULES,
    )
    return list(found)


def sideways(page: Page) -> int:
    """By how many pixels the page is wider than its window (0: nobody has to scroll sideways)."""
    return int(page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
