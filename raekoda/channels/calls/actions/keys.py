"""Keys of phone exchanges and retention periods."""

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


def get_secret(key: ExchangeKey) -> str:
    """The signing secret, derived from the key's ref and the installation's secret key; it is not stored."""
    return salted_hmac(f"{SALT}.{key.municipality_id}", key.ref, algorithm="sha256").hexdigest()


def new_key(municipality: Municipality, name: str, *, actor: Actor) -> ExchangeKey:
    """Create a key for a phone exchange."""
    actor.require("calls.keys")
    with transaction.atomic():
        key = ExchangeKey.objects.create(municipality=municipality, name=name)
        record("calls.new_key", key, actor)
    return key


def change_key(key: ExchangeKey, *, name: str, is_active: bool, actor: Actor) -> ExchangeKey:
    """Rename, activate or deactivate a key."""
    actor.require("calls.keys")
    return apikeys.change_key(key, name=name, is_active=is_active, actor=actor)


def set_retention_period(
    municipality: Municipality, *, what: str, hours: int, source: str, valid_from: date, actor: Actor
) -> KeepingPeriod:
    """Set a retention period (hours) of the municipality from ``valid_from``."""
    actor.require("calls.keys")
    with transaction.atomic():
        period = KeepingPeriod.objects.create(
            municipality=municipality, what=KeepingPeriod.What(what), hours=hours, source=source, valid_from=valid_from
        )
        record("calls.set_period", period, actor, what=what, hours=hours, valid_from=valid_from.isoformat())
    return period
