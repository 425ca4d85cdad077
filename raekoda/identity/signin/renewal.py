"""Renewal of sessions: by the user, or at the provider where it keeps a session (GovSSO)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from raekoda.identity.persons import sessions
from raekoda.identity.persons.access import MAX_SESSION_AGE, Resident, clear_cached_resident, get_resident
from raekoda.identity.persons.models import Session
from raekoda.identity.signin import oidc, tokens
from raekoda.identity.signin.actions import end_session, get_requirements, to_datetime
from raekoda.identity.signin.errors import ProviderSessionEnded, TokenError
from raekoda.identity.signin.models import ProviderSession
from raekoda.identity.signin.tokens import Expected
from raekoda.platform.core import clock
from raekoda.platform.core.secrets import Unreadable

WARN_BEFORE = timedelta(minutes=2)
"""How long before its end a session is renewed or the user is warned (GovSSO 4.2)."""


@dataclass(frozen=True)
class SessionState:
    """When the session ends, and whether it is renewed without asking the user."""

    until: datetime
    is_quiet: bool


def get_session_state(request: HttpRequest) -> SessionState | None:
    """State of the session; None when there is none."""
    resident = get_resident(request)
    return SessionState(resident.session.expires_at, bool(resident.session.provider_sid)) if resident else None


def renew(request: HttpRequest) -> SessionState | None:
    """Renew the session; None when it has ended.

    Raises :class:`~raekoda.identity.signin.errors.ProviderUnavailable` when the provider did not respond; the session
    continues.
    """
    resident = get_resident(request)
    if resident is None:
        return None
    if not resident.session.provider_sid:
        session = sessions.renew(request, settings.RAEKODA_SIGNIN_MINUTES)
        return SessionState(session.expires_at, False) if session else None
    try:
        until = _renew_at_provider(resident)
    except (ProviderSessionEnded, TokenError, Unreadable):
        end_session(request)
        return None
    clear_cached_resident(request)
    return SessionState(until, True)


def _renew_at_provider(resident: Resident) -> datetime:
    """Renew at the provider; of two simultaneous requests the second uses the result of the first.

    A refresh token works once, so the row is locked during the request.
    """
    with transaction.atomic():
        provider_session = (
            ProviderSession.objects.select_for_update(of=("self",))
            .select_related("provider")
            .filter(session=resident.session)
            .first()
        )
        now = clock.now()
        if provider_session is None or not provider_session.refresh_token:
            raise ProviderSessionEnded
        if provider_session.expires_at > now + 2 * WARN_BEFORE:
            return provider_session.expires_at
        response = oidc.refresh(provider_session.provider, provider_session.refresh_token)
        token = str(response.get("id_token") or "")[: tokens.MAX_TOKEN_LENGTH]
        expires_at = _verify_renewed(provider_session, resident, token)
        provider_session.id_token, provider_session.refresh_token = token, str(response.get("refresh_token") or "")
        provider_session.expires_at = min(to_datetime(expires_at), resident.session.started_at + MAX_SESSION_AGE)
        provider_session.save(update_fields=["id_token", "refresh_token", "expires_at"])
        Session.objects.filter(pk=resident.session.pk).update(renewed_at=now, expires_at=provider_session.expires_at)
        return provider_session.expires_at


def _verify_renewed(provider_session: ProviderSession, resident: Resident, token: str) -> int:
    """Expiry of a renewed token, which must have the same person and session (OpenID Connect Core 12.2)."""
    now = int(clock.now().timestamp())
    provider = provider_session.provider
    expected = Expected(provider.issuer, provider.client_id, now, settings.RAEKODA_SIGNIN_CLOCK_SECONDS)
    found = tokens.verify_identity(
        token, lambda kid: oidc.find_key(provider, kid), expected, get_requirements(provider)
    )
    person = resident.person
    if (found.country, found.code, found.sid) != (person.country, person.code, provider_session.sid):
        raise TokenError("subject")
    return found.expires_at
