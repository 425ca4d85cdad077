"""The block of benefits on the page of a service."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from raekoda.registry.benefits import queries
from raekoda.registry.benefits.presenters import RulePresenter
from raekoda.registry.services.models import Service, Topic


def benefits_block(request: HttpRequest, subject: Service | Topic) -> SafeString:
    """The current rules of the service's benefits as HTML, "" when there are none; one query."""
    if not isinstance(subject, Service) or not subject.pk:
        return mark_safe("")
    language = translation.get_language() or "et"
    rules = [RulePresenter(rule, language) for rule in queries.current_rules_for([subject])]
    return mark_safe(render_to_string("benefits/box.html", {"rules": rules}, request)) if rules else mark_safe("")
