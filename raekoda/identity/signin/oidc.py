"""OpenID Connect client: discovery document, keys, authorization URL, token requests."""

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

from raekoda.identity.signin import demo_provider, rules
from raekoda.identity.signin.errors import ProviderSessionEnded, ProviderUnavailable, SignInError
from raekoda.identity.signin.models import Attempt, Provider
from raekoda.identity.signin.rules import Kind
from raekoda.platform.core import outgoing, ratelimit
from raekoda.platform.core.outgoing import Answer, NotReached

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

DISCOVERY = "/.well-known/openid-configuration"
CACHE_SECONDS = 3600
"""Cache time of document and keys; TARA recommends 5 minutes to 24 hours (5.1.1)."""
ANSWER_SECONDS = 10.0
MAX_BYTES = 256 * 1024
KEY_FETCHES, KEY_WINDOW = 5, 60
log = structlog.get_logger(__name__)


def get_discovery(provider: Provider, *, refresh: bool = False) -> dict[str, Any]:
    """The discovery document. Raises :class:`ProviderUnavailable`; :class:`SignInError` for a document of another
    issuer."""
    key = f"signin:discovery:{provider.pk}:{provider.issuer}"
    document: dict[str, Any] | None = None if refresh else cache.get(key)
    if document is None:
        document = _parse_json(_send(provider, "GET", provider.issuer.rstrip("/") + DISCOVERY))
        if document.get("issuer") != provider.issuer:
            raise SignInError("discovery")
        needed = ("authorization_endpoint", "token_endpoint", "jwks_uri")
        if provider.kind != Kind.TEST and not all(is_safe_address(document.get(name)) for name in needed):
            raise SignInError("discovery")
        cache.set(key, document, CACHE_SECONDS)
    return document


def find_key(provider: Provider, kid: str) -> RSAKey | None:
    """The provider's key with this ``kid``. An unknown ``kid`` fetches the keys again, rate-limited."""
    key = f"signin:keys:{provider.pk}:{provider.issuer}"
    keys: list[dict[str, Any]] | None = cache.get(key)
    found = _select_key(keys or [], kid)
    if found is None and ratelimit.allow("signin-keys", str(provider.pk), KEY_FETCHES, KEY_WINDOW):
        keys = fetch_keys(provider)
        cache.set(key, keys, CACHE_SECONDS)
        found = _select_key(keys, kid)
    return found


def fetch_keys(provider: Provider) -> list[dict[str, Any]]:
    """Fetch the published keys. Raises :class:`ProviderUnavailable`."""
    document = _parse_json(_send(provider, "GET", get_discovery(provider)["jwks_uri"]))
    keys = document.get("keys")
    return [each for each in keys if isinstance(each, dict)] if isinstance(keys, list) else []


def get_authorization_url(provider: Provider, attempt: Attempt, *, state: str) -> str:
    """The authorization URL (TARA 4.1, GovSSO 6.1)."""
    document = get_discovery(provider)
    parameters = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": attempt.redirect_uri,
        "scope": rules.get_scope(provider.kind, provider.methods),
        "state": state,
        "nonce": attempt.nonce,
        "ui_locales": attempt.language,
        "acr_values": provider.level,
    }
    if attempt.verifier:
        parameters |= {"code_challenge": rules.get_code_challenge(attempt.verifier), "code_challenge_method": "S256"}
    return _add_parameters(urljoin(attempt.redirect_uri, document["authorization_endpoint"]), parameters)


def offers_pkce(provider: Provider) -> bool:
    """Whether the provider supports PKCE with S256 (RFC 7636)."""
    return "S256" in (get_discovery(provider).get("code_challenge_methods_supported") or [])


def exchange_code(provider: Provider, attempt: Attempt, code: str) -> dict[str, Any]:
    """Exchange a code for tokens. Raises :class:`SignInError` ("code" for a refused code),
    :class:`ProviderUnavailable`."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": attempt.redirect_uri}
    if attempt.verifier:
        form["code_verifier"] = attempt.verifier
    answer = _request_tokens(provider, form)
    if answer.status in (400, 401, 403):
        log.warning("signin_code_refused", provider=provider.ref, error=_get_error_code(answer))
        raise SignInError("code" if _get_error_code(answer) == "invalid_grant" else "setup")
    return _parse_json(answer)


def refresh(provider: Provider, refresh_token: str) -> dict[str, Any]:
    """Renew the tokens of a session (GovSSO 6.3). Raises :class:`ProviderSessionEnded`, :class:`ProviderUnavailable`."""
    answer = _request_tokens(provider, {"grant_type": "refresh_token", "refresh_token": refresh_token})
    if answer.status in (400, 401, 403):
        raise ProviderSessionEnded
    return _parse_json(answer)


def get_end_session_url(provider: Provider, *, id_token: str, back_to: str, language: str, state: str) -> str:
    """The provider's logout URL (GovSSO 6.4); "" when it has none."""
    endpoint = str(get_discovery(provider).get("end_session_endpoint", ""))
    if not is_safe_address(endpoint):
        return ""
    parameters = {
        "id_token_hint": id_token,
        "post_logout_redirect_uri": back_to,
        "state": state,
        "ui_locales": language,
    }
    return _add_parameters(endpoint, parameters)


def is_safe_address(url: Any) -> bool:
    """Whether ``url`` may be requested: https, or http to localhost when ``RAEKODA_INSIDE_ALLOWED`` is set."""
    if not isinstance(url, str) or len(url) > 1000:
        return False
    parts = urlsplit(url)
    if parts.scheme == "https" and parts.hostname and parts.username is None:
        return True
    if parts.scheme != "http" or not parts.hostname or not settings.RAEKODA_INSIDE_ALLOWED:
        return False
    name = parts.hostname
    return name in ("localhost", "127.0.0.1", "::1") or name.endswith(".localhost")


def _request_tokens(provider: Provider, form: dict[str, str]) -> Answer:
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
    if provider.way == Provider.Way.POST:
        form = {**form, "client_id": provider.client_id, "client_secret": provider.secret}
    else:
        pair = f"{quote_plus(provider.client_id)}:{quote_plus(provider.secret)}"  # RFC 6749, 2.3.1
        headers["Authorization"] = f"Basic {base64.b64encode(pair.encode()).decode()}"
    answer = _send(provider, "POST", get_discovery(provider)["token_endpoint"], urlencode(form).encode(), headers)
    if answer.status >= 500 or answer.status == 429:
        raise ProviderUnavailable
    return answer


def _send(
    provider: Provider, method: str, url: str, content: bytes | None = None, headers: dict[str, str] | None = None
) -> Answer:
    """Send one request; the test login answers in the same process."""
    if provider.kind == Kind.TEST:
        return demo_provider.respond(provider, method, url, content or b"", headers or {})
    try:
        return outgoing.request(
            method,
            url,
            content=content,
            headers=headers,
            seconds=ANSWER_SECONDS,
            most_bytes=MAX_BYTES,
            trust=get_ssl_context(),
        )
    except NotReached as error:
        log.warning("signin_provider_silent", provider=provider.ref, reason=str(error)[:80])
        raise ProviderUnavailable from error


@lru_cache(maxsize=1)
def get_ssl_context() -> ssl.SSLContext:
    """TLS context with the authorities of ``RAEKODA_SIGNIN_CA_FILE`` (TARA 5.1.2 lists them), by default the usual
    ones."""
    import httpx

    if settings.RAEKODA_SIGNIN_CA_FILE:
        return ssl.create_default_context(cafile=settings.RAEKODA_SIGNIN_CA_FILE)
    return httpx.create_ssl_context(trust_env=False)


def _select_key(keys: list[dict[str, Any]], kid: str) -> RSAKey | None:
    """The RSA key with this ``kid``; without a ``kid`` the only key (OpenID Connect Core 10.1)."""
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
    return key if key.public_key.key_size >= rules.MIN_KEY_BITS else None


def _parse_json(answer: Answer) -> dict[str, Any]:
    if not answer.is_ok:
        raise ProviderUnavailable
    try:
        document = json.loads(answer.content)
    except ValueError as error:
        raise ProviderUnavailable from error
    if not isinstance(document, dict):
        raise ProviderUnavailable
    return document


def _get_error_code(answer: Answer) -> str:
    try:
        return str(json.loads(answer.content).get("error", ""))[:40]
    except (ValueError, AttributeError):
        return ""


def _add_parameters(url: str, parameters: dict[str, str]) -> str:
    return f"{url}{'&' if '?' in url else '?'}{urlencode(parameters)}"
