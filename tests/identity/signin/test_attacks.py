"""Attacks on a sign-in: each is refused, nobody is signed in, and the reason is kept without who."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from raekoda.identity.persons.models import Person, Session
from raekoda.identity.signin.models import Attempt, Provider
from raekoda.platform.core.models import JournalEntry, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from tests.identity.signin.conftest import HOST, begin, come_back, go, make_provider
from tests.identity.signin.signer import CLIENT, KEYS, Signer

Bent = Callable[[dict[str, Any], dict[str, Any]], None]


def changed(**claims: Any) -> Bent:
    """A token with other claims."""
    return lambda given, header: given.update(claims)


def without(name: str) -> Bent:
    return lambda given, header: given.pop(name, None) and None


def later(seconds: int) -> Bent:
    """A token of another time."""
    return lambda given, header: given.update(iat=given["iat"] + seconds, exp=given["exp"] + seconds)


def headed(**names: Any) -> Bent:
    return lambda given, header: header.update(names)


TOKENS: dict[str, tuple[Bent, str]] = {
    "wrong issuer": (changed(iss="https://evil.example"), "issuer"),
    "issuer with a slash more": (lambda given, header: given.update(iss=given["iss"] + "/"), "issuer"),
    "no issuer": (without("iss"), "issuer"),
    "wrong audience": (changed(aud="somebody-else"), "audience"),
    "one audience of many": (changed(aud=[CLIENT, "somebody-else"]), "audience"),
    "audience that begins alike": (changed(aud=CLIENT + "-2"), "audience"),
    "made for another party": (changed(azp="somebody-else"), "audience"),
    "no audience": (without("aud"), "audience"),
    "wrong nonce": (changed(nonce="another"), "nonce"),
    "no nonce": (without("nonce"), "nonce"),
    "empty nonce": (changed(nonce=""), "nonce"),
    "expired": (lambda given, header: given.update(exp=int(time.time()) - 60), "expired"),
    "no end": (without("exp"), "expired"),
    "an end that is a word": (changed(exp="2099-01-01"), "expired"),
    "from the future": (later(120), "future"),
    "older than the sign-in": (lambda given, header: given.update(iat=int(time.time()) - 600), "stale"),
    "no time of issue": (without("iat"), "claims"),
    "low level": (changed(acr="low"), "level"),
    "no level": (without("acr"), "level"),
    "unknown level": (changed(acr="highest"), "level"),
    "level as a list": (changed(acr=["high"]), "level"),
    "no subject": (without("sub"), "subject"),
    "subject without a country": (changed(sub="60001019906"), "subject"),
    "subject with a wrong check digit": (changed(sub="EE60001019907"), "subject"),
    "subject with spaces": (changed(sub="EE600 010 199 06"), "subject"),
    "subject that is a number": (changed(sub=60001019906), "subject"),
    "subject in small letters": (changed(sub="ee60001019906"), "subject"),
    "no names": (without("profile_attributes"), "claims"),
    "not signed": (headed(alg="none"), "algorithm"),
    "not signed, in capitals": (headed(alg="none", typ="JWT", kid="key-1"), "algorithm"),
    "signed by another algorithm": (headed(alg="RS384"), "algorithm"),
    "a name of a key that is nowhere": (headed(kid="key-9", _key=KEYS[2]), "key"),
    "another key under the known name": (headed(_key=KEYS[2]), "signature"),
}


@pytest.mark.parametrize("name", TOKENS)
def test_a_wrong_token_signs_nobody_in(name: str, browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    signer.bend, why = TOKENS[name]
    response = go(browser_of_resident, tara, signer)
    assert response.status_code == 400
    assert not Session.objects.exists() and not Person.objects.exists()
    assert Attempt.objects.get().outcome == why
    line = JournalEntry.objects.get(action="signin.refused")
    assert line.data == {"why": why, "provider": tara.ref}
    assert browser_of_resident.get("/iseteenindus/kelle-eest/").status_code == 302


def test_the_public_key_is_no_shared_secret(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    signer.bend = headed(alg="HS256", _key=signer.public_key_as_secret())
    assert go(browser_of_resident, tara, signer).status_code == 400
    assert Attempt.objects.get().outcome == "algorithm"


def test_a_key_under_the_name_of_another_of_the_provider_is_refused(
    browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    signer.keys = signer.published = {"key-1": KEYS[0], "key-2": KEYS[1]}
    signer.bend = headed(kid="key-1", _key=KEYS[1])
    assert go(browser_of_resident, tara, signer).status_code == 400
    assert Attempt.objects.get().outcome == "signature"


def test_of_several_keys_a_token_must_name_its_own(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    signer.bend = headed(kid="", _key=KEYS[0])
    assert go(browser_of_resident, tara, signer).status_code == 302
    signer.published = {"key-1": KEYS[0], "key-2": KEYS[1]}
    from django.core.cache import cache

    cache.clear()
    assert go(Client(headers={"host": HOST}), tara, signer).status_code == 400


def test_a_new_key_is_fetched_once_when_its_name_is_unknown(
    browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    assert go(browser_of_resident, tara, signer).status_code == 302
    signer.keys = {"key-2": KEYS[1]}
    signer.published, signer.kid = {"key-1": KEYS[0], "key-2": KEYS[1]}, "key-2"
    assert go(browser_of_resident, tara, signer).status_code == 302
    assert go(browser_of_resident, tara, signer).status_code == 302
    assert signer.asked.count("/oidc/jwks") == 2


def test_unknown_names_of_keys_do_not_make_us_ask_without_end(
    browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    signer.bend = headed(kid="key-9", _key=KEYS[2])
    for _each in range(8):
        go(browser_of_resident, tara, signer)
    assert signer.asked.count("/oidc/jwks") == 5


@pytest.mark.parametrize("weak", ["use", "alg", "size"])
def test_a_key_that_is_not_for_this_is_not_used(
    weak: str, browser_of_resident: Client, tara: Provider, signer: Signer, monkeypatch
) -> None:
    from raekoda.identity.signin import oidc

    honest = {**KEYS[0].as_dict(private=False), "kid": "key-1"}
    if weak == "size":
        monkeypatch.setattr("raekoda.identity.signin.rules.MIN_KEY_BITS", 4096)
    else:
        honest |= {"use": "enc"} if weak == "use" else {"alg": "RS512"}
    monkeypatch.setattr(oidc, "fetch_keys", lambda provider: [honest])
    assert go(browser_of_resident, tara, signer).status_code == 400
    assert Attempt.objects.get().outcome == "key"


def test_an_answer_works_once(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    answer = signer.authorize(begin(browser_of_resident, tara))
    browser_of_resident.cookies["kept"] = "1"
    mine = {name: morsel.value for name, morsel in browser_of_resident.cookies.items()}
    assert come_back(browser_of_resident, tara, answer).status_code == 302
    again = Client(headers={"host": HOST})
    for name, value in mine.items():
        again.cookies[name] = value
    signer.codes[answer["code"]] = {"redirect_uri": "any"}
    assert come_back(again, tara, answer).status_code == 400
    assert Session.objects.count() == 1 and signer.asked.count("/oidc/token") == 1


def test_a_code_that_the_provider_knows_no_more(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    answer = signer.authorize(begin(browser_of_resident, tara))
    signer.codes.clear()
    assert come_back(browser_of_resident, tara, answer).status_code == 400
    assert Attempt.objects.get().outcome == "code"


def test_a_token_of_another_sign_in_is_refused(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    """A replayed token: signed, in time, for us, but made for an earlier nonce."""
    go(browser_of_resident, tara, signer)
    earlier = signer.token_of_last
    thief = Client(headers={"host": HOST})
    signer.sign = lambda claims, header=None: earlier  # type: ignore[method-assign]
    try:
        assert go(thief, tara, signer).status_code == 400
    finally:
        del signer.sign
    assert Session.objects.count() == 1
    assert Attempt.objects.order_by("-id")[0].outcome == "nonce"


@pytest.mark.parametrize("what", ["no state", "another state", "no cookie", "another browser"])
def test_an_answer_belongs_to_the_browser_that_asked(
    what: str, browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    answer = signer.authorize(begin(browser_of_resident, tara))
    client = browser_of_resident
    if what == "no state":
        answer.pop("state")
    elif what == "another state":
        answer["state"] = "x" * 43
    else:
        client = Client(headers={"host": HOST})
        if what == "another browser":
            begin(client, tara)
            (cookie,) = client.cookies
            client.cookies[f"rk-signin-{''.join(each for each in answer['state'][:12] if each.isalnum())}"] = (
                client.cookies[cookie].value
            )
    response = come_back(client, tara, answer)
    assert response.status_code == 400 and "mujal" in response.text
    assert not Session.objects.exists() and "/oidc/token" not in signer.asked


def test_an_answer_that_comes_too_late(browser_of_resident: Client, tara: Provider, signer: Signer) -> None:
    from datetime import timedelta

    answer = signer.authorize(begin(browser_of_resident, tara))
    attempt = Attempt.objects.get()
    Attempt.objects.update(created_at=attempt.created_at - timedelta(minutes=36))
    assert come_back(browser_of_resident, tara, answer).status_code == 400
    assert not Session.objects.exists()


def test_an_answer_of_another_municipality_is_refused(
    browser_of_resident: Client, tara: Provider, signer: Signer, other_municipality: Municipality
) -> None:
    """Mixed-up municipalities: the same provider serves both, and the browser holds both cookies."""
    with municipality_scope(other_municipality):
        elva = make_provider(other_municipality, signer)
    answer = signer.authorize(begin(browser_of_resident, tara))
    there = Client(headers={"host": "elva.localhost:8000"})
    begin(there, elva)
    for name, morsel in browser_of_resident.cookies.items():
        there.cookies[name] = morsel.value
    assert come_back(there, elva, answer).status_code == 400
    assert come_back(there, tara, answer).status_code == 404
    with municipality_scope(other_municipality):
        assert not Session.objects.exists()
    assert come_back(browser_of_resident, tara, answer).status_code == 302, "the right answer still counts"


def test_an_answer_of_another_provider_is_refused(
    browser_of_resident: Client, tara: Provider, signer: Signer, municipality: Municipality
) -> None:
    """Mixed-up providers (RFC 9700, 4.4): each has a return address of its own, and names itself (RFC 9207)."""
    other = make_provider(municipality, signer, issuer="https://other.example", client_id="x")
    answer = signer.authorize(begin(browser_of_resident, tara))
    assert come_back(browser_of_resident, other, answer).status_code == 400
    assert come_back(browser_of_resident, tara, answer | {"iss": "https://other.example"}).status_code == 400
    assert "/oidc/token" not in signer.asked
    assert come_back(browser_of_resident, tara, answer | {"iss": tara.issuer}).status_code == 302


@pytest.mark.parametrize(
    "document",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://192.0.2.7/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_document_that_points_elsewhere_is_not_followed(
    document: dict[str, str], browser_of_resident: Client, tara: Provider, signer: Signer
) -> None:
    signer.document = document
    assert browser_of_resident.get(f"/sisene/alusta/{tara.ref}/").status_code == 400


def test_headers_sign_nobody_in(municipality: Municipality, tara: Provider) -> None:
    claims = ("REMOTE_USER", "HTTP_X_REMOTE_USER", "HTTP_X_FORWARDED_USER", "HTTP_X_TARA_SUB", "HTTP_AUTHORIZATION")
    client = Client(**dict.fromkeys(claims, "EE60001019906"), HTTP_HOST=HOST)
    assert client.get("/iseteenindus/kelle-eest/").status_code == 302
    response = client.get(f"/sisene/alusta/{tara.ref}/", headers={"x-forwarded-host": "evil.example"})
    assert "evil.example" not in response["Location"]


def test_the_test_login_is_not_there_outside_the_demo(
    browser_of_resident: Client, municipality: Municipality, signer: Signer
) -> None:
    test = make_provider(municipality, signer, kind="test")
    assert browser_of_resident.get(f"/sisene/alusta/{test.ref}/").status_code == 404
    assert browser_of_resident.get(f"/sisene/proov/{test.ref}/").status_code == 404
    assert test.ref not in browser_of_resident.get("/sisene/").text
