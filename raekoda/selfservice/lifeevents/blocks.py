"""Block of a service page: life events that include the service."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from raekoda.registry.services.models import Service, Topic
from raekoda.registry.services.texts import written
from raekoda.selfservice.lifeevents import queries


def block(request: HttpRequest, subject: Service | Topic) -> SafeString:
    """Life events that include the service; one query."""
    if not isinstance(subject, Service) or not subject.pk:
        return mark_safe("")
    events = queries.here().filter(is_published=True, steps__service_slug=subject.slug).distinct()
    language = get_language() or "et"
    shown = [(event, written(event, "title", language)) for event in events]
    return mark_safe(render_to_string("lifeevents/block.html", {"events": shown}, request)) if shown else mark_safe("")
