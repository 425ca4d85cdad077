"""The demo's test login: a small OpenID provider with made-up people, used through the regular client.

It exists only when ``settings.DEMO`` is set. Its pages are part of the site; back-channel requests are answered in
the same process, because a web process must not wait for itself.
"""

from __future__ import annotations

import base64
import json
import secrets
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote_plus, urlencode

from django.conf import settings
from django.core import signing
from django.http import Http404

from raekoda.identity.persons.models import Person
from raekoda.identity.signin import rules
from raekoda.identity.signin.models import Provider
from raekoda.identity.signin.rules import Kind, Level
from raekoda.platform.core import clock, ratelimit
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.outgoing import Answer

if TYPE_CHECKING:
    from joserfc.jwk import RSAKey

ISSUER = "https://test-login.example.ee"
CLIENT = "raekoda-demo"
CODE_SECONDS, TOKEN_SECONDS = 30, 40
"""As at TARA (6.2)."""
SALT = "signin.trial"
PARAMETERS = ("client_id", "redirect_uri", "state", "nonce", "code_challenge")
STRANGER = "stranger"
STRANGER_CODE = "60001018800"
"""A test code of TARA for a person unknown to the municipality."""


def require_demo() -> None:
    """Raise ``Http404`` outside a demo."""
    if not settings.DEMO:
        raise Http404


def create_provider(municipality: Municipality) -> Provider:
    """The municipality's test login, created when missing."""
    from joserfc.jwk import RSAKey

    require_demo()
    found = Provider.objects.filter(kind=Kind.TEST).first()
    return found or Provider.objects.create(
        municipality=municipality, kind=Kind.TEST, issuer=ISSUER, client_id=CLIENT, level=Level.SUBSTANTIAL,
        secret=secrets.token_urlsafe(24), signing_key=json.dumps(RSAKey.generate_key(2048).as_dict(private=True)),
    )  # fmt: skip


def get_demo_persons() -> list[Person]:
    """The made-up people that can be selected."""
    return list(Person.objects.filter(is_demo=True, kind="natural").order_by("pk")[:20])


def create_code(chosen: str, asked: dict[str, str]) -> str:
    """An authorization code for the selected person (key or :data:`STRANGER`), valid for 30 seconds. Raises
    ``Http404``."""
    require_demo()
    if chosen != STRANGER and chosen not in {str(each.pk) for each in get_demo_persons()}:
        raise Http404
    values = {name: asked.get(name, "") for name in ("nonce", "redirect_uri", "client_id", "code_challenge")}
    return signing.dumps({**values, "who": chosen, "once": secrets.token_hex(8)}, salt=SALT)


def respond(provider: Provider, method: str, url: str, content: bytes, headers: dict[str, str]) -> Answer:
    """The response to a back-channel request."""
    require_demo()
    path = url.removeprefix(provider.issuer)
    if path == "/.well-known/openid-configuration":
        return _json(200, _document(provider))
    if path == "/jwks":
        return _json(200, {"keys": [{**_key(provider).as_dict(private=False), **_names(provider)}]})
    if path == "/token" and method == "POST":
        return _tokens(provider, {name: values[0] for name, values in parse_qs(content.decode()).items()}, headers)
    return _json(404, {"error": "not_found"})


def _document(provider: Provider) -> dict[str, Any]:
    return {
        "issuer": provider.issuer,
        "authorization_endpoint": f"/sisene/proov/{provider.ref}/",
        "token_endpoint": f"{provider.issuer}/token",
        "jwks_uri": f"{provider.issuer}/jwks",
        "response_types_supported": ["code"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "code_challenge_methods_supported": ["S256"],
    }


def _tokens(provider: Provider, form: dict[str, str], headers: dict[str, str]) -> Answer:
    from joserfc import jws

    if not _is_client(provider, headers.get("Authorization", "")):
        return _json(401, {"error": "invalid_client"})
    try:
        code = signing.loads(form.get("code", ""), salt=SALT, max_age=CODE_SECONDS)
    except signing.BadSignature:
        return _json(400, {"error": "invalid_grant"})
    fits = (
        code["redirect_uri"] == form.get("redirect_uri")
        and code["client_id"] == provider.client_id
        and code["code_challenge"] == rules.get_code_challenge(form.get("code_verifier", ""))
        and ratelimit.allow("signin-trial-code", code["once"], 1, CODE_SECONDS * 2)
    )
    if not fits:
        return _json(400, {"error": "invalid_grant"})
    token = jws.serialize_compact(
        {"alg": "RS256", "typ": "JWT", **_names(provider)}, json.dumps(_claims(provider, code)), _key(provider)
    )
    return _json(200, {"access_token": secrets.token_urlsafe(16), "token_type": "bearer", "id_token": token})


def _claims(provider: Provider, code: dict[str, str]) -> dict[str, Any]:
    now = int(clock.now().timestamp())
    return {
        "jti": secrets.token_hex(16), "iss": provider.issuer, "aud": provider.client_id, "iat": now, "nbf": now,
        "exp": now + TOKEN_SECONDS, "nonce": code["nonce"], "amr": ["smartid"], "acr": "high", **_person(code["who"]),
    }  # fmt: skip


def _person(who: str) -> dict[str, Any]:
    if who == STRANGER:
        attributes = {"given_name": "UKU", "family_name": "UUS", "date_of_birth": "2000-01-01"}
        return {"sub": f"EE{STRANGER_CODE}", "profile_attributes": attributes}
    person = Person.objects.get(pk=who, is_demo=True)
    return {
        "sub": f"{person.country}{person.code}",
        "profile_attributes": {
            "given_name": person.given_name,
            "family_name": person.family_name,
            "date_of_birth": person.born_on.isoformat() if person.born_on else "",
        },
    }


def _is_client(provider: Provider, header: str) -> bool:
    try:
        name, _, secret = base64.b64decode(header.removeprefix("Basic ")).decode().partition(":")
    except ValueError:
        return False
    given = (unquote_plus(name), unquote_plus(secret))
    return given[0] == provider.client_id and secrets.compare_digest(given[1].encode(), provider.secret.encode())


def get_return_url(asked: dict[str, str], **more: str) -> str:
    """The redirect URI with the response parameters."""
    return f"{asked['redirect_uri']}?{urlencode({'state': asked.get('state', ''), **more})}"


def _key(provider: Provider) -> RSAKey:
    from joserfc.jwk import RSAKey

    return RSAKey.import_key(json.loads(provider.signing_key))


def _names(provider: Provider) -> dict[str, str]:
    return {"kid": f"test-{provider.ref}"}


def _json(status: int, document: dict[str, Any]) -> Answer:
    return Answer(status, {"Content-Type": "application/json"}, json.dumps(document).encode(), 0)
