"""Signing in and out: the steps of OpenID Connect's code flow, of sessions at a provider, and of their end."""

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
from raekoda.identity.signin.tokens import Expected, Wanted
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.links import site_url
from raekoda.platform.core.secrets import Unreadable
from raekoda.platform.core.tokens import digest

ATTEMPT_MINUTES = 35
"""A little more than a session at TARA lasts (6.2)."""
OF_PROVIDER = {
    "user_cancel": "cancelled", "access_denied": "cancelled", "server_error": "silent",
    "temporarily_unavailable": "silent", "login_required": "ended",
}  # fmt: skip
"""What an ``error`` in the answer means here; any other is a mistake in how the two were set up."""
SIGNED_OUT_STATE = "signed-out-"
LAST_SESSION_KEY = "signin.last_session"
log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Begun:
    """Where the browser goes, and the two halves of what ties the answer to it."""

    attempt: Attempt
    url: str
    state: str
    browser: str


def begin(provider: Provider, *, redirect_uri: str, next: str, language: str, request_id: str = "") -> Begun:  # noqa: A002
    """Start a sign-in. Raises :class:`SignInError` when the provider cannot be asked."""
    state, browser = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    attempt = Attempt(
        municipality_id=provider.municipality_id, provider=provider, state_digest=digest(state),
        browser_digest=digest(browser), nonce=secrets.token_urlsafe(24), redirect_uri=redirect_uri, next=next[:2000],
        language=language, created_at=clock.now(), request_id=request_id,
        verifier=secrets.token_urlsafe(48) if oidc.offers_pkce(provider) else "",
    )  # fmt: skip
    url = oidc.authorization_url(provider, attempt, state=state)
    attempt.save()
    return Begun(attempt, url, state, browser)


def claim(provider: Provider, *, state: str, browser: str, issuer: str = "") -> Attempt:
    """The sign-in that an answer belongs to, taken once. Raises :class:`SignInError`.

    The answer must come to the same municipality, by the same provider and in the same browser that it was asked in
    (RFC 9700, 4.4: mix-up), whatever it says itself.
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
    """Sign in whom the provider vouches for. Raises :class:`SignInError`; what came of it is kept either way."""
    provider = attempt.provider
    try:
        if error:
            raise SignInError(OF_PROVIDER.get(error, "setup"))
        if not code or len(code) > 2000:
            raise SignInError("code")
        given = oidc.exchange(provider, attempt, code)
        attempt.token = str(given.get("id_token") or "")[: tokens.LONGEST]
        found = tokens.identity(
            attempt.token, lambda kid: oidc.key_of(provider, kid), _expected(attempt), wanted_of(provider)
        )
        return _let_in(attempt, request, found, given)
    except Unreadable as unreadable:
        _note(attempt, "setup")
        raise SignInError("setup") from unreadable
    except SignInError as refusal:
        _note(attempt, refusal.code)
        raise


def _let_in(attempt: Attempt, request: HttpRequest, found: Identity, given: dict[str, Any]) -> Session:
    provider, municipality = attempt.provider, attempt.municipality
    with transaction.atomic():
        person = _known(attempt, found)
        sid = provider_sid(provider, found.sid) if PROFILES[Kind(provider.kind)].has_sessions else ""
        session = sessions.begin(
            request, person, method=found.method or provider.kind, level=found.level, provider_sid=sid,
            minutes=_minutes_until(found.expires_at) if sid else settings.RAEKODA_SIGNIN_MINUTES,
        )  # fmt: skip
        if sid:
            ProviderSession.objects.create(
                municipality=municipality, session=session, provider=provider, nonce=attempt.nonce, sid=found.sid,
                id_token=attempt.token, refresh_token=str(given.get("refresh_token") or ""),
                expires_at=moment(found.expires_at),
            )  # fmt: skip
            Session.objects.filter(pk=session.pk).update(expires_at=moment(found.expires_at))
        attempt.person, attempt.method, attempt.level = person, found.method[:8], found.level
        _note(attempt, "signed_in")
    return session


def _known(attempt: Attempt, found: Identity) -> Person:
    try:
        person = persons.know(
            attempt.municipality, code=found.code, country=found.country, given_name=found.given_name,
            family_name=found.family_name, born_on=found.born_on, actor=Actor.system(),
        )  # fmt: skip
    except PersonError as refusal:
        raise SignInError("subject") from refusal
    person.municipality = attempt.municipality
    return person


def _note(attempt: Attempt, outcome: str) -> None:
    """Keep what came of a sign-in, in its record and in the journal: a reason, never who."""
    attempt.outcome = outcome[:20]
    attempt.save(update_fields=["outcome", "token", "person", "method", "level"])
    if outcome != "signed_in":
        journal.record(
            "signin.refused", attempt, Actor.resident(attempt.request_id), why=outcome, provider=attempt.provider.ref
        )
    log.info("signin", outcome=outcome, provider=attempt.provider.ref, attempt=attempt.pk)


def end_session(request: HttpRequest) -> None:
    """End the session here. Whose it was is remembered: a form that a second tab sends after that is theirs."""
    last = request.session.get(SESSION_KEY)
    sessions.end(request)
    if last is not None:
        request.session[LAST_SESSION_KEY] = last


def sign_out(request: HttpRequest, *, language: str) -> str:
    """End the session here; the address where the browser ends that of the provider too, or "" where there is none."""
    held = _held(request)
    end_session(request)
    if held is None:
        return ""
    try:
        back_to = f"{base_of(held.provider)}{reverse('signin_doors:signed_out')}"
        return oidc.end_session_url(
            held.provider, id_token=held.id_token, back_to=back_to, language=language, state=SIGNED_OUT_STATE + language
        )
    except (SignInError, Unreadable):
        return ""
    finally:
        held.delete()


def log_out_by_provider(provider: Provider, token: str) -> int:
    """The provider tells that a session is over (OpenID Connect Back-Channel Logout 1.0). How many ended here.

    A token is taken once: the second one of the same identifier is refused. Raises :class:`SignInError`.
    """
    now = clock.now()
    expected = Expected(
        provider.issuer, provider.client_id, int(now.timestamp()), settings.RAEKODA_SIGNIN_CLOCK_SECONDS
    )
    told = tokens.logout(token, lambda kid: oidc.key_of(provider, kid), expected)
    try:
        with transaction.atomic():
            SeenToken.objects.create(
                municipality_id=provider.municipality_id,
                provider=provider,
                token_digest=digest(told.token_id),
                seen_at=now,
            )
            ended = _end_sessions(provider, sid=told.sid, sub=told.sub)
            journal.record("signin.logged_out_by_provider", provider, Actor.system(), sessions=ended)
    except IntegrityError as error:
        raise SignInError("replayed") from error
    return ended


def _end_sessions(provider: Provider, *, sid: str, sub: str) -> int:
    """Sessions of ``sid``; where only a subject is named, all that this provider began for them."""
    held = ProviderSession.objects.filter(provider=provider, session__ended_at=None)
    if sub:
        subject = rules.subject_of(sub)
        person = known.by_code(subject[1], country=subject[0]) if subject else None
        held = held.filter(session__person=person) if person else held.none()
    if sid:
        held = held.filter(sid=sid)
    sids = set(held.values_list("sid", flat=True))
    return sum(sessions.end_by_provider(sid=provider_sid(provider, each)) for each in sids)


def _held(request: HttpRequest) -> ProviderSession | None:
    resident = getattr(request, "resident", None)
    if not resident:
        return None
    return ProviderSession.objects.filter(session=resident.session).select_related("provider").first()


def wanted_of(provider: Provider) -> Wanted:
    """What the municipality asks of means of authentication at this provider."""
    profile = PROFILES[Kind(provider.kind)]
    methods = provider.methods if profile.chooses_methods else []
    return Wanted(profile, provider.level, frozenset(str(each) for each in methods))


def _expected(attempt: Attempt) -> Expected:
    provider = attempt.provider
    return Expected(
        provider.issuer, provider.client_id, int(clock.now().timestamp()), settings.RAEKODA_SIGNIN_CLOCK_SECONDS,
        nonce=attempt.nonce, since=int(attempt.created_at.timestamp()),
    )  # fmt: skip


def provider_sid(provider: Provider, sid: str) -> str:
    """A provider's session as our sessions know it: identifiers of two providers may be the same."""
    return f"{provider.ref}:{sid}" if sid else ""


def base_of(provider: Provider) -> str:
    """Scheme, host and port that the provider knows as the municipality's: by the configuration, never by a header."""
    base = site_url(provider.municipality)
    if not provider.host:
        return base
    parts = urlsplit(base)
    port = f":{parts.port}" if parts.port else ""
    return urlunsplit((parts.scheme, f"{provider.host}{port}", "", "", ""))


def moment(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, tz=clock.now().tzinfo)


def _minutes_until(seconds: int) -> int:
    return max(1, (seconds - int(clock.now().timestamp())) // 60)
