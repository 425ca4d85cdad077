"""Block of a service page: link to the application or its opening time."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from raekoda.registry.forms import queries as service_forms
from raekoda.registry.services.models import Service, Topic
from raekoda.selfservice.applications import form_data


def apply_block(request: HttpRequest, subject: Service | Topic) -> SafeString:
    """A link to the application while it is open, else its opening time; empty for services without a form."""
    if not isinstance(subject, Service):
        return SafeString()
    version = service_forms.published(subject)
    if version is None:
        return SafeString()
    window = form_data.get_window(version.form)
    context = {"service": subject, "is_open": window.is_open, "window": window.text}
    return render_to_string("applications/site/block.html", context, request)
