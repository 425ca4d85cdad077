"""The wire to a provider: its discovery document, its keys, the address that a browser is sent to, the token requests."""

from __future__ import annotations

import base64
import json
import ssl
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from urllib.parse import quote_plus, urlencode, urljoin, urlsplit

import structlog
from django.conf import settings
from django.core.cache import cache

from raekoda.identity.signin import rules, trial
from raekoda.identity.signin.errors import ProviderEnded, ProviderSilent, SignInError
from raekoda.identity.signin.models import Attempt, Provider
from raekoda.identity.signin.rules import Kind
from raekoda.platform.core import outgoing, ratelimit
from raekoda.platform.core.outgoing import Answer, NotReached

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

DISCOVERY = "/.well-known/openid-configuration"
KEPT_SECONDS = 3600
"""How long document and keys are kept in a process; TARA recommends 5 minutes to 24 hours (5.1.1)."""
ANSWER_SECONDS = 10.0
MOST_BYTES = 256 * 1024
KEY_FETCHES, KEY_WINDOW = 5, 60
log = structlog.get_logger(__name__)


def discovery(provider: Provider, *, anew: bool = False) -> dict[str, Any]:
    """The provider's own description of itself. Raises :class:`ProviderSilent`, :class:`SignInError` for another's document."""
    key = f"signin:discovery:{provider.pk}:{provider.issuer}"
    document: dict[str, Any] | None = None if anew else cache.get(key)
    if document is None:
        document = _json(_ask(provider, "GET", provider.issuer.rstrip("/") + DISCOVERY))
        if document.get("issuer") != provider.issuer:
            raise SignInError("discovery")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if provider.kind != Kind.TEST and not all(is_safe_address(document.get(name)) for name in needed):
            raise SignInError("discovery")
        cache.set(key, document, KEPT_SECONDS)
    return document


def key_of(provider: Provider, kid: str) -> RSAKey | None:
    """The provider's key of this name. An unknown name has the keys fetched anew once, seldom: anyone may send us names."""
    key = f"signin:keys:{provider.pk}:{provider.issuer}"
    keys: list[dict[str, Any]] | None = cache.get(key)
    found = _named(keys or [], kid)
    if found is None and ratelimit.allow("signin-keys", str(provider.pk), KEY_FETCHES, KEY_WINDOW):
        keys = read_keys(provider)
        cache.set(key, keys, KEPT_SECONDS)
        found = _named(keys, kid)
    return found


def read_keys(provider: Provider) -> list[dict[str, Any]]:
    """The keys that the provider publishes now. Raises :class:`ProviderSilent`."""
    document = _json(_ask(provider, "GET", discovery(provider)["jwks_uri"]))
    keys = document.get("keys")
    return [each for each in keys if isinstance(each, dict)] if isinstance(keys, list) else []


def authorization_url(provider: Provider, attempt: Attempt, *, state: str) -> str:
    """Where the browser is sent to sign in (TARA 4.1, GovSSO 6.1)."""
    document = discovery(provider)
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": attempt.redirect_uri,
        "scope": rules.scope_for(provider.kind, provider.methods),
        "state": state,
        "nonce": attempt.nonce,
        "ui_locales": attempt.language,
        "acr_values": provider.level,
    }
    if attempt.verifier:
        asked |= {"code_challenge": rules.challenge_of(attempt.verifier), "code_challenge_method": "S256"}
    return _with(urljoin(attempt.redirect_uri, document["authorization_endpoint"]), asked)


def offers_pkce(provider: Provider) -> bool:
    """Whether the provider takes proof keys for codes (RFC 7636)."""
    return "S256" in (discovery(provider).get("code_challenge_methods_supported") or [])


def exchange(provider: Provider, attempt: Attempt, code: str) -> dict[str, Any]:
    """The tokens for a code. Raises :class:`SignInError` "code" when the provider does not take it, :class:`ProviderSilent`."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": attempt.redirect_uri}
    if attempt.verifier:
        form["code_verifier"] = attempt.verifier
    answer = _token(provider, form)
    if answer.status in (400, 401, 403):
        log.warning("signin_code_refused", provider=provider.ref, error=_error(answer))
        raise SignInError("code" if _error(answer) == "invalid_grant" else "setup")
    return _json(answer)


def refresh(provider: Provider, refresh_token: str) -> dict[str, Any]:
    """New tokens of a session that goes on (GovSSO 6.3). Raises :class:`ProviderEnded`, :class:`ProviderSilent`."""
    answer = _token(provider, {"grant_type": "refresh_token", "refresh_token": refresh_token})
    if answer.status in (400, 401, 403):
        raise ProviderEnded
    return _json(answer)


def end_session_url(provider: Provider, *, id_token: str, back_to: str, language: str, state: str) -> str:
    """Where the browser is sent to end the provider's own session too (GovSSO 6.4); "" where it has no such page."""
    endpoint = str(discovery(provider).get("end_session_endpoint", ""))
    if not is_safe_address(endpoint):
        return ""
    told = {"id_token_hint": id_token, "post_logout_redirect_uri": back_to, "state": state, "ui_locales": language}
    return _with(endpoint, told)


def is_safe_address(url: Any) -> bool:
    """Whether a provider may be asked at ``url``: https, or http in a network that this installation may ask by setting."""
    if not isinstance(url, str) or len(url) > 1000:
        return False
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname and parts.username is None:
        return True
    if parts.scheme != "http" or not parts.hostname or not settings.RAEKODA_INSIDE_ALLOWED:
        return False
    name = parts.hostname
    return name in ("localhost", "127.0.0.1", "::1") or name.endswith(".localhost")


def _token(provider: Provider, form: dict[str, str]) -> Answer:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if provider.way == Provider.Way.POST:
        form = {**form, "client_id": provider.client_id, "client_secret": provider.secret}
    else:
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.secret)}"  # RFC 6749, 2.3.1
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answer = _ask(provider, "POST", discovery(provider)["token_endpoint"], urlencode(form).encode(), headers)
    if answer.status >= 500 or answer.status == 429:
        raise ProviderSilent
    return answer


def _ask(
    provider: Provider, method: str, url: str, content: bytes | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """One request; the test login answers within this process, by the same protocol."""
    if provider.kind == Kind.TEST:
        return trial.answer(provider, method, url, content or b"", headers or {})
    try:
        return outgoing.request(
            method, url, content=content, headers=headers, seconds=ANSWER_SECONDS, most_bytes=MOST_BYTES, trust=trust()
        )
    except NotReached as error:
        log.warning("signin_provider_silent", provider=provider.ref, reason=str(error)[:80])
        raise ProviderSilent from error


@lru_cache(maxsize=1)
def trust() -> ssl.SSLContext:
    """Which certificates are believed: those of ``RAEKODA_SIGNIN_CA_FILE`` (TARA 5.1.2 names roots), else the usual ones."""
    import httpx

    if settings.RAEKODA_SIGNIN_CA_FILE:
        return ssl.create_default_context(cafile=settings.RAEKODA_SIGNIN_CA_FILE)
    return httpx.create_ssl_context(trust_env=False)


def _named(keys: list[dict[str, Any]], kid: str) -> RSAKey | None:
    """The key of this name; for a token that names none the only key there is (OpenID Connect Core 10.1)."""
    from joserfc.errors import JoseError
    from joserfc.jwk import RSAKey

    fit = [each for each in keys if each.get("kty") == "RSA" and each.get("use", "sig") == "sig"]
    chosen = [each for each in fit if each.get("kid") == kid] if kid else fit
    if len(chosen) != 1 or chosen[0].get("alg", "RS256") != "RS256":
        return None
    try:
        key = RSAKey.import_key({name: chosen[0][name] for name in ("kty", "n", "e")})
    except (JoseError, KeyError, ValueError, TypeError):
        return None
    return key if key.public_key.key_size >= rules.SHORTEST_KEY_BITS else None


def _json(answer: Answer) -> dict[str, Any]:
    if not answer.is_ok:
        raise ProviderSilent
    try:
        document = json.loads(answer.content)
    except ValueError as error:
        raise ProviderSilent from error
    if not isinstance(document, dict):
        raise ProviderSilent
    return document


def _error(answer: Answer) -> str:
    try:
        return str(json.loads(answer.content).get("error", ""))[:40]
    except (ValueError, AttributeError):
        return ""


def _with(url: str, parameters: dict[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(parameters)}"
