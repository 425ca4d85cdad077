"""Finds the municipality that grants a benefit and its rules, for any place of residence in Estonia.

Places are EHAK units: imported settlements and municipalities, and the 79 municipalities of the program. Rules of other
municipalities are read by ``benefits.queries.published_elsewhere`` only.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Case, IntegerField, QuerySet, Value, When

from raekoda.identity.places import facts
from raekoda.identity.places.models import Area
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import normalize_text
from raekoda.registry.benefits import queries as benefits
from raekoda.registry.benefits import rules
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.models import Benefit, BenefitRule

MIN_LENGTH = 2
MAX_LENGTH = 80
MAX_PLACES = 12
PERSON_FACTS = ("relation", "paid_costs")


@dataclass(frozen=True)
class Place:
    """A settlement or a municipality. ``value`` identifies it in a form: "settlement:1004", "municipality:0793"."""

    value: str
    name: str
    code: str
    municipality: str
    county: str

    @property
    def label(self) -> str:
        """The name with municipality and county, to distinguish equal names."""
        return ", ".join(dict.fromkeys(part for part in (self.name, self.municipality, self.county) if part))


@dataclass(frozen=True)
class Grant:
    """A result: municipality (None: not served here), benefit, rule of the day and its assessment."""

    place: Place
    municipality: Municipality | None
    benefit: Benefit | None = None
    rule: BenefitRule | None = None
    assessment: rules.Assessment | None = None

    @property
    def asks(self) -> list[str]:
        """Facts that the rule needs from the person."""
        return [name for name in PERSON_FACTS if name in rules.facts_needed_by(self.rule)] if self.rule else []


def search(text: str, limit: int = MAX_PLACES) -> list[Place]:
    """Places whose name starts with or contains ``text``, ignoring diacritics; municipalities first."""
    typed = normalize_text(text.replace("\x00", "").strip())[:MAX_LENGTH]
    if len(typed) < MIN_LENGTH:
        return []
    known = {place.value: place for place in _municipalities(typed)}
    known |= {place.value: place for place in _areas(typed, limit)}
    names = {place.name for place in known.values() if place.value.startswith("municipality:")}
    different = [
        place for place in known.values() if place.value.startswith("municipality:") or place.name not in names
    ]
    return sorted(different, key=lambda place: (not normalize_text(place.name).startswith(typed), place.value[0] != "m",
                                                place.label))[:limit]  # fmt: skip


def get_place(value: str) -> Place | None:
    """The place with this form value; None when invalid."""
    kind, _colon, code = value.partition(":")
    if kind == Area.Kind.MUNICIPALITY:
        known = facts.municipality(code)
        return _place_of_municipality(known) if known else None
    if kind != Area.Kind.SETTLEMENT:
        return None
    area = Area.objects.filter(kind=kind, code=code, municipality=None).select_related("parent__parent").first()
    return _place_of_area(area) if area is not None else None


def find_grants(place: Place, kind: str, known: Facts) -> list[Grant]:
    """Benefits of ``kind`` of the municipality of ``place``, assessed by the rule of the day. Never empty: a municipality
    without rules here has one entry without a benefit."""
    municipality = Municipality.objects.filter(code=place.code).first()
    if municipality is None:
        return [Grant(place, None)]
    found = [
        _grant(place, municipality, benefit, known) for benefit in benefits.published_elsewhere(municipality, kind)
    ]
    return found or [Grant(place, municipality)]


def _grant(place: Place, municipality: Municipality, benefit: Benefit, known: Facts) -> Grant:
    day = known.died_on if benefit.rule_of == Benefit.RuleOf.EVENT else known.applied_on
    rule = next((rule for rule in benefit.rules.all() if day and rule.is_valid_on(day)), None)
    return Grant(place, municipality, benefit, rule, rules.assess(rule, known) if rule else None)


def _municipalities(typed: str) -> list[Place]:
    return [_place_of_municipality(known) for known in facts.municipalities() if typed in normalize_text(known.name)]


def _areas(typed: str, limit: int) -> list[Place]:
    begun = When(name__unaccent__istartswith=typed, then=Value(0))
    areas: QuerySet[Area] = Area.objects.filter(
        kind=Area.Kind.SETTLEMENT, municipality=None, name__unaccent__icontains=typed
    )
    ranked = areas.annotate(rank=Case(begun, default=Value(1), output_field=IntegerField()))
    return [
        _place_of_area(area)
        for area in ranked.select_related("parent__parent")
        .defer("geometry", "parent__geometry", "parent__parent__geometry")
        .order_by("rank", "name", "pk")[:limit]
        if area.parent is not None
    ]


def _place_of_area(area: Area) -> Place:
    parent = area.parent
    known = facts.municipality(parent.code) if parent is not None else None
    code = known.code if known else (parent.code if parent else "")
    county = parent.parent.name if parent is not None and parent.parent is not None else (known.county if known else "")
    return Place(f"settlement:{area.code}", area.name, code, parent.name if parent else "", county)


def _place_of_municipality(known: facts.MunicipalityFacts) -> Place:
    return Place(f"municipality:{known.code}", known.name, known.code, known.name, known.county)
