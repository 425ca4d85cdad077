"""Passkeys as the server takes them: bound to host, person and question; each answer once."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from raekoda.identity.accounts.models import User
from raekoda.identity.signin.models import Passkey
from tests.identity.signin.authenticator import Authenticator
from tests.shells.desk.conftest import PASSWORD

LOGIN, STEP, ADD = "/toolaud/sisene/", "/toolaud/sisene/kinnita/", "/toolaud/seaded/kinnitus/voti/"


@pytest.fixture
def key(official: Client, oskar: User) -> Authenticator:
    """Oskar's key, set up by its own page."""
    key = Authenticator("testserver", "http://testserver")
    asked = official.get(ADD).context["question"]
    assert official.post(ADD, {"passkey": key.made(asked), "name": "Sinine"}).status_code == 302
    return key


def at_the_step(client: Client | None = None, name: str = "oskar") -> tuple[Client, dict]:
    client = client or Client()
    assert client.post(LOGIN, {"username": name, "password": PASSWORD})["Location"] == STEP
    return client, client.get(STEP).context["question"]


def test_a_key_is_made_and_used(key: Authenticator, oskar: User) -> None:
    assert Passkey.objects.get().transports == ["usb"]
    client, asked = at_the_step()
    assert [each["id"] for each in asked["allowCredentials"]] == [Passkey.objects.get().credential_id]
    assert client.post(STEP, {"passkey": key.signed(asked)})["Location"] == "/toolaud/"
    assert Passkey.objects.get().sign_count == 1
    assert client.get("/toolaud/").status_code == 200


def test_an_answer_works_once(key: Authenticator) -> None:
    client, asked = at_the_step()
    answer = key.signed(asked)
    client.post(STEP, {"passkey": answer})
    other, _asked = at_the_step()
    assert other.post(STEP, {"passkey": answer}).status_code == 422
    assert other.post(STEP, {"passkey": answer}).status_code == 422, "without a question there is no answer"


WRONG: dict[str, Callable[[Authenticator, dict], str]] = {
    "another question": lambda key, asked: key.signed(asked | {"challenge": "AAAA"}),
    "another site": lambda key, asked: key.signed(asked, origin="http://evil.example"),
    "an answer to another kind of question": lambda key, asked: key.signed(asked, type="webauthn.create"),
    "not an answer": lambda key, asked: "{",
    "a list": lambda key, asked: "[]",
    "an empty one": lambda key, asked: "{}",
    "a number as name": lambda key, asked: '{"id": 7}',
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_answer_lets_nobody_in(name: str, key: Authenticator) -> None:
    client, asked = at_the_step()
    assert client.post(STEP, {"passkey": WRONG[name](key, asked)}).status_code == 422
    assert client.get("/toolaud/").status_code == 302


def test_a_copied_key_is_noticed(key: Authenticator) -> None:
    """A count that does not rise tells of a copy (WebAuthn, 6.1.1)."""
    Passkey.objects.update(sign_count=9)
    client, asked = at_the_step()
    assert client.post(STEP, {"passkey": key.signed(asked)}).status_code == 422


def test_a_passkey_works_only_for_its_owner(key: Authenticator, staff, signed_in) -> None:
    other = staff("analyst", "anna")
    hers = Authenticator("testserver", "http://testserver")
    client = signed_in(other)
    client.post(ADD, {"passkey": hers.made(client.get(ADD).context["question"])})
    visitor, asked = at_the_step(name="anna")
    assert visitor.post(STEP, {"passkey": key.signed(asked)}).status_code == 422


def test_a_key_of_another_host_is_not_asked_for(key: Authenticator) -> None:
    client = Client(headers={"host": "tartu.localhost"})
    client.post(LOGIN, {"username": "oskar", "password": PASSWORD})
    assert client.get(STEP).context["question"] == {}


def test_the_same_key_is_added_once(key: Authenticator, official: Client) -> None:
    asked = official.get(ADD).context["question"]
    assert official.post(ADD, {"passkey": key.made(asked)}).status_code == 422
    assert Passkey.objects.count() == 1


def test_one_takes_away_only_ones_own_keys(key: Authenticator, official: Client, signed_in, staff) -> None:
    stranger = signed_in(staff("analyst", "anna"))
    address = "/toolaud/seaded/kinnitus/eemalda/"
    assert stranger.post(address, {"passkey": Passkey.objects.get().pk}).status_code == 404
    assert official.post(address, {"passkey": "x"}).status_code == 404
    assert official.post(address, {"passkey": Passkey.objects.get().pk}).status_code == 302
    assert not Passkey.objects.exists()
