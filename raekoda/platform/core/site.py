"""Public paths of core: the municipality's colours, share card and manifest."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from raekoda.platform.core import share_card, theme

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


@require_safe
def share(request: HttpRequest) -> HttpResponse:
    """The picture of link previews, a PNG of 1200 x 630 pixels. 404 where no municipality is served."""
    municipality = getattr(request, "municipality", None)
    if municipality is None:
        raise Http404
    content = share_card.draw(municipality.name, theme.accent_of(municipality.theme))
    response = HttpResponse(content, content_type="image/png")
    patch_cache_control(response, public=True, max_age=24 * 3600)
    return response


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest, by which a phone can keep the site among its apps."""
    municipality = getattr(request, "municipality", None)
    if municipality is None:
        raise Http404
    colour = theme.deep(theme.accent_of(municipality.theme), 0.27)["deep"]
    response = JsonResponse(
        {
            "name": municipality.name,
            "short_name": municipality.name,
            "lang": "et",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#ffffff",
            "theme_color": colour,
            "icons": [{"src": static("core/img/raekoda.svg"), "sizes": "any", "type": "image/svg+xml"}],
        },
        content_type="application/manifest+json",
    )
    patch_cache_control(response, public=True, max_age=3600)
    return response
