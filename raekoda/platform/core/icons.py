"""Line icons (Lucide), written into the page so that they take the colour of the text around them."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICON_SET = "@iconify-json/lucide/icons.json"


class UnknownIcon(LookupError):
    """The icon set holds no icon of this name."""


@lru_cache(maxsize=1)
def _drawings() -> dict[str, str]:
    data = json.loads((Path(settings.RAEKODA_FRONTEND) / ICON_SET).read_text(encoding="utf-8"))
    drawings = {name: icon["body"] for name, icon in data["icons"].items()}
    aliases = {name: drawings[alias["parent"]] for name, alias in data.get("aliases", {}).items() if len(alias) == 1}
    return drawings | aliases


@lru_cache(maxsize=512)
def svg(name: str, label: str = "", size: str = "") -> SafeString:
    """The drawing ``name`` as inline SVG. Without ``label`` it is hidden from screen readers. Raises ``UnknownIcon``."""
    try:
        body = _drawings()[name]
    except KeyError:
        raise UnknownIcon(name) from None
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="rk-icon{}" viewBox="0 0 24 24" focusable="false" {}>{}</svg>',
        f" rk-icon--{size}" if size else "",
        meaning,
        mark_safe(body),
    )
