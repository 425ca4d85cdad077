"""A session that goes on: by a click of its person, or, where the provider keeps a session too (GovSSO), by asking there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest

from raekoda.identity.persons import sessions
from raekoda.identity.persons.access import LONGEST, Resident, forget_resident, resident_of
from raekoda.identity.persons.models import Session
from raekoda.identity.signin import oidc, tokens
from raekoda.identity.signin.actions import end_session, moment, wanted_of
from raekoda.identity.signin.errors import ProviderEnded, TokenError
from raekoda.identity.signin.models import ProviderSession
from raekoda.identity.signin.tokens import Expected
from raekoda.platform.core import clock
from raekoda.platform.core.secrets import Unreadable

WARNED_BEFORE = timedelta(minutes=2)
"""How long before its end a session is renewed or its person warned (GovSSO 4.2)."""


@dataclass(frozen=True)
class Running:
    """Until when the session runs, and whether it is renewed without asking its person."""

    until: datetime
    is_quiet: bool


def running(request: HttpRequest) -> Running | None:
    """How the session stands; None when there is none."""
    resident = resident_of(request)
    return Running(resident.session.expires_at, bool(resident.session.provider_sid)) if resident else None


def renew(request: HttpRequest) -> Running | None:
    """Let the session run on; None when it is over.

    Raises :class:`~raekoda.identity.signin.errors.ProviderSilent` when the provider did not answer: the session stands.
    """
    resident = resident_of(request)
    if resident is None:
        return None
    if not resident.session.provider_sid:
        session = sessions.renew(request, settings.RAEKODA_SIGNIN_MINUTES)
        return Running(session.expires_at, False) if session else None
    try:
        until = _at_provider(resident)
    except (ProviderEnded, TokenError, Unreadable):
        end_session(request)
        return None
    forget_resident(request)
    return Running(until, True)


def _at_provider(resident: Resident) -> datetime:
    """Renew at the provider; of two tabs that ask at once the second takes what the first was given.

    A refresh token works once, so the row is held while the provider is asked.
    """
    with transaction.atomic():
        held = (
            ProviderSession.objects.select_for_update(of=("self",))
            .select_related("provider")
            .filter(session=resident.session)
            .first()
        )
        now = clock.now()
        if held is None or not held.refresh_token:
            raise ProviderEnded
        if held.expires_at > now + 2 * WARNED_BEFORE:
            return held.expires_at
        given = oidc.refresh(held.provider, held.refresh_token)
        token = str(given.get("id_token") or "")[: tokens.LONGEST]
        expires_at = _verified(held, resident, token)
        held.id_token, held.refresh_token = token, str(given.get("refresh_token") or "")
        held.expires_at = min(moment(expires_at), resident.session.started_at + LONGEST)
        held.save(update_fields=["id_token", "refresh_token", "expires_at"])
        Session.objects.filter(pk=resident.session.pk).update(renewed_at=now, expires_at=held.expires_at)
        return held.expires_at


def _verified(held: ProviderSession, resident: Resident, token: str) -> int:
    """The end told by a renewed token: the same person and session as before (OpenID Connect Core 12.2)."""
    now = int(clock.now().timestamp())
    provider = held.provider
    expected = Expected(provider.issuer, provider.client_id, now, settings.RAEKODA_SIGNIN_CLOCK_SECONDS)
    found = tokens.identity(token, lambda kid: oidc.key_of(provider, kid), expected, wanted_of(provider))
    person = resident.person
    if (found.country, found.code, found.sid) != (person.country, person.code, held.sid):
        raise TokenError("subject")
    return found.expires_at
