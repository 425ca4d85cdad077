"""Full addresses of a municipality's own pages, for letters and exports."""

from __future__ import annotations

from django.conf import settings
from django.core.cache import cache

from raekoda.platform.core.models import Municipality


def site_url(municipality: Municipality) -> str:
    """Scheme, host and port of the municipality's site, without a slash at the end."""
    key = f"site-url:{municipality.pk}"
    url = cache.get(key)
    if url is None:
        host = municipality.hosts.order_by("-is_primary", "pk").values_list("name", flat=True).first()
        name = host or settings.RAEKODA_BASE_DOMAIN
        standard = {"http": 80, "https": 443}[settings.RAEKODA_SCHEME]
        port = f":{settings.RAEKODA_PUBLIC_PORT}" if settings.RAEKODA_PUBLIC_PORT not in (0, standard) else ""
        url = f"{settings.RAEKODA_SCHEME}://{name}{port}"
        cache.set(key, url, settings.RAEKODA_HOST_CACHE_SECONDS)
    return url
