"""An OpenID provider on loopback that speaks as TARA and GovSSO do, and can be told to misbehave."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, parse_qsl, unquote_plus, urlsplit

from joserfc import jws
from joserfc.jwk import RSAKey

CLIENT, SECRET = "raekoda tartu", "sala:dus&1"
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"
SEEN = {"given_name": "MARY ÄNN", "family_name": "O’CONNEŽ-ŠUSLIK TESTNUMBER"}
KEYS = [RSAKey.generate_key(2048) for _each in range(3)]
Bend = Callable[[dict[str, Any], dict[str, Any]], None]


class Signer:
    """What the provider knows and how it misbehaves. ``bend(claims, header)`` changes a token before it is signed."""

    def __init__(self) -> None:
        self.issuer = ""
        self.keys: dict[str, RSAKey] = {"key-1": KEYS[0]}
        self.published: dict[str, RSAKey] = dict(self.keys)
        self.kid = "key-1"
        self.bend: Bend | None = None
        self.codes: dict[str, dict[str, str]] = {}
        self.refresh_tokens: set[str] = set()
        self.asked: list[str] = []
        self.fails = ""
        self.govsso = False
        self.sid = "f5ab396c-1490-4042-b073-ae8e003c7258"
        self.seconds = 40
        self.document: dict[str, Any] = {}
        self.token_of_last = ""

    def authorize(self, url: str) -> dict[str, str]:
        """What a browser brings back after signing in: the parameters of the return address."""
        asked = dict(parse_qsl(urlsplit(url).query))
        code = secrets.token_urlsafe(12)
        self.codes[code] = asked
        return {"code": code, "state": asked["state"]}

    def claims(self, asked: dict[str, str]) -> dict[str, Any]:
        """An honest ID token's claims."""
        now = int(time.time())
        claims: dict[str, Any] = {
            "jti": secrets.token_hex(16), "iss": self.issuer, "aud": CLIENT, "iat": now, "nbf": now,
            "exp": now + self.seconds, "sub": "EE60001019906", "amr": ["mID"], "acr": "high", "nonce": asked.get("nonce", ""),
        }  # fmt: skip
        if self.govsso:
            return claims | SEEN | {"birthdate": "2000-01-01", "sid": self.sid, "aud": [CLIENT]}
        return claims | {"profile_attributes": SEEN | {"date_of_birth": "2000-01-01"}}

    def sign(self, claims: dict[str, Any], header: dict[str, Any] | None = None) -> str:
        """A token; ``header`` may name another algorithm or another key."""
        header = {"alg": "RS256", "kid": self.kid, **(header or {})}
        key: Any = header.pop("_key", None) or self.keys.get(header["kid"], self.keys[self.kid])
        if header["alg"] in ("none", "HS256"):
            signed = ".".join(_text(json.dumps(each).encode()) for each in (header, claims))
            return f"{signed}.{_text(hmac.digest(key, signed.encode(), 'sha256')) if header['alg'] == 'HS256' else ''}"
        return jws.serialize_compact(header, json.dumps(claims), key, algorithms=[header["alg"]])

    def logout_token(self, header: dict[str, Any] | None = None, **changed: Any) -> str:
        """An honest logout token, but for what is changed; None takes a claim away."""
        claims = {
            "iss": self.issuer, "aud": [CLIENT], "iat": int(time.time()), "jti": secrets.token_hex(8), "sid": self.sid,
            "events": {LOGOUT_EVENT: {}},
        } | changed  # fmt: skip
        return self.sign({name: value for name, value in claims.items() if value is not None}, header)

    def public_key_as_secret(self) -> bytes:
        """The public key taken for an HMAC secret, as confused verifiers do."""
        return self.keys[self.kid].as_pem(private=False)

    def token(self, form: dict[str, str], authorization: str) -> tuple[int, dict[str, Any]]:
        name, _, secret = base64.b64decode(authorization.removeprefix("Basic ")).decode().partition(":")
        if (unquote_plus(name), unquote_plus(secret)) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "refresh_token":
            if form["refresh_token"] not in self.refresh_tokens:
                return 400, {"error": "invalid_grant"}
            self.refresh_tokens.discard(form["refresh_token"])
            return 200, self._given({})
        asked = self.codes.pop(form["code"], None)
        if asked is None or asked["redirect_uri"] != form["redirect_uri"] or not _proven(asked, form):
            return 400, {"error": "invalid_grant"}
        return 200, self._given(asked)

    def _given(self, asked: dict[str, str]) -> dict[str, Any]:
        claims, header = self.claims(asked), {}
        if not asked:
            claims.pop("nonce")
        if self.bend:
            self.bend(claims, header)
        self.token_of_last = self.sign(claims, header)
        given = {"access_token": "x", "token_type": "bearer", "expires_in": 1, "id_token": self.token_of_last}
        if self.govsso:
            given["refresh_token"] = secrets.token_urlsafe(12)
            self.refresh_tokens.add(given["refresh_token"])
        return given

    def describe(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.issuer}/oidc/authorize",
            "token_endpoint": f"{self.issuer}/oidc/token",
            "jwks_uri": f"{self.issuer}/oidc/jwks",
            "end_session_endpoint": f"{self.issuer}/oauth2/sessions/logout",
            **self.document,
        }


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).decode().rstrip("=")


def _proven(asked: dict[str, str], form: dict[str, str]) -> bool:
    if "code_challenge" not in asked:
        return True
    digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=") == asked["code_challenge"]


@contextmanager
def serving() -> Iterator[Signer]:
    """A provider on a free port of loopback."""
    signer = Signer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            signer.asked.append(self.path)
            if self.path == "/.well-known/openid-configuration":
                self._say(200, signer.describe())
            elif self.path == "/oidc/jwks":
                keys = [
                    {**key.as_dict(private=False), "kid": kid, "use": "sig"} for kid, key in signer.published.items()
                ]
                self._say(200, {"keys": keys})
            else:
                self._say(404, {})

        def do_POST(self) -> None:
            signer.asked.append(self.path)
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: values[0] for name, values in parse_qs(body).items()}
            if signer.fails:
                self._say(int(signer.fails), {"error": "server_error"})
            else:
                self._say(*signer.token(form, self.headers["Authorization"]))

        def _say(self, status: int, document: dict[str, Any]) -> None:
            content = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *args: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    signer.issuer = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield signer
    finally:
        server.shutdown()
        server.server_close()
