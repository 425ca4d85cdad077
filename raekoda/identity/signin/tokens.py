"""Verification of a provider's tokens by OpenID Connect Core 3.1.3.7, Back-Channel Logout 2.6 and the specifications
of TARA (chapter 5) and GovSSO (chapter 7). Only RS256, with the provider's published key for the token's ``kid``."""

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
MAX_TOKEN_LENGTH = 20_000
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
MAX_SID_LENGTH = 180
LOGOUT_AGE_SECONDS = 600
FindKey: TypeAlias = "Callable[[str], RSAKey | None]"


@dataclass(frozen=True)
class Expected:
    """Expected values. Times are seconds since 1970; ``tolerance`` is the accepted clock difference in seconds.

    ``nonce`` None: not checked (renewed tokens). ``since`` is the start of the attempt; older tokens are rejected.
    """

    issuer: str
    client_id: str
    now: int
    tolerance: int
    nonce: str | None = None
    since: int = 0


@dataclass(frozen=True)
class Requirements:
    """Requirements of the municipality for authentication."""

    profile: Profile
    level: str
    methods: frozenset[str]


@dataclass(frozen=True)
class Logout:
    """A verified logout token: ends session ``sid`` or all sessions of ``sub``."""

    token_id: str
    sid: str
    sub: str


def verify_identity(token: str, find_key: FindKey, expected: Expected, requirements: Requirements) -> Identity:
    """Verify an ID token. Raises :class:`TokenError` with the reason."""
    claims = _verify_signature(token, find_key)
    _check_recipient(claims, expected)
    expires_at = _get_time(claims, "exp", "expired")
    if expires_at <= expected.now - expected.tolerance:
        raise TokenError("expired")
    if _get_time(claims, "iat", "claims") < expected.since - expected.tolerance:
        raise TokenError("stale")
    if expected.nonce is not None and claims.get("nonce") != expected.nonce:
        raise TokenError("nonce")
    return _identity(claims, requirements, expires_at)


def verify_logout(token: str, find_key: FindKey, expected: Expected) -> Logout:
    """Verify a logout token. Raises :class:`TokenError`. The caller checks that it is used once."""
    claims = _verify_signature(token, find_key)
    _check_recipient(claims, expected)
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(LOGOUT_EVENT), dict):
        raise TokenError("events")
    if "nonce" in claims:
        raise TokenError("nonce")
    if "exp" in claims and _get_time(claims, "exp", "expired") <= expected.now - expected.tolerance:
        raise TokenError("expired")
    if _get_time(claims, "iat", "claims") < expected.now - LOGOUT_AGE_SECONDS:
        raise TokenError("stale")
    token_id, sid, sub = (_get_text(claims, name) for name in ("jti", "sid", "sub"))
    if not token_id or not (sid or sub):
        raise TokenError("claims")
    return Logout(token_id, sid, sub)


def _verify_signature(token: str, find_key: FindKey) -> Mapping[str, Any]:
    """Verify the signature and return the claims."""
    from joserfc import jws
    from joserfc.errors import DecodeError, JoseError

    if not isinstance(token, str) or not token or len(token) > MAX_TOKEN_LENGTH:
        raise TokenError("malformed")
    try:
        header = jws.extract_compact(token.encode()).headers()
        if header.get("alg") != ALGORITHM:
            raise TokenError("algorithm")
        kid = header.get("kid", "")
        key = find_key(kid) if isinstance(kid, str) else None
        if key is None:
            raise TokenError("key")
        claims = jws.deserialize_compact(token, key, algorithms=[ALGORITHM]).payload
    except (DecodeError, ValueError, TypeError) as error:
        raise TokenError("malformed") from error
    except JoseError as error:
        raise TokenError("signature") from error
    return _parse_object(claims)


def _parse_object(payload: bytes | None) -> Mapping[str, Any]:
    try:
        claims = json.loads(payload or b"")
    except ValueError as error:
        raise TokenError("malformed") from error
    if not isinstance(claims, dict):
        raise TokenError("malformed")
    return claims


def _check_recipient(claims: Mapping[str, Any], expected: Expected) -> None:
    if claims.get("iss") != expected.issuer:
        raise TokenError("issuer")
    if claims.get("aud") not in (expected.client_id, [expected.client_id]):
        raise TokenError("audience")
    if "azp" in claims and claims["azp"] != expected.client_id:
        raise TokenError("audience")
    if _get_time(claims, "iat", "claims") > expected.now + expected.tolerance:
        raise TokenError("future")


def _identity(claims: Mapping[str, Any], requirements: Requirements, expires_at: int) -> Identity:
    subject = rules.parse_subject(claims.get("sub"))
    if subject is None:
        raise TokenError("subject")
    if not rules.reaches(claims.get("acr"), requirements.level):
        raise TokenError("level")
    method = rules.parse_method(claims.get("amr"))
    if requirements.methods and method not in requirements.methods:
        raise TokenError("method")
    sid = _get_text(claims, "sid")
    if requirements.profile.has_sessions and not 0 < len(sid) <= MAX_SID_LENGTH:
        raise TokenError("claims")
    given_name, family_name, born_on = rules.parse_names(claims, requirements.profile)
    if not family_name and not given_name:
        raise TokenError("claims")
    level = str(claims["acr"])
    return Identity(
        *subject, given_name, family_name, born_on, method, level, sid, _get_text(claims, "jti"), expires_at
    )


def _get_time(claims: Mapping[str, Any], name: str, otherwise: str) -> int:
    value = claims.get(name)
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise TokenError(otherwise)
    return int(value)


def _get_text(claims: Mapping[str, Any], name: str) -> str:
    value = claims.get(name)
    return value if isinstance(value, str) and len(value) <= 255 else ""
