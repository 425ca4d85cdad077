"""Permission check and locking shared by all actions."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.channels.calls import broadcast
from raekoda.channels.calls.errors import CallError
from raekoda.channels.calls.models import Call, Promise
from raekoda.identity.accounts.models import Unit
from raekoda.identity.accounts.queries import own_units
from raekoda.platform.core.actor import Actor

LONGEST_NOTE = 10_000


@contextmanager
def locked_for_change(row: Call | Promise, actor: Actor) -> Iterator[None]:
    """Check permission, lock the desk and refresh ``row``. Raises ``PermissionDenied``."""
    actor.require("calls.work", row)
    with transaction.atomic():
        broadcast.lock_desk(row.municipality)
        row.refresh_from_db(from_queryset=type(row).objects.select_for_update(of=("self",)))
        yield


def get_unit(actor: Actor) -> Unit | None:
    """The actor's unit in the current municipality; None when there is none."""
    own = own_units(actor)
    return Unit.objects.filter(pk__in=own, parent=None).first() or Unit.objects.filter(pk__in=own).first()


def require_operator(call: Call, actor: Actor) -> None:
    """Require that the actor is the operator of the call. Raises ``CallError``."""
    if call.operator_id is None or call.operator_id != actor.id:
        raise CallError(_("This call is not yours. Take it first."))
