"""A secret shown once: stored encrypted in the session until the next page shows it."""

from __future__ import annotations

from django.http import HttpRequest

from raekoda.casework.webhooks.models import Endpoint, Source
from raekoda.platform.core.secrets import Unreadable, decrypt, encrypt

KEY = "webhook-secret"


def store_secret(request: HttpRequest, holder: Endpoint | Source, secret: str) -> None:
    """Store ``secret`` for the next page of ``holder``."""
    request.session[KEY] = {"of": holder._meta.model_name, "pk": holder.pk, "secret": encrypt(secret)}


def pop_secret(request: HttpRequest, holder: Endpoint | Source) -> str:
    """The stored secret of ``holder``, removed from the session; "" when there is none."""
    stored = request.session.get(KEY)
    if not stored or (stored["of"], stored["pk"]) != (holder._meta.model_name, holder.pk):
        return ""
    del request.session[KEY]
    try:
        return decrypt(stored["secret"])
    except Unreadable:
        return ""
