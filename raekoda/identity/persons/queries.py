"""Reads of persons and of whom they may act for."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from raekoda.identity.persons import rules
from raekoda.identity.persons.models import Person, Representation, Source
from raekoda.identity.places.queries import municipality_code
from raekoda.platform.core import clock
from raekoda.platform.core.secrets import keyed_digest

Kind = Person.Kind


def digest_of(code: str, *, country: str = "EE", kind: str = Kind.NATURAL) -> str:
    """The keyed digest by which a person with this code is found. Raises ``ValueError`` for a wrong code."""
    sound = rules.sound_code(code, country=country, legal=kind == Kind.LEGAL)
    return keyed_digest("persons.code", f"{kind}:{country}:{sound}")


def by_code(code: str, *, country: str = "EE", kind: str = Kind.NATURAL) -> Person | None:
    """The person of the open municipality with this code; ``None`` if unknown here or the code is wrong."""
    try:
        digest = digest_of(code, country=country, kind=kind)
    except ValueError:
        return None
    return Person.objects.filter(kind=kind, country=country, code_digest=digest).first()


def residence(person: Person) -> str | None:
    """EHAK code of the municipality where the person lives by the register or an official: what they only said themselves
    does not count."""
    return None if person.residence_source == Source.PERSON else municipality_code(person.area)


def live(day: date | None = None) -> Q:
    """Rights to act that are in force on ``day`` (today)."""
    day = day or clock.today()
    return Q(ended_at__isnull=True, valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def representations_of(person: Person, day: date | None = None) -> QuerySet[Representation]:
    """For whom ``person`` may act on ``day`` (today), children first."""
    held = Representation.objects.filter(live(day), representative=person, represented__forgotten_at__isnull=True)
    return held.select_related("represented").order_by("kind", "represented__given_name", "id")


def may_act_for(representative: Person, represented: Person, day: date | None = None) -> bool:
    """Whether ``representative`` is, or may act for, ``represented`` on ``day`` (today)."""
    return (
        representative.pk == represented.pk
        or representations_of(representative, day).filter(represented=represented).exists()
    )
