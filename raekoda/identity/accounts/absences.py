"""Absences of members of staff, and the deputies who do their work meanwhile."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from raekoda.identity.accounts.errors import AccountError
from raekoda.identity.accounts.events import DeputyNamed, DeputyReleased
from raekoda.identity.accounts.models import Absence, User
from raekoda.identity.accounts.proposals import lock_rights
from raekoda.identity.accounts.queries import members, officials
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit
from raekoda.platform.core.tenancy import current


@transaction.atomic
def add_absence(*, user: User, deputy: User, first_day: date, last_day: date, actor: Actor) -> Absence:
    """Name the deputy of ``user`` from ``first_day`` to ``last_day``, both included. Emits :class:`DeputyNamed`.

    Raises ``PermissionDenied``; :class:`AccountError` for days in wrong order or past, a deputy who handles no cases here
    or is absent too, an absence that overlaps another one, and an actor who would deputise for somebody else.
    """
    actor.require("people.set_absence", user)
    if not members().filter(pk=user.pk).exists():
        raise PermissionDenied("people.set_absence")
    if last_day < first_day:
        raise AccountError(_("The last day is before the first one."), "last_day")
    if last_day < clock.today():
        raise AccountError(_("These days are over."), "last_day")
    if deputy.pk == actor.id and user.pk != actor.id:
        raise AccountError(_("Nobody names themselves as a deputy of another."), "deputy")
    lock_rights()
    _require_able(deputy, user, first_day, last_day)
    if _overlapping(user, first_day, last_day).exists():
        raise AccountError(_("There is an absence on these days already."), "first_day")
    absence = Absence.objects.create(
        municipality=current(), user=user, deputy=deputy, first_day=first_day, last_day=last_day
    )
    journal.record("people.add_absence", absence, actor, **_for_journal(absence))
    emit(DeputyNamed(absence, actor))
    return absence


@transaction.atomic
def cancel_absence(absence: Absence, *, actor: Actor) -> None:
    """End the deputy's work at once. Emits :class:`DeputyReleased`. Raises ``PermissionDenied``."""
    actor.require("people.set_absence", absence.user)
    if absence.municipality_id != current().pk:
        raise PermissionDenied("people.set_absence")
    journal.record("people.cancel_absence", absence, actor, **_for_journal(absence))
    emit(DeputyReleased(absence, actor))
    absence.delete()


def _require_able(deputy: User, user: User, first_day: date, last_day: date) -> None:
    if deputy.pk == user.pk or not officials().filter(pk=deputy.pk).exists():
        raise AccountError(_("A deputy is another colleague who handles cases here."), "deputy")
    if _overlapping(deputy, first_day, last_day).exists():
        raise AccountError(_("%(name)s is absent on these days too.") % {"name": deputy.display_name}, "deputy")


def _overlapping(user: User, first_day: date, last_day: date) -> models.QuerySet[Absence]:
    return Absence.objects.filter(user=user, first_day__lte=last_day, last_day__gte=first_day)


def _for_journal(absence: Absence) -> dict[str, Any]:
    return {
        "user": absence.user_id,
        "deputy": absence.deputy_id,
        "first_day": absence.first_day.isoformat(),
        "last_day": absence.last_day.isoformat(),
    }
