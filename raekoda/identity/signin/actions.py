"""Signing in and out: OpenID Connect's code flow, sessions at a provider, logout."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import structlog
from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.urls import reverse

from raekoda.identity.persons import actions as persons
from raekoda.identity.persons import queries as known
from raekoda.identity.persons import sessions
from raekoda.identity.persons.access import SESSION_KEY
from raekoda.identity.persons.actions import PersonError
from raekoda.identity.persons.models import Person, Session
from raekoda.identity.signin import oidc, rules, tokens
from raekoda.identity.signin.errors import SignInError
from raekoda.identity.signin.models import Attempt, Provider, ProviderSession, SeenToken
from raekoda.identity.signin.rules import PROFILES, Identity, Kind
from raekoda.identity.signin.tokens import Expected, Requirements
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.secrets import Unreadable
from raekoda.platform.core.tokens import digest

ATTEMPT_MINUTES = 35
"""Slightly longer than a session at TARA lasts (6.2)."""
PROVIDER_ERRORS = {
    "user_cancel": "cancelled", "access_denied": "cancelled", "server_error": "silent",
    "temporarily_unavailable": "silent", "login_required": "ended",
}  # fmt: skip
"""Our code for an ``error`` parameter in the provider's response; any other one is a configuration error."""
SIGNED_OUT_STATE = "signed-out-"
LAST_SESSION_KEY = "signin.last_session"
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class StartedAttempt:
    """A started attempt: the URL of the provider, ``state``, and the secret of the browser's cookie."""

    attempt: Attempt
    url: str
    state: str
    browser: str


def begin(provider: Provider, *, redirect_uri: str, next: str, language: str, request_id: str = "") -> StartedAttempt:  # noqa: A002
    """Start a sign-in. Raises :class:`SignInError` when the provider is unavailable."""
    state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    attempt = Attempt(
        municipality_id=provider.municipality_id, provider=provider, state_digest=digest(state),
        browser_digest=digest(browser), nonce=secrets.token_urlsafe(24), redirect_uri=redirect_uri, next=next[:2000],
        language=language, created_at=clock.now(), request_id=request_id,
        verifier=secrets.token_urlsafe(48) if oidc.offers_pkce(provider) else "",
    )  # fmt: skip
    url = oidc.get_authorization_url(provider, attempt, state=state)
    attempt.save()
    return StartedAttempt(attempt, url, state, browser)


def claim(provider: Provider, *, state: str, browser: str, issuer: str = "") -> Attempt:
    """The attempt that a provider's response belongs to; each can be claimed once. Raises :class:`SignInError`.

    Municipality, provider and browser must be those in which the attempt was started (RFC 9700, 4.4: mix-up).
    """
    attempt = Attempt.objects.filter(state_digest=digest(state)).first() if state else None
    if attempt is None:
        raise SignInError("state")
    if attempt.provider_id != provider.pk or issuer not in ("", provider.issuer):
        raise SignInError("provider")
    if not browser or not secrets.compare_digest(attempt.browser_digest, digest(browser)):
        raise SignInError("browser")
    now = clock.now()
    if attempt.created_at < now - timedelta(minutes=ATTEMPT_MINUTES):
        raise SignInError("late")
    if not Attempt.objects.filter(pk=attempt.pk, used_at=None).update(used_at=now, verifier=""):
        raise SignInError("used")
    attempt.provider, attempt.municipality = provider, provider.municipality
    return attempt


def finish(attempt: Attempt, request: HttpRequest, *, code: str, error: str) -> Session:
    """Exchange the code, verify the token and start a session. Raises :class:`SignInError`; the outcome is recorded
    either way."""
    provider = attempt.provider
    try:
        if error:
            raise SignInError(PROVIDER_ERRORS.get(error, "setup"))
        if not code or len(code) > 2000:
            raise SignInError("code")
        response = oidc.exchange_code(provider, attempt, code)
        attempt.token = str(response.get("id_token") or "")[: tokens.MAX_TOKEN_LENGTH]
        found = tokens.verify_identity(
            attempt.token, lambda kid: oidc.find_key(provider, kid), _get_expected(attempt), get_requirements(provider)
        )
        return _start_session(attempt, request, found, response)
    except Unreadable as unreadable:
        _record_outcome(attempt, "setup")
        raise SignInError("setup") from unreadable
    except SignInError as refusal:
        _record_outcome(attempt, refusal.code)
        raise


def _start_session(attempt: Attempt, request: HttpRequest, found: Identity, response: dict[str, Any]) -> Session:
    provider, municipality = attempt.provider, attempt.municipality
    with transaction.atomic():
        person = _get_person(attempt, found)
        sid = get_provider_sid(provider, found.sid) if PROFILES[Kind(provider.kind)].has_sessions else ""
        session = sessions.begin(
            request, person, method=found.method or provider.kind, level=found.level, provider_sid=sid,
            minutes=_minutes_until(found.expires_at) if sid else settings.RAEKODA_SIGNIN_MINUTES,
        )  # fmt: skip
        if sid:
            ProviderSession.objects.create(
                municipality=municipality, session=session, provider=provider, nonce=attempt.nonce, sid=found.sid,
                id_token=attempt.token, refresh_token=str(response.get("refresh_token") or ""),
                expires_at=to_datetime(found.expires_at),
            )  # fmt: skip
            Session.objects.filter(pk=session.pk).update(expires_at=to_datetime(found.expires_at))
        attempt.person, attempt.method, attempt.level = person, found.method[:8], found.level
        _record_outcome(attempt, "signed_in")
    return session


def _get_person(attempt: Attempt, found: Identity) -> Person:
    try:
        person = persons.get_or_create_person(
            attempt.municipality, code=found.code, country=found.country, given_name=found.given_name,
            family_name=found.family_name, born_on=found.born_on, actor=Actor.system(),
        )  # fmt: skip
    except PersonError as refusal:
        raise SignInError("subject") from refusal
    person.municipality = attempt.municipality
    return person


def _record_outcome(attempt: Attempt, outcome: str) -> None:
    """Record the outcome in the attempt and the journal: a reason code, without personal data."""
    attempt.outcome = outcome[:20]
    attempt.save(update_fields=["outcome", "token", "person", "method", "level"])
    if outcome != "signed_in":
        journal.record(
            "signin.refused", attempt, Actor.resident(attempt.request_id), why=outcome, provider=attempt.provider.ref
        )
    log.info("signin", outcome=outcome, provider=attempt.provider.ref, attempt=attempt.pk)


def end_session(request: HttpRequest) -> None:
    """End the session. Its key is remembered so that a form sent by another tab can be saved for the same person."""
    last = request.session.get(SESSION_KEY)
    sessions.end(request)
    if last is not None:
        request.session[LAST_SESSION_KEY] = last


def sign_out(request: HttpRequest, *, language: str) -> str:
    """End the session; returns the provider's logout URL, or "" when it has none."""
    provider_session = _find_provider_session(request)
    end_session(request)
    if provider_session is None:
        return ""
    try:
        back_to = f"{get_base_url(provider_session.provider)}{reverse('signin_doors:signed_out')}"
        return oidc.get_end_session_url(
            provider_session.provider,
            id_token=provider_session.id_token,
            back_to=back_to,
            language=language,
            state=SIGNED_OUT_STATE + language,
        )
    except (SignInError, Unreadable):
        return ""
    finally:
        provider_session.delete()


def log_out_by_provider(provider: Provider, token: str) -> int:
    """Handle a logout token (OpenID Connect Back-Channel Logout 1.0). Returns the number of ended sessions.

    A token is accepted once. Raises :class:`SignInError`.
    """
    now = clock.now()
    expected = Expected(
        provider.issuer, provider.client_id, int(now.timestamp()), settings.RAEKODA_SIGNIN_CLOCK_SECONDS
    )
    logout = tokens.verify_logout(token, lambda kid: oidc.find_key(provider, kid), expected)
    try:
        with transaction.atomic():
            SeenToken.objects.create(
                municipality_id=provider.municipality_id,
                provider=provider,
                token_digest=digest(logout.token_id),
                seen_at=now,
            )
            ended = _end_sessions(provider, sid=logout.sid, sub=logout.sub)
            journal.record("signin.logged_out_by_provider", provider, Actor.system(), sessions=ended)
    except IntegrityError as error:
        raise SignInError("replayed") from error
    return ended


def _end_sessions(provider: Provider, *, sid: str, sub: str) -> int:
    """End the sessions of ``sid``, or all of this provider for the subject when only ``sub`` is present."""
    provider_session = ProviderSession.objects.filter(provider=provider, session__ended_at=None)
    if sub:
        subject = rules.parse_subject(sub)
        person = known.find_by_code(subject[1], country=subject[0]) if subject else None
        provider_session = provider_session.filter(session__person=person) if person else provider_session.none()
    if sid:
        provider_session = provider_session.filter(sid=sid)
    sids = set(provider_session.values_list("sid", flat=True))
    return sum(sessions.end_by_provider(sid=get_provider_sid(provider, each)) for each in sids)


def _find_provider_session(request: HttpRequest) -> ProviderSession | None:
    resident = getattr(request, "resident", None)
    if not resident:
        return None
    return ProviderSession.objects.filter(session=resident.session).select_related("provider").first()


def get_requirements(provider: Provider) -> Requirements:
    """The municipality's requirements for authentication at this provider."""
    profile = PROFILES[Kind(provider.kind)]
    methods = provider.methods if profile.chooses_methods else []
    return Requirements(profile, provider.level, frozenset(str(each) for each in methods))


def _get_expected(attempt: Attempt) -> Expected:
    provider = attempt.provider
    return Expected(
        provider.issuer, provider.client_id, int(clock.now().timestamp()), settings.RAEKODA_SIGNIN_CLOCK_SECONDS,
        nonce=attempt.nonce, since=int(attempt.created_at.timestamp()),
    )  # fmt: skip


def get_provider_sid(provider: Provider, sid: str) -> str:
    """Our identifier of a provider's session; two providers may use the same ``sid``."""
    return f"{provider.ref}:{sid}" if sid else ""


def get_base_url(provider: Provider) -> str:
    """Base URL registered at the provider for the municipality; from configuration, never from a header."""
    base = site_url(provider.municipality)
    if not provider.host:
        return base
    parts = urlsplit(base)
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, f"{provider.host}{port}", "", "", ""))


def to_datetime(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=clock.now().tzinfo)


def _minutes_until(seconds: int) -> int:
    return max(1, (seconds - int(clock.now().timestamp())) // 60)
