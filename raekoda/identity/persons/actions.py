"""Changes of persons and of their rights to act for others."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.persons import queries, rules
from raekoda.identity.persons.events import PersonErased, RepresentationEnded
from raekoda.identity.persons.models import Person, Representation, Session, Source
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.addresses import ascii_email
from raekoda.platform.core.errors import DomainError
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import Municipality

Kind = Person.Kind


class PersonError(DomainError):
    """The input is invalid; ``field`` names the input to correct."""


@transaction.atomic
def get_or_create_person(
    municipality: Municipality,
    *,
    code: str,
    actor: Actor,
    given_name: str = "",
    family_name: str = "",
    born_on: date | None = None,
    kind: str = Kind.NATURAL,
    country: str = "EE",
    is_demo: bool = False,
) -> Person:
    """The person with this code, created when unknown; non-empty names replace the stored ones. Safe in a race.

    The date of birth is taken from an Estonian personal code. Raises :class:`PersonError` for a wrong check digit.
    """
    try:
        clean = rules.clean_code(code, country=country, legal=kind == Kind.LEGAL)
    except ValueError as error:
        raise PersonError(_("This code is not right: check its digits."), "code") from error
    if born_on is None and kind == Kind.NATURAL and country == "EE":
        born_on = rules.birth_date(clean)
    names = {"given_name": given_name.strip()[:120], "family_name": family_name.strip()[:200]}
    person, is_new = Person.objects.get_or_create(
        municipality=municipality,
        kind=kind,
        country=country,
        code_digest=queries.get_code_digest(clean, country=country, kind=kind),
        defaults={"code": clean, "born_on": born_on, "created_at": clock.now(), "is_demo": is_demo, **names},
    )
    if is_new:
        journal.record("persons.know", person, actor)
        return person
    changed = {name: value for name, value in names.items() if value and value != getattr(person, name)}
    if changed:
        _change(person, "persons.rename", actor, **changed)
    return person


@transaction.atomic
def set_contacts(
    person: Person,
    actor: Actor,
    *,
    email: str | None = None,
    phone: str | None = None,
    language: str | None = None,
) -> Person:
    """Change contact data; ``None`` leaves a value unchanged. Raises :class:`PersonError`."""
    actor.require("persons.change", person)
    if email:
        email = ascii_email(email)
        try:
            validate_email(email)
        except ValidationError as error:
            raise PersonError(_("This is not an e-mail address. Example: mari.maasikas@example.ee"), "email") from error
    if phone and len(phone) > 40:
        raise PersonError(_("This phone number is too long."), "phone")
    values = {"email": email, "phone": phone, "language": language}
    changed = {name: value for name, value in values.items() if value is not None and value != getattr(person, name)}
    return _change(person, "persons.contacts", actor, **changed) if changed else person


@transaction.atomic
def set_residence(person: Person, actor: Actor, *, address: str, area: Area | None, source: str) -> Person:
    """Set the residence, to settlement precision, and its source."""
    actor.require("persons.change", person)
    return _change(
        person, "persons.residence", actor, address=address.strip()[:200], area=area,
        residence_source=Source(source), residence_checked_at=clock.now(),
    )  # fmt: skip


@transaction.atomic
def record_death(person: Person, actor: Actor, *, died_on: date) -> Person:
    """Record the date of death from the population register; representations by and of the person end."""
    _change(person, "persons.death", actor, died_on=died_on)
    for representation in (*person.represents.filter(ended_at=None), *person.represented_by.filter(ended_at=None)):
        end_representation(representation, actor=Actor.system())
    return person


@transaction.atomic
def save_representation(
    representative: Person,
    represented: Person,
    kind: str,
    *,
    actor: Actor,
    source: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    roles: list[str] | None = None,
    external_id: str = "",
) -> Representation:
    """Create a representation, or update the roles and period of an existing one.

    A parent's right ends when the child comes of age. Without ``valid_from`` a new right starts today and an existing
    one keeps its start. Rights with different periods need different ``external_id``. Raises ``PermissionDenied``.
    """
    actor.require("persons.represent", represented)
    if representative.municipality_id != represented.municipality_id:
        raise PermissionDenied("persons.represent")
    if valid_to is None and represented.born_on:
        valid_to = _last_day_as_minor(kind, represented.born_on)
    now, today = clock.now(), clock.today()
    first = valid_from or today
    representation, is_new = Representation.objects.get_or_create(
        municipality_id=represented.municipality_id,
        representative=representative,
        represented=represented,
        kind=kind,
        external_id=external_id,
        ended_at=None,
        defaults={
            "valid_from": min(first, valid_to or first), "valid_to": valid_to, "roles": roles or [],
            "source": Source(source), "checked_at": now,
        },
    )  # fmt: skip
    if is_new:
        journal.record("persons.represent", representation, actor, kind=kind, source=source)
    else:
        goes_on = representation.valid_to is None or representation.valid_to >= today
        if valid_from is None and goes_on:
            first = representation.valid_from
        representation.valid_from, representation.valid_to = min(first, valid_to or first), valid_to
        representation.checked_at, representation.roles = now, roles or []
        representation.save(update_fields=["checked_at", "valid_from", "valid_to", "roles"])
    return representation


def _last_day_as_minor(kind: str, born_on: date) -> date | None:
    """The last day on which a parent or guardian represents a minor; None for the guardian of an adult."""
    full_age = rules.get_full_age_date(born_on)
    if kind == Representation.Kind.PARENT or (kind == Representation.Kind.GUARDIAN and full_age > clock.today()):
        return date.fromordinal(full_age.toordinal() - 1)
    return None


@transaction.atomic
def end_representation(representation: Representation, *, actor: Actor, reason: str = "") -> None:
    """End a representation; sessions that use it act for their own person again. Idempotent."""
    actor.require("persons.represent", representation.represented)
    ended = Representation.objects.filter(pk=representation.pk, ended_at=None).update(ended_at=clock.now())
    if ended:
        Session.objects.filter(acting_for=representation).update(acting_for=None)
        journal.record("persons.end_representation", representation, actor, reason=reason)
        emit(RepresentationEnded(representation))


@transaction.atomic
def erase(person: Person, actor: Actor, *, reason: str = "") -> None:
    """Erase everything that identifies the person; the row stays for references to it. Representations end, sessions
    are deleted."""
    actor.require("persons.forget", person)
    if person.forgotten_at is not None:
        return
    for representation in (*person.represents.filter(ended_at=None), *person.represented_by.filter(ended_at=None)):
        end_representation(representation, actor=Actor.system())
    Session.objects.filter(person=person).delete()
    _change(
        person, "persons.forget", actor, reason=reason, code="", code_digest="", given_name="", family_name="",
        email="", phone="", address="", area=None, born_on=None, died_on=None, user=None, forgotten_at=clock.now(),
    )  # fmt: skip
    emit(PersonErased(person, actor))


def _change(person: Person, verb: str, actor: Actor, *, reason: str = "", **values: Any) -> Person:
    """Save ``values``; the journal records the names of the fields, not their values."""
    for name, value in values.items():
        setattr(person, name, value)
    person.save(update_fields=list(values))
    journal.record(verb, person, actor, reason=reason, fields=sorted(values))
    return person
