"""A service for search engines: schema.org GovernmentService as JSON-LD inside the page."""

from __future__ import annotations

import json
from typing import Any

from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from raekoda.registry.services.pages import ServicePresenter

ESCAPES = {ord("<"): "\\u003C", ord(">"): "\\u003E", ord("&"): "\\u0026"}


def government_service(page: ServicePresenter, site: str) -> SafeString:
    """A ``<script type="application/ld+json">`` that describes the service; ``site`` is scheme and host."""
    service = page.service
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "GovernmentService",
        "identifier": service.code,
        "name": page.text["name"].words,
        "url": site + reverse("services:service", args=[service.slug]),
        "serviceOperator": {"@type": "GovernmentOrganization", "name": service.municipality.name, "url": site},
        "areaServed": service.municipality.name,
    }
    if page.text["summary"]:
        data["description"] = page.text["summary"].words
    channels = [
        {"@type": "ServiceChannel", "serviceUrl": channel.href}
        for channel in page.channels
        if channel.is_online and channel.href
    ]
    if channels:
        data["availableChannel"] = channels
    text = json.dumps(data, ensure_ascii=False).translate(ESCAPES)
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(text))
