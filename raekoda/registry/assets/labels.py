"""QR codes of assets with a short address that redirects to the asset's page."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import translation
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tenancy import current
from raekoda.registry.assets import queries
from raekoda.registry.assets.models import Asset

if TYPE_CHECKING:
    import segno

app_name = "asset_labels"

DAY = 24 * 3600
QUIET_ZONE = 4
PIXELS = 10


def short_url(asset: Asset, base: str = "") -> str:
    """The content of the code: the site's address and ``/k/<ref>``."""
    return f"{base or site_url(current())}/k/{asset.ref}"


def make_qr_code(address: str) -> segno.QRCode:
    """The QR code of an address with error correction Q (25 %)."""
    import segno

    return segno.make(address, error="q", micro=False, boost_error=False)


def inline_svg(address: str) -> SafeString:
    """The code as inline SVG."""
    return mark_safe(
        make_qr_code(address).svg_inline(border=QUIET_ZONE, omitsize=True, svgclass="asset-code", lineclass=None)
    )


@require_safe
def short_redirect(request: HttpRequest, ref: str) -> HttpResponse:
    """Redirect from the short address to the asset's page in the browser's preferred language."""
    _asset(ref)
    with translation.override(translation.get_language_from_request(request)):
        response = redirect("assets:asset", ref)
    patch_vary_headers(response, ["Accept-Language", "Cookie"])
    return response


@require_safe
def picture(request: HttpRequest, ref: str, kind: str) -> HttpResponse:
    """The QR code as SVG or PNG, for printing."""
    if kind not in ("svg", "png"):
        raise Http404(kind)
    out, code = io.BytesIO(), make_qr_code(short_url(_asset(ref)))
    if kind == "svg":
        code.save(out, kind="svg", scale=PIXELS, border=QUIET_ZONE, light="#ffffff")
    else:
        code.save(out, kind="png", scale=PIXELS, border=QUIET_ZONE)
    content_type = {"svg": "image/svg+xml", "png": "image/png"}[kind]
    response = HttpResponse(out.getvalue(), content_type=content_type)
    response["Content-Disposition"] = f'inline; filename="{ref}.{kind}"'
    patch_cache_control(response, public=True, max_age=DAY)
    return response


def _asset(ref: str) -> Asset:
    asset = queries.visible_to(Actor.resident()).filter(ref=ref).first()
    if asset is None:
        raise Http404("No such asset")
    return asset


def qr_code_url(asset: Asset, kind: str = "svg") -> str:
    """URL of the asset's QR code as an image."""
    return reverse("asset_labels:picture", args=[asset.ref, kind])


urlpatterns = [
    path("k/<slug:ref>", short_redirect, name="short"),
    path("k/<slug:ref>/", short_redirect),
    path("k/<slug:ref>.<slug:kind>", picture, name="picture"),
]
