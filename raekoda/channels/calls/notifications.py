"""E-mail to the unit when a promised call-back is late. It has no personal data of the caller."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from raekoda.casework.letters.letters import render
from raekoda.casework.letters.models import Letter
from raekoda.channels.calls.models import Promise
from raekoda.platform.core.links import site_url

LANGUAGE = "et"


def notify_late_promise(promise: Promise) -> bool:
    """Notify the unit, or the municipality if the unit has no address; return whether a letter was created."""
    to = (promise.unit.email if promise.unit else "") or promise.municipality.email
    key = f"promise-late:{promise.pk}:{promise.due_at:%Y%m%d%H%M}"
    if not to or Letter.objects.filter(key=key).exists():
        return False
    with override(LANGUAGE):
        url = site_url(promise.municipality) + reverse("calls_desk:promises")
    subject, text = render("promise_late", LANGUAGE, promise.municipality, {"promise": promise, "url": url})
    letter = Letter(
        municipality_id=promise.municipality_id, case=promise.case, key=key, to=to, language=LANGUAGE,
        subject=subject, text=text,
    )  # fmt: skip
    Letter.objects.bulk_create([letter], ignore_conflicts=True)
    return True
