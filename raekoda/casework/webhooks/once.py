"""A secret shown once: it waits in the session, encrypted, for the page that follows."""

from __future__ import annotations

from django.http import HttpRequest

from raekoda.casework.webhooks.models import Endpoint, Source
from raekoda.platform.core.secrets import Unreadable, decrypt, encrypt

KEY = "webhook-secret"


def hide(request: HttpRequest, holder: Endpoint | Source, secret: str) -> None:
    """Keep ``secret`` for the next page of its holder."""
    request.session[KEY] = {"of": holder._meta.model_name, "pk": holder.pk, "secret": encrypt(secret)}


def shown(request: HttpRequest, holder: Endpoint | Source) -> str:
    """The secret that waits for the page of ``holder``, and forget it; "" when none does."""
    waiting = request.session.get(KEY)
    if not waiting or (waiting["of"], waiting["pk"]) != (holder._meta.model_name, holder.pk):
        return ""
    del request.session[KEY]
    try:
        return decrypt(waiting["secret"])
    except Unreadable:
        return ""
