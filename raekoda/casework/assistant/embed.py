"""The widget script that other sites embed."""

from __future__ import annotations

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import condition, require_safe

from raekoda.platform.core import theme
from raekoda.platform.core.tenancy import current

app_name = "assistant_embed"

SCRIPT = Path(__file__).with_name("widget.js")
SETTINGS = "__RAEKODA__"
HOUR = 3600
COLOURS = {"accent": "base-default", "onAccent": "base-contrast-default", "hover": "base-hover"}


def _script(request: HttpRequest) -> str:
    municipality = current()
    return _composed(municipality.name, theme.accent_of(municipality.theme))


def _tag(request: HttpRequest) -> str:
    return f'"{hashlib.blake2b(_script(request).encode(), digest_size=12).hexdigest()}"'


@require_safe
@condition(etag_func=_tag)
def widget(request: HttpRequest) -> HttpResponse:
    """The script of the municipality of the host; cacheable for an hour."""
    response = HttpResponse(_script(request), content_type="text/javascript; charset=utf-8")
    response["Cross-Origin-Resource-Policy"] = "cross-origin"
    patch_cache_control(response, public=True, max_age=HOUR)
    return response


@lru_cache(maxsize=200)
def _composed(name: str, accent: str) -> str:
    """The script with name, colours and translated texts of the municipality."""
    shades = {"light": theme.light_scale(accent), "dark": theme.dark_scale(accent)}
    configuration = {
        "colours": {mode: {ours: scale[token] for ours, token in COLOURS.items()} for mode, scale in shades.items()},
        "languages": {code: _texts(code, name) for code, _name in settings.LANGUAGES},
    }
    return SCRIPT.read_text(encoding="utf-8").replace(SETTINGS, json.dumps(configuration, ensure_ascii=False))


def _texts(language: str, name: str) -> dict[str, str]:
    with override(language):
        return {
            "frame": reverse("assistant:frame"),
            "page": reverse("assistant:ask"),
            "open": _("Ask the municipality"),
            "name": name,
            "title": _("%(municipality)s: ask in your own words") % {"municipality": name},
            "whole": _("Open as a page of its own"),
            "close": _("Close"),
        }


urlpatterns = [
    path("abiline/vidin.js", widget, name="widget"),
]
