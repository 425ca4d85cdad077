"""Who is signed in as a resident, for whom they act, and which pages are theirs."""

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
RENEWED_AFTER = timedelta(minutes=1)
LONGEST = timedelta(hours=12)


@dataclass(frozen=True)
class Resident:
    """A signed-in person (``person``) and whose matters they see and do (``subject``): their own, or a child's, a
    principal's, an organisation's by ``representation``."""

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


def resident_of(request: HttpRequest) -> Resident | None:
    """The resident who is signed in, or ``None``. Read once for a request; nothing but our own session is believed."""
    if not hasattr(request, "_resident"):
        request._resident = _find(request)  # type: ignore[attr-defined]
    return request._resident  # type: ignore[attr-defined]


def forget_resident(request: HttpRequest) -> None:
    """Have the next :func:`resident_of` read anew."""
    request.__dict__.pop("_resident", None)


def own(actor: Actor, field: str = "person") -> Q:
    """The gate of residents: rows whose ``field`` is the person for whom ``actor`` acts; none for strangers."""
    return Q(**{f"{field}_id": actor.subject_id}) if actor.subject_id else Q(pk__in=[])


def resident_page(view: View) -> View:
    """Let in who is signed in, and let their session run anew; send others to sign in and back. Never kept by browsers."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        resident = resident_of(request)
        if resident is None:
            return to_sign_in(request)
        _let_run_on(resident.session)
        response = view(request, *args, **kwargs)
        response.setdefault("Cache-Control", "private, no-store")
        return response

    guarded.is_residents = True  # type: ignore[attr-defined]
    return guarded


def to_sign_in(request: HttpRequest) -> HttpResponse:
    """To the page where residents sign in, and back to where they were."""
    address = f"{resolve_url(settings.RAEKODA_RESIDENT_SIGN_IN)}?{urlencode({'next': page_to_return_to(request)})}"
    if getattr(request, "htmx", False):
        response = HttpResponse(status=204)
        response["HX-Redirect"] = address
        return response
    return redirect(address)


def _find(request: HttpRequest) -> Resident | None:
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
    held = session.acting_for_id and queries.representations_of(session.person).filter(pk=session.acting_for_id)
    right = held.first() if held else None
    subject = right.represented if right is not None else session.person
    return Resident(session.person, subject, right, session, getattr(request, "request_id", ""))


def _let_run_on(session: Session) -> None:
    """By use a session runs anew; written at most once a minute. One that only its provider may renew is left alone."""
    if not session.provider_sid and clock.now() - session.renewed_at >= RENEWED_AFTER:
        run_anew(session, session.minutes)


def run_anew(session: Session, minutes: int) -> None:
    """Let the session run for ``minutes`` from now, never beyond :data:`LONGEST` from its beginning."""
    session.renewed_at = clock.now()
    session.expires_at = min(session.renewed_at + timedelta(minutes=minutes), session.started_at + LONGEST)
    session.save(update_fields=["renewed_at", "expires_at"])
