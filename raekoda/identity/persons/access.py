"""The signed-in resident of a request, and access to residents' pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, resolve_url

from raekoda.identity.persons import queries
from raekoda.identity.persons.models import Person, Representation, Session
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.staff import page_to_return_to

View = Callable[..., HttpResponseBase]
SESSION_KEY = "person_session"
RENEW_AFTER = timedelta(minutes=1)
MAX_SESSION_AGE = timedelta(hours=12)


@dataclass(frozen=True)
class Resident:
    """A signed-in person and the person for whom they act (``subject``): themselves, or another by
    ``representation``."""

    person: Person
    subject: Person
    representation: Representation | None
    session: Session
    request_id: str = ""

    @property
    def person_id(self) -> int:
        return self.person.pk

    @property
    def subject_id(self) -> int:
        return self.subject.pk

    @property
    def acts_for_other(self) -> bool:
        return self.representation is not None

    @property
    def actor(self) -> Actor:
        return Actor.resident(self.request_id, person_id=self.person.pk, subject_id=self.subject.pk)


def get_resident(request: HttpRequest) -> Resident | None:
    """The signed-in resident, or ``None``. Cached on the request; trusts only the server-side session."""
    if not hasattr(request, "_resident"):
        request._resident = _find_resident(request)  # type: ignore[attr-defined]
    return request._resident  # type: ignore[attr-defined]


def clear_cached_resident(request: HttpRequest) -> None:
    """Make the next :func:`get_resident` read the session again."""
    request.__dict__.pop("_resident", None)


def owned_by(actor: Actor, field: str = "person") -> Q:
    """Filter for residents: records whose ``field`` is the person for whom ``actor`` acts; none for other actors."""
    return Q(**{f"{field}_id": actor.subject_id}) if actor.subject_id else Q(pk__in=[])


def resident_page(view: View) -> View:
    """Decorator: requires a signed-in resident and extends their session; redirects others to sign-in. The response
    is never cached."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        resident = get_resident(request)
        if resident is None:
            return redirect_to_sign_in(request)
        _extend_on_use(resident.session)
        response = view(request, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    guarded.is_residents = True  # type: ignore[attr-defined]
    return guarded


def redirect_to_sign_in(request: HttpRequest) -> HttpResponse:
    """Redirect to sign-in, with the current page as ``next`` (``HX-Redirect`` for htmx)."""
    address = f"{resolve_url(settings.RAEKODA_RESIDENT_SIGN_IN)}?{urlencode({'next': page_to_return_to(request)})}"
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


def _find_resident(request: HttpRequest) -> Resident | None:
    if settings.SESSION_COOKIE_NAME not in request.COOKIES and SESSION_KEY not in request.session:
        return None
    key = request.session.get(SESSION_KEY)
    if not isinstance(key, int) or not hasattr(request, "municipality"):
        return None
    session = (
        Session.objects.filter(pk=key, ended_at=None, expires_at__gt=clock.now(), person__forgotten_at=None)
        .select_related("person")
        .first()
    )
    if session is None:
        return None
    held = session.acting_for_id and queries.get_representations(session.person).filter(pk=session.acting_for_id)
    right = held.first() if held else None
    subject = right.represented if right is not None else session.person
    return Resident(session.person, subject, right, session, getattr(request, "request_id", ""))


def _extend_on_use(session: Session) -> None:
    """Extend the session on use, at most once a minute. A session that the provider renews is left as it is."""
    if not session.provider_sid and clock.now() - session.renewed_at >= RENEW_AFTER:
        extend_session(session, session.minutes)


def extend_session(session: Session, minutes: int) -> None:
    """Extend the session to ``minutes`` from now, at most :data:`MAX_SESSION_AGE` after its start."""
    session.renewed_at = clock.now()
    session.expires_at = min(session.renewed_at + timedelta(minutes=minutes), session.started_at + MAX_SESSION_AGE)
    session.save(update_fields=["renewed_at", "expires_at"])
