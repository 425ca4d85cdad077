"""A static files finder for the npm package files that pages use; other files are never copied or served."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import utils
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

SERVED = {
    "vendor/designsystemet": ("@digdir/designsystemet-css/dist", ("theme/designsystemet.css", "src/index.css")),
    "vendor/htmx": ("htmx.org/dist", ("htmx.min.js", "htmx.min.js.map")),
    "vendor/maplibre": ("maplibre-gl/dist", ("maplibre-gl.mjs", "maplibre-gl-worker.mjs", "maplibre-gl.css")),
    "vendor/fonts": (
        "@fontsource-variable/commissioner/files",
        tuple(f"commissioner-{script}-wght-normal.woff2" for script in ("latin", "latin-ext", "cyrillic")),
    ),
}


class PackageFinder(BaseFinder):
    """Finds ``vendor/...`` in the folder of the installed npm packages (``RAEKODA_FRONTEND``)."""

    def check(self, **options: Any) -> list[CheckMessage]:
        return []

    def find(self, path: str, find_all: bool = False, **options: Any) -> Any:
        """The place of ``vendor/...`` on the disk, or an empty list."""
        for prefix, (folder, names) in SERVED.items():
            place = Path(settings.RAEKODA_FRONTEND) / folder / path.removeprefix(f"{prefix}/")
            if path.startswith(f"{prefix}/") and path.removeprefix(f"{prefix}/") in names and place.is_file():
                return [str(place)] if find_all or options.get("all") else str(place)
        return []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, FileSystemStorage]]:
        """Every file served, with the storage that holds it. A package that is not installed is left out."""
        ignored = [*(ignore_patterns or ())]
        for prefix, (folder, names) in SERVED.items():
            storage = FileSystemStorage(location=Path(settings.RAEKODA_FRONTEND) / folder)
            storage.prefix = prefix  # type: ignore[attr-defined]
            for name in names:
                if storage.exists(name) and not utils.matches_patterns(name, ignored):
                    yield name, storage
