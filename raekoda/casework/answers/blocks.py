"""Published answers about a service or a topic, shown on its page."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from raekoda.casework.answers.queries import public
from raekoda.registry.services.models import Service, Topic

SHOWN = 5


def answers_about(request: HttpRequest, subject: Service | Topic) -> SafeString:
    """The newest answers about ``subject`` in the page's language; empty when there are none. One query."""
    about = {"service": subject} if isinstance(subject, Service) else {"topic": subject}
    found = public().filter(**about, language=get_language() or "et").only("slug", "title", "language")
    answers = list(found.order_by("-listed_at", "-id")[:SHOWN])
    return render_to_string("answers/block.html", {"answers": answers}) if answers else SafeString("")
