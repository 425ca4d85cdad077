"""Reads of persons and representations."""

from __future__ import annotations

from datetime import date

from django.db.models import Q, QuerySet

from raekoda.identity.persons import rules
from raekoda.identity.persons.models import Person, Representation, Source
from raekoda.identity.places.queries import municipality_code
from raekoda.platform.core import clock
from raekoda.platform.core.secrets import keyed_digest

Kind = Person.Kind


def get_code_digest(code: str, *, country: str = "EE", kind: str = Kind.NATURAL) -> str:
    """The keyed digest by which a person is looked up. Raises ``ValueError`` for an invalid code."""
    sound = rules.clean_code(code, country=country, legal=kind == Kind.LEGAL)
    return keyed_digest("persons.code", f"{kind}:{country}:{sound}")


def find_by_code(code: str, *, country: str = "EE", kind: str = Kind.NATURAL) -> Person | None:
    """The person of the current municipality with this code; ``None`` when unknown or the code is invalid."""
    try:
        digest = get_code_digest(code, country=country, kind=kind)
    except ValueError:
        return None
    return Person.objects.filter(kind=kind, country=country, code_digest=digest).first()


def get_residence_code(person: Person) -> str | None:
    """EHAK code of the municipality of residence by the register or an official; None when only the person stated it."""
    return None if person.residence_source == Source.PERSON else municipality_code(person.area)


def representations_in_force(day: date | None = None) -> Q:
    """Filter for representations that are valid on ``day`` (default today)."""
    day = day or clock.today()
    return Q(ended_at__isnull=True, valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))


def get_representations(person: Person, day: date | None = None) -> QuerySet[Representation]:
    """Representations by ``person`` that are valid on ``day`` (default today), children first."""
    held = Representation.objects.filter(
        representations_in_force(day), representative=person, represented__forgotten_at__isnull=True
    )
    return held.select_related("represented").order_by("kind", "represented__given_name", "id")


def may_act_for(representative: Person, represented: Person, day: date | None = None) -> bool:
    """Whether ``representative`` is ``represented`` or may act for them on ``day`` (default today)."""
    return (
        representative.pk == represented.pk
        or get_representations(representative, day).filter(represented=represented).exists()
    )
