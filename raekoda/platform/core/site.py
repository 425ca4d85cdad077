"""Public paths of core: the municipality's colours."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from raekoda.platform.core import theme

YEAR = 365 * 24 * 3600


@require_safe
def theme_stylesheet(request: HttpRequest) -> HttpResponse:
    """The theme's tokens as CSS. Cached by browsers for a year when requested with its version."""
    municipality = getattr(request, "municipality", None)
    tokens = municipality.theme if municipality else {}
    response = HttpResponse(theme.stylesheet(theme.accent_of(tokens)), content_type="text/css; charset=utf-8")
    is_current = request.GET.get("v") == theme.version(tokens)
    patch_cache_control(response, public=True, max_age=YEAR if is_current else 60)
    return response
