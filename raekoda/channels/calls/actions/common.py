"""What every change of the desk has in common: permission, one at a time, the row as it is now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.channels.calls import bell
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Promise
from raekoda.identity.accounts.models import Unit
from raekoda.identity.accounts.queries import own_units
from raekoda.platform.core.actor import Actor

LONGEST_NOTE = 10_000


@contextmanager
def changing(row: Call | Promise, actor: Actor) -> Iterator[None]:
    """Change ``row``: ``by`` may, nobody else does meanwhile. Raises ``PermissionDenied``."""
    actor.must("calls.work", row)
    with transaction.atomic():
        bell.hold_desk(row.municipality)
        row.refresh_from_db(from_queryset=type(row).objects.select_for_update(of=("self",)))
        yield


def unit_of(actor: Actor) -> Unit | None:
    """The unit the actor works in here; None when in none."""
    own = own_units(actor)
    return Unit.objects.filter(pk__in=own, parent=None).first() or Unit.objects.filter(pk__in=own).first()


def must_hold(call: Call, actor: Actor) -> None:
    """Only who has the call changes it. Raises ``CallError``."""
    if call.operator_id is None or call.operator_id != actor.id:
        raise CallError(_("This call is not yours. Take it first."))
