"""Shifts at the desk."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.channels.calls import broadcast
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Shift
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality

EXTENSION = re.compile(r"^[0-9A-Za-z_.*#-]{0,20}$")
SEEN_EVERY = timedelta(seconds=30)


def start_shift(municipality: Municipality, *, actor: Actor, extension: str = "") -> Shift:
    """Start a shift, or change the extension of the current one. Raises ``CallError``: invalid or used extension."""
    actor.require("calls.work")
    extension = extension.strip()
    if not EXTENSION.match(extension):
        raise CallError(_("An extension has at most 20 letters and digits."), "extension")
    now = clock.now()
    try:
        with transaction.atomic():
            broadcast.lock_desk(municipality)
            shift, is_new = Shift.objects.get_or_create(
                operator=actor.user, ended_at=None,
                defaults={"municipality": municipality, "started_at": now, "seen_at": now},
            )  # fmt: skip
            shift.extension, shift.seen_at = extension, now
            shift.save(update_fields=["extension", "seen_at"])
            if is_new:
                record("calls.begin_shift", shift, actor)
            broadcast.send(municipality, "shift")
    except IntegrityError as error:
        raise CallError(_("A colleague at the desk has this extension."), "extension") from error
    return shift


def end_shift(municipality: Municipality, *, actor: Actor) -> None:
    """End the actor's shift. Idempotent."""
    actor.require("calls.work")
    with transaction.atomic():
        broadcast.lock_desk(municipality)
        for shift in Shift.objects.filter(operator=actor.user, ended_at=None):
            close_shift(shift, actor)


def close_shift(shift: Shift, actor: Actor) -> None:
    """End a shift in the caller's transaction."""
    shift.ended_at = clock.now()
    shift.save(update_fields=["ended_at"])
    record("calls.end_shift", shift, actor)
    broadcast.send(shift.municipality, "shift")


def record_presence(actor: Actor) -> None:
    """Record that the operator's screen is open; written at most every 30 seconds."""
    now = clock.now()
    Shift.objects.filter(operator=actor.user, ended_at=None, seen_at__lt=now - SEEN_EVERY).update(seen_at=now)
