"""Tokens of a provider verified, by OpenID Connect Core 3.1.3.7, Back-Channel Logout 2.6 and the specifications of TARA
(chapter 5) and GovSSO (chapter 7). Only RS256; the key is the one that the provider itself publishes under the token's ``kid``.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

from raekoda.identity.signin import rules
from raekoda.identity.signin.errors import TokenError
from raekoda.identity.signin.rules import Identity, Profile

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

ALGORITHM = "RS256"
LONGEST = 20_000
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
LONGEST_SID = 180
LOGOUT_AGE_SECONDS = 600
KeyOf: TypeAlias = "Callable[[str], RSAKey | None]"


@dataclass(frozen=True)
class Expected:
    """What a token must say. Times are seconds since 1970; ``tolerance`` is how far two clocks may differ.

    ``nonce`` None: it may be missing (renewed tokens). ``since`` is when the sign-in began: a token older than that belongs
    to another one.
    """

    issuer: str
    client_id: str
    now: int
    tolerance: int
    nonce: str | None = None
    since: int = 0


@dataclass(frozen=True)
class Wanted:
    """What a municipality asks of the means of authentication."""

    profile: Profile
    level: str
    methods: frozenset[str]


@dataclass(frozen=True)
class Logout:
    """A provider's word that a session (``sid``) or all sessions of a subject (``sub``) are over."""

    token_id: str
    sid: str
    sub: str


def identity(token: str, key_of: KeyOf, expected: Expected, wanted: Wanted) -> Identity:
    """Who signed in. Raises :class:`TokenError` with the reason."""
    claims = _signed(token, key_of)
    _for_us(claims, expected)
    expires_at = _time(claims, "exp", "expired")
    if expires_at <= expected.now - expected.tolerance:
        raise TokenError("expired")
    if _time(claims, "iat", "claims") < expected.since - expected.tolerance:
        raise TokenError("stale")
    if expected.nonce is not None and claims.get("nonce") != expected.nonce:
        raise TokenError("nonce")
    return _identity(claims, wanted, expires_at)


def logout(token: str, key_of: KeyOf, expected: Expected) -> Logout:
    """What a logout token ends. Raises :class:`TokenError`; that it comes only once is for the caller to hold."""
    claims = _signed(token, key_of)
    _for_us(claims, expected)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise TokenError("events")
    if "nonce" in claims:
        raise TokenError("nonce")
    if "exp" in claims and _time(claims, "exp", "expired") <= expected.now - expected.tolerance:
        raise TokenError("expired")
    if _time(claims, "iat", "claims") < expected.now - LOGOUT_AGE_SECONDS:
        raise TokenError("stale")
    token_id, sid, sub = (_word(claims, name) for name in ("jti", "sid", "sub"))
    if not token_id or not (sid or sub):
        raise TokenError("claims")
    return Logout(token_id, sid, sub)


def _signed(token: str, key_of: KeyOf) -> Mapping[str, Any]:
    """The claims of a token whose signature holds."""
    from joserfc import jws
    from joserfc.errors import DecodeError, JoseError

    if not isinstance(token, str) or not token or len(token) > LONGEST:
        raise TokenError("malformed")
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("alg") != ALGORITHM:
            raise TokenError("algorithm")
        kid = header.get("kid", "")
        key = key_of(kid) if isinstance(kid, str) else None
        if key is None:
            raise TokenError("key")
        claims = jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload
    except (DecodeError, ValueError, TypeError) as error:
        raise TokenError("malformed") from error
    except JoseError as error:
        raise TokenError("signature") from error
    return _object(claims)


def _object(payload: bytes | None) -> Mapping[str, Any]:
    try:
        claims = json.loads(payload or b"")
    except ValueError as error:
        raise TokenError("malformed") from error
    if not isinstance(claims, dict):
        raise TokenError("malformed")
    return claims


def _for_us(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise TokenError("issuer")
    if claims.get("aud") not in (expected.client_id, [expected.client_id]):
        raise TokenError("audience")
    if "azp" in claims and claims["azp"] != expected.client_id:
        raise TokenError("audience")
    if _time(claims, "iat", "claims") > expected.now + expected.tolerance:
        raise TokenError("future")


def _identity(claims: Mapping[str, Any], wanted: Wanted, expires_at: int) -> Identity:
    subject = rules.subject_of(claims.get("sub"))
    if subject is None:
        raise TokenError("subject")
    if not rules.reaches(claims.get("acr"), wanted.level):
        raise TokenError("level")
    method = rules.method_of(claims.get("amr"))
    if wanted.methods and method not in wanted.methods:
        raise TokenError("method")
    sid = _word(claims, "sid")
    if wanted.profile.has_sessions and not 0 < len(sid) <= LONGEST_SID:
        raise TokenError("claims")
    given_name, family_name, born_on = rules.names_of(claims, wanted.profile)
    if not family_name and not given_name:
        raise TokenError("claims")
    level = str(claims["acr"])
    return Identity(*subject, given_name, family_name, born_on, method, level, sid, _word(claims, "jti"), expires_at)


def _time(claims: Mapping[str, Any], name: str, otherwise: str) -> int:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TokenError(otherwise)
    return int(value)


def _word(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and len(value) <= 255 else ""
