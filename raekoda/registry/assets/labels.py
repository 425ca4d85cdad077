"""QR codes of assets: on a lamp post or a bin they lead to a short address, and that to the asset's page."""

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


def short_address(asset: Asset, base: str = "") -> str:
    """What the code says: the site's address and ``/k/<ref>``."""
    return f"{base or site_url(current())}/k/{asset.ref}"


def code_of(address: str) -> segno.QRCode:
    """The QR code of an address; a quarter of it may be dirty or torn (error correction Q)."""
    import segno

    return segno.make(address, error="q", micro=False, boost_error=False)


def inline(address: str) -> SafeString:
    """The code as SVG to stand in a page."""
    return mark_safe(
        code_of(address).svg_inline(border=QUIET_ZONE, omitsize=True, svgclass="asset-code", lineclass=None)
    )


@require_safe
def short(request: HttpRequest, ref: str) -> HttpResponse:
    """From the short address to the asset's page, in the language that the visitor's device asks for."""
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
    out, code = io.BytesIO(), code_of(short_address(_asset(ref)))
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


def picture_of(asset: Asset, kind: str = "svg") -> str:
    """The address of the asset's code as a picture."""
    return reverse("asset_labels:picture", args=[asset.ref, kind])


urlpatterns = [
    path("k/<slug:ref>", short, name="short"),
    path("k/<slug:ref>/", short),
    path("k/<slug:ref>.<slug:kind>", picture, name="picture"),
]
