"""Changes: connections to the registers, statements of persons and their review."""

from __future__ import annotations

import json
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.persons.actions import set_residence
from raekoda.identity.persons.models import Person, Source
from raekoda.identity.places.models import Area
from raekoda.identity.registers import messages
from raekoda.identity.registers.errors import LookupFailed, RegisterError
from raekoda.identity.registers.models import Connection, Register, Statement
from raekoda.identity.registers.stated import get_stated_area
from raekoda.identity.registers.xroad import rest
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.outgoing import valid_address
from raekoda.platform.core.xroad.names import is_name
from raekoda.platform.deliveries import breakers

NAME_FIELDS = ("instance", "member_class", "member_code", "subsystem")
LONGEST_VALUE = 300


@transaction.atomic
def connect(municipality: Municipality, *, actor: Actor, **values: Any) -> Connection:
    """Save the X-Road connection: ``server``, the parts of the subsystem's identifier, ``is_active``.

    Raises :class:`RegisterError`.
    """
    actor.require("registers.manage")
    _check_names(values)
    try:
        valid_address(values.get("server", ""))
    except ValidationError as error:
        raise RegisterError(
            _("This address may not be asked from here. The keeper of this installation allows the security server's network."),
            "server",
        ) from error  # fmt: skip
    connection, _new = Connection.objects.update_or_create(municipality=municipality, defaults=values)
    record("registers.connect", connection, actor, client=str(connection.client))
    return connection


@transaction.atomic
def set_register(municipality: Municipality, key: str, *, actor: Actor, **values: Any) -> Register:
    """Save a register: its subsystem, timeout, and how long responses are cached.

    Raises :class:`RegisterError`.
    """
    actor.require("registers.manage")
    _check_names(values)
    register, _new = Register.objects.update_or_create(municipality=municipality, key=key, defaults=values)
    record("registers.set", register, actor, key=key, provider=str(register.provider), active=register.is_active)
    return register


def check(register: Register, *, actor: Actor) -> Register:
    """Ask the security server which services of the register may be called; saves the error code with the register."""
    actor.require("registers.manage", register)
    connection = Connection.objects.filter(is_active=True).first()
    required = {
        m.service for name, m in messages.get_messages().services.items() if name.startswith(f"{register.key}.")
    }
    trouble = "not connected"
    if connection is not None:
        try:
            allowed = rest.get_allowed_methods(
                connection.server, connection.client, register.provider, float(register.seconds)
            )
            trouble = "" if required <= set(allowed) else "service missing"
        except LookupFailed as error:
            trouble = error.code
    with transaction.atomic():
        register.checked_at, register.trouble = clock.now(), trouble
        register.save(update_fields=["checked_at", "trouble"])
        if not trouble:
            breakers.record_success(register.target)
        record("registers.check", register, actor, trouble=trouble)
    return register


@transaction.atomic
def save_statement(
    person: Person, kind: str, *, actor: Actor, values: dict[str, str], stated_by: Person | None = None
) -> Statement:
    """Save what a person states about themselves; it replaces an earlier statement.

    A stated residence is used, marked as stated by the person, until an official checks it. Raises
    :class:`RegisterError`.
    """
    actor.require("registers.state", person)
    values = {name: value.strip()[:LONGEST_VALUE] for name, value in values.items()}
    area = _area_of(values) if kind == Statement.Kind.RESIDENCE else None
    if kind == Statement.Kind.SCHOOL and not values.get("school"):
        raise RegisterError(_("Write the name of the school."), "school")
    Person.objects.select_for_update().get(pk=person.pk)
    standing = Statement.objects.filter(person=person, kind=kind, state__in=("stated", "confirmed"))
    standing.update(state=Statement.State.REPLACED)
    statement = Statement.objects.create(
        municipality=person.municipality, person=person, stated_by=stated_by, kind=kind,
        data=json.dumps(values, ensure_ascii=False), stated_at=clock.now(),
    )  # fmt: skip
    record("registers.state", statement, actor, kind=kind)
    if area is not None:
        set_residence(person, actor, address=values.get("address", ""), area=area, source=Source.PERSON)
    return statement


@transaction.atomic
def check_statement(statement: Statement, *, actor: Actor, holds: bool, reason: str = "") -> Statement:
    """Confirm a statement or refuse it with a reason. Raises :class:`RegisterError`."""
    actor.require("registers.check_statement", statement)
    statement = Statement.objects.select_for_update().get(pk=statement.pk)
    if statement.state != Statement.State.STATED:
        raise RegisterError(_("This statement was checked already, or replaced by a later one."))
    if not holds and not reason.strip():
        raise RegisterError(_("Write why the statement does not hold: the person reads it."), "reason")
    statement.state = Statement.State.CONFIRMED if holds else Statement.State.REFUSED
    statement.checked_by_id, statement.checked_at, statement.reason = actor.id, clock.now(), reason.strip()
    statement.save(update_fields=["state", "checked_by", "checked_at", "reason"])
    record("registers.check_statement", statement, actor, state=statement.state, reason=reason.strip())
    if statement.kind == Statement.Kind.RESIDENCE:
        person, values = statement.person, statement.values
        if holds:
            area = _area_of(values)
            set_residence(person, actor, address=values.get("address", ""), area=area, source=Source.STAFF)
        elif person.residence_source == Source.PERSON:
            set_residence(person, actor, address="", area=None, source=Source.STAFF)
    return statement


def _area_of(values: dict[str, str]) -> Area:
    """The selected area. Raises :class:`RegisterError`."""
    area = get_stated_area(values)
    if area is None:
        raise RegisterError(_("Choose the settlement."), "area")
    return area


def _check_names(values: dict[str, Any]) -> None:
    for name in NAME_FIELDS:
        if name in values and not is_name(str(values[name])):
            raise RegisterError(_("Only letters, digits and the signs '()+,-.=? are allowed in names of X-Road."), name)
