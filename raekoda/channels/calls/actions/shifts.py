"""Who is at the desk."""

from __future__ import annotations

import re
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.channels.calls import bell
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Shift
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality

EXTENSION = re.compile(r"^[0-9A-Za-z_.*#-]{0,20}$")
SEEN_EVERY = timedelta(seconds=30)


def begin_shift(municipality: Municipality, *, actor: Actor, extension: str = "") -> Shift:
    """Sit down at the desk; begun already, only the extension changes. Raises ``CallError`` for one that a colleague has."""
    actor.must("calls.work")
    extension = extension.strip()
    if not EXTENSION.match(extension):
        raise CallError(_("An extension has at most 20 letters and digits."), "extension")
    now = clock.now()
    try:
        with transaction.atomic():
            bell.hold_desk(municipality)
            shift, is_new = Shift.objects.get_or_create(
                operator=actor.user, ended_at=None,
                defaults={"municipality": municipality, "started_at": now, "seen_at": now},
            )  # fmt: skip
            shift.extension, shift.seen_at = extension, now
            shift.save(update_fields=["extension", "seen_at"])
            if is_new:
                record("calls.begin_shift", shift, actor)
            bell.ring(municipality, "shift")
    except IntegrityError as error:
        raise CallError(_("A colleague at the desk has this extension."), "extension") from error
    return shift


def end_shift(municipality: Municipality, *, actor: Actor) -> None:
    """Leave the desk. Left already is no error."""
    actor.must("calls.work")
    with transaction.atomic():
        bell.hold_desk(municipality)
        for shift in Shift.objects.filter(operator=actor.user, ended_at=None):
            close(shift, actor)


def close(shift: Shift, actor: Actor) -> None:
    """End a shift, within the caller's transaction."""
    shift.ended_at = clock.now()
    shift.save(update_fields=["ended_at"])
    record("calls.end_shift", shift, actor)
    bell.ring(shift.municipality, "shift")


def seen(actor: Actor) -> None:
    """The operator's screen is open; written at most every half a minute."""
    now = clock.now()
    Shift.objects.filter(operator=actor.user, ended_at=None, seen_at__lt=now - SEEN_EVERY).update(seen_at=now)
