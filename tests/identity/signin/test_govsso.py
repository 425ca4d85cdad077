"""GovSSO: a session that the provider keeps too, renewed there, ended there."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from raekoda.identity.persons.models import Session
from raekoda.identity.signin.models import Provider, ProviderSession
from raekoda.platform.core import clock
from tests.identity.signin.conftest import HOST, go, make_provider
from tests.identity.signin.signer import KEYS, LOGOUT_EVENT, Signer

OWN = "/iseteenindus/kelle-eest/"


def tell(provider: Provider, token: str) -> int:
    return Client(headers={"host": HOST}).post(f"/sisene/valjas/{provider.ref}/", {"logout_token": token}).status_code


def almost_over() -> None:
    """One and a half minutes before the end."""
    until = clock.now() + timedelta(seconds=90)
    ProviderSession.objects.update(expires_at=until)
    Session.objects.update(expires_at=until)


def test_the_session_ends_with_that_of_the_provider(
    browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    assert go(browser_of_resident, govsso, signer).status_code == 302
    session = Session.objects.get()
    assert session.provider_sid.endswith(signer.sid)
    assert timedelta(minutes=14) < session.expires_at - clock.now() <= timedelta(minutes=15)


def test_a_low_level_and_a_missing_session_are_refused(
    browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    signer.bend = lambda claims, header: claims.update(acr="substantial")
    assert go(browser_of_resident, govsso, signer).status_code == 400
    signer.bend = lambda claims, header: claims.pop("sid") and None
    assert go(browser_of_resident, govsso, signer).status_code == 400
    assert not Session.objects.exists()


def test_a_session_is_renewed_at_the_provider(browser_of_resident: Client, govsso: Provider, signer: Signer) -> None:
    go(browser_of_resident, govsso, signer)
    almost_over()
    first = ProviderSession.objects.get().id_token
    told = browser_of_resident.post("/sisene/pikenda/").json()
    assert told["quiet"] is True
    assert Session.objects.get().expires_at - clock.now() > timedelta(minutes=14)
    assert ProviderSession.objects.get().id_token != first
    tokens = signer.asked.count("/oidc/token")
    assert browser_of_resident.post("/sisene/pikenda/").status_code == 200, "a second tab takes what the first got"
    assert signer.asked.count("/oidc/token") == tokens


@pytest.mark.parametrize("changed", [{"sub": "EE38001085718"}, {"sid": "another"}, {"aud": "x"}, {"acr": "low"}])
def test_a_renewed_token_of_somebody_else_ends_the_session(
    changed: dict[str, Any], browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    go(browser_of_resident, govsso, signer)
    almost_over()
    signer.bend = lambda claims, header: claims.update(changed)
    assert browser_of_resident.post("/sisene/pikenda/").status_code == 401
    assert browser_of_resident.get(OWN).status_code == 302


def test_a_session_that_is_over_at_the_provider_is_over_here(
    browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    go(browser_of_resident, govsso, signer)
    almost_over()
    signer.refresh_tokens.clear()
    response = browser_of_resident.post("/sisene/pikenda/")
    assert (response.status_code, response.json()) == (401, {"sign_in": "/sisene/"})
    assert browser_of_resident.get(OWN).status_code == 302


def test_a_silent_provider_ends_nothing(browser_of_resident: Client, govsso: Provider, signer: Signer) -> None:
    go(browser_of_resident, govsso, signer)
    almost_over()
    signer.fails = "503"
    assert browser_of_resident.post("/sisene/pikenda/").status_code == 503
    assert browser_of_resident.get(OWN).status_code == 200


def test_a_page_view_does_not_stretch_what_the_provider_gave(
    browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    go(browser_of_resident, govsso, signer)
    almost_over()
    until = Session.objects.get().expires_at
    browser_of_resident.get(OWN)
    assert Session.objects.get().expires_at == until


def test_the_provider_ends_a_session(browser_of_resident: Client, govsso: Provider, signer: Signer) -> None:
    go(browser_of_resident, govsso, signer)
    token = signer.logout_token()
    assert tell(govsso, token) == 200
    assert browser_of_resident.get(OWN).status_code == 302
    assert tell(govsso, token) == 400, "a token counts once"


def test_a_provider_out_of_use_ends_what_was_begun_by_it(
    browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    go(browser_of_resident, govsso, signer)
    Provider.objects.update(is_active=False)
    assert tell(govsso, signer.logout_token()) == 200
    assert browser_of_resident.get(OWN).status_code == 302


def test_a_session_that_is_not_known_is_over_already(govsso: Provider, signer: Signer) -> None:
    assert tell(govsso, signer.logout_token(sid="unknown")) == 200


def test_only_the_named_session_ends(browser_of_resident: Client, govsso: Provider, signer: Signer) -> None:
    go(browser_of_resident, govsso, signer)
    other = Client(headers={"host": HOST})
    signer.sid = "another-session"
    go(other, govsso, signer)
    assert tell(govsso, signer.logout_token(sid="another-session")) == 200
    assert (browser_of_resident.get(OWN).status_code, other.get(OWN).status_code) == (200, 302)


def test_a_subject_alone_ends_all_its_sessions_of_this_provider(
    browser_of_resident: Client, govsso: Provider, signer: Signer, municipality
) -> None:
    go(browser_of_resident, govsso, signer)
    signer.govsso, signer.seconds = False, 40
    tara = make_provider(
        municipality, signer, client_id="raekoda tartu", issuer=signer.issuer.replace("127.0.0.1", "localhost")
    )
    by_tara = Client(headers={"host": HOST})
    issuer, signer.issuer = signer.issuer, tara.issuer
    go(by_tara, tara, signer)
    signer.issuer = issuer
    assert tell(govsso, signer.logout_token(sid=None, sub="EE60001019906")) == 200
    assert (browser_of_resident.get(OWN).status_code, by_tara.get(OWN).status_code) == (302, 200)


LOGOUTS: dict[str, dict[str, Any]] = {
    "wrong issuer": {"iss": "https://evil.example"},
    "wrong audience": {"aud": ["x"]},
    "no event": {"events": {}},
    "wrong event": {"events": {"http://schemas.openid.net/event/other": {}}},
    "an event that is a word": {"events": {LOGOUT_EVENT: "yes"}},
    "events as a list": {"events": [LOGOUT_EVENT]},
    "no events": {"events": None},
    "a nonce, as ID tokens have": {"nonce": "x"},
    "no identifier": {"jti": None},
    "neither session nor subject": {"sid": None},
}
TIMES = {"from the future": ("iat", 600), "old": ("iat", -3600), "expired": ("exp", -60)}
"""Claims of time, in seconds from the moment of the test."""


@pytest.mark.parametrize("name", [*LOGOUTS, *TIMES])
def test_a_wrong_logout_token_ends_nothing(
    name: str, browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    go(browser_of_resident, govsso, signer)
    claims = LOGOUTS.get(name) or {TIMES[name][0]: int(time.time()) + TIMES[name][1]}
    assert tell(govsso, signer.logout_token(**claims)) == 400
    assert browser_of_resident.get(OWN).status_code == 200


@pytest.mark.parametrize("header", [{"alg": "none"}, {"_key": KEYS[2]}, {"kid": "nowhere", "_key": KEYS[2]}])
def test_a_logout_token_of_somebody_else_ends_nothing(
    header: dict[str, Any], browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    go(browser_of_resident, govsso, signer)
    assert tell(govsso, signer.logout_token(header)) == 400
    assert tell(govsso, "") == 400 and tell(govsso, "a.b.c") == 400
    assert browser_of_resident.get(OWN).status_code == 200


def test_an_id_token_is_no_logout_token(browser_of_resident: Client, govsso: Provider, signer: Signer) -> None:
    go(browser_of_resident, govsso, signer)
    assert tell(govsso, signer.token_of_last) == 400


def test_signing_out_leads_to_the_provider_with_its_own_token(
    browser_of_resident: Client, govsso: Provider, signer: Signer
) -> None:
    go(browser_of_resident, govsso, signer)
    page = browser_of_resident.post("/en/valju/").text
    address = page.split('content="0; url=')[1].split('"')[0].replace("&amp;", "&")
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert urlsplit(address).path == "/oauth2/sessions/logout"
    assert asked == {
        "id_token_hint": signer.token_of_last, "ui_locales": "en",
        "post_logout_redirect_uri": f"http://{HOST}/sisene/valjas/", "state": "signed-out-en",
    }  # fmt: skip
    assert browser_of_resident.get("/sisene/valjas/", {"state": asked["state"]})["Location"] == "/en/valju/valmis/"
    assert browser_of_resident.get("/sisene/valjas/", {"state": "//evil"})["Location"] == "/valju/valmis/"
    assert browser_of_resident.get(OWN).status_code == 302
    assert not ProviderSession.objects.exists()
