"""Operators, and a phone exchange with signed requests."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from raekoda.channels.calls import actions
from raekoda.channels.calls.models import Call, ExchangeKey, WrapUpCode
from raekoda.identity.accounts.models import Role, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from tests.shells.desk.conftest import (
    lights,
    make_case,
    official,
    oskar,
    oskar_acts,
    other_unit,
    resident,
    signed_in,
    staff,
    unit,
)

__all__ = [
    "lights", "make_case", "official", "oskar", "oskar_acts", "other_unit", "resident", "signed_in", "staff", "unit",
]  # fmt: skip

EVENTS = "/api/v1/calls/events"
RECORDINGS = "/api/v1/calls/recordings"
NUMBER = "+37255501234"


def signed_headers(key: str, secret: str, path: str, body: bytes, timestamp: str = "") -> dict[str, str]:
    """Signature headers by docs/channels/calls.md, independent of the code under test."""
    timestamp = timestamp or str(int(time.time()))
    messages = f"{timestamp}.{path}.".encode() + body
    return {
        "X-Raekoda-Key": key,
        "X-Raekoda-Timestamp": timestamp,
        "X-Raekoda-Signature": hmac.new(secret.encode(), messages, hashlib.sha256).hexdigest(),
    }


@dataclass
class Exchange:
    """A phone exchange of Tartu."""

    key: ExchangeKey
    secret: str

    def send(self, event: str, call: str = "a-1", **more: Any) -> HttpResponse:
        return self.post(EVENTS, json.dumps({"event": event, "call": call, **more}).encode())

    def post(self, path: str, body: bytes, *, timestamp: str = "", **headers: str) -> HttpResponse:
        signed = signed_headers(self.key.ref, self.secret, path, body, timestamp)
        return Client().post(path, body, content_type="application/json", headers=signed | headers)


@pytest.fixture
def exchange(municipality: Municipality) -> Exchange:
    key = actions.new_key(municipality, "Keskjaam", actor=Actor.system())
    return Exchange(key, actions.get_secret(key))


@pytest.fixture
def piret(staff: Callable[..., User]) -> User:
    return staff(Role.OPERATOR, "piret")


@pytest.fixture
def mart(staff: Callable[..., User]) -> User:
    return staff(Role.OPERATOR, "mart")


@pytest.fixture
def at_desk(municipality: Municipality) -> Callable[..., Actor]:
    """``at_desk(piret, "101")``: starts a shift and returns the actor."""

    def start_shift(user: User, extension: str = "") -> Actor:
        actor = Actor.staff(user)
        actions.start_shift(municipality, actor=actor, extension=extension)
        return actor

    return start_shift


@pytest.fixture
def code(municipality: Municipality) -> WrapUpCode:
    """The ninth common code: "Other"."""
    return WrapUpCode.objects.get(municipality=None, digit=9)


@pytest.fixture
def live_call(municipality: Municipality) -> Callable[..., Call]:
    """Creates a live call of the operator."""

    def begin(actor: Actor, **kwargs: Any) -> Call:
        return actions.begin_call(municipality, **{"channel": "phone", "number": NUMBER, "actor": actor, **kwargs})

    return begin
