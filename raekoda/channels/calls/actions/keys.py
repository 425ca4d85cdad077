"""Keys of phone exchanges and periods of keeping."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils.crypto import salted_hmac

from raekoda.channels.calls.models import ExchangeKey, KeepingPeriod
from raekoda.platform.core import apikeys
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality

SALT = "raekoda.calls.exchange"


def secret_of(key: ExchangeKey) -> str:
    """What the exchange signs with: follows from the key's name and the installation's own secret, so it is kept nowhere."""
    return salted_hmac(f"{SALT}.{key.municipality_id}", key.ref, algorithm="sha256").hexdigest()


def new_key(municipality: Municipality, name: str, *, actor: Actor) -> ExchangeKey:
    """Make a key for a phone exchange."""
    actor.must("calls.keys")
    with transaction.atomic():
        key = ExchangeKey.objects.create(municipality=municipality, name=name)
        record("calls.new_key", key, actor)
    return key


def change_key(key: ExchangeKey, *, name: str, is_active: bool, actor: Actor) -> ExchangeKey:
    """Rename a key, or put it out of use."""
    actor.must("calls.keys")
    return apikeys.change_key(key, name=name, is_active=is_active, actor=actor)


def set_period(
    municipality: Municipality, *, what: str, hours: int, source: str, valid_from: date, actor: Actor
) -> KeepingPeriod:
    """From a day on something of a call is kept for so many hours here."""
    actor.must("calls.keys")
    with transaction.atomic():
        period = KeepingPeriod.objects.create(
            municipality=municipality, what=KeepingPeriod.What(what), hours=hours, source=source, valid_from=valid_from
        )
        record("calls.set_period", period, actor, what=what, hours=hours, valid_from=valid_from.isoformat())
    return period
