"""On the page of a service: the benefits that it gives."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from raekoda.registry.benefits import queries
from raekoda.registry.benefits.shown import ShownRule
from raekoda.registry.services.models import Service, Topic


def box(request: HttpRequest, subject: Service | Topic) -> SafeString:
    """Amount, who, when and by what act, on the page of a service that gives benefits; one query."""
    if not isinstance(subject, Service) or not subject.pk:
        return mark_safe("")
    language = translation.get_language() or "et"
    rules = [ShownRule(rule, language) for rule in queries.current_rules_of([subject])]
    return mark_safe(render_to_string("benefits/box.html", {"rules": rules}, request)) if rules else mark_safe("")
