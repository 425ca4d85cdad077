"""Pages get the files of npm packages that they ask for, and no others are served."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders

from raekoda.platform.core.packages import SERVED, PackageFinder

ROOMS = Path(settings.BASE_DIR) / "raekoda"
ASKED = re.compile(r"vendor/[\w./-]+\.(?:css|m?js|woff2)")


def served() -> set[str]:
    return {f"{prefix}/{name}" for prefix, (_, names) in SERVED.items() for name in names}


def test_every_file_that_a_page_asks_for_is_there() -> None:
    sources = [path for kind in ("*.html", "*.css") for path in ROOMS.rglob(kind)]
    asked = {name for source in sources for name in ASKED.findall(source.read_text(encoding="utf-8"))}
    assert asked
    assert asked <= served()
    assert all(finders.find(name) for name in asked)


def test_all_that_is_listed_is_installed() -> None:
    listed = {f"{storage.prefix}/{name}" for name, storage in PackageFinder().list([])}  # type: ignore[attr-defined]
    assert listed == served()


def test_nothing_else_of_a_package_is_found() -> None:
    for path in ("vendor/htmx/../package.json", "vendor/htmx/htmx.js", "vendor/htmx/", "package.json"):
        assert not PackageFinder().find(path)
