"""Who books: a person who is signed in, or a guest with an e-mail address; which groups they belong to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.selfservice.bookings import pricing
from raekoda.selfservice.bookings.models import Group, GroupMember, Price, Resource
from raekoda.selfservice.bookings.models.resources import Who
from raekoda.selfservice.bookings.pricing import Facts, Quote, Row
from raekoda.selfservice.bookings.rules import Span


@dataclass(frozen=True)
class Booker:
    """``person`` is whose booking it is; letters go to ``email``. A guest has no person."""

    email: str
    name: str = ""
    phone: str = ""
    language: str = "et"
    person: Person | None = None

    @property
    def key(self) -> str:
        """By which the bookings of one booker are counted."""
        return f"person:{self.person.pk}" if self.person else f"email:{self.email.lower()}"

    @property
    def own(self) -> Q:
        """The same as a condition on bookings."""
        return Q(person=self.person) if self.person else Q(person=None, email__iexact=self.email)


def facts_of(person: Person | None, day: date) -> Facts:
    """What prices and groups need to know of somebody; nothing of a guest."""
    if person is None:
        return Facts()
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    listed = GroupMember.objects.filter(in_force, person=person).values_list("group_id", flat=True)
    return Facts(
        age=_age(person.born_on, day) if person.born_on else None, is_resident=_lives_here(person),
        is_organisation=person.kind == Person.Kind.LEGAL, listed=frozenset(listed),
    )  # fmt: skip


def groups_of(person: Person | None, day: date | None = None) -> list[int]:
    """Keys of the groups somebody belongs to on ``day`` (today)."""
    facts = facts_of(person, day or clock.today())
    rows = Group.objects.values_list("pk", "basis", "age")
    return [pk for pk, basis, age in rows if pricing.belongs(pk, basis, age, facts)]


def may_book(resource: Resource, person: Person | None) -> bool:
    """Whether somebody is among those who may book."""
    if resource.who == Who.ANYONE:
        return True
    if person is None:
        return False
    if resource.who == Who.SIGNED_IN:
        return True
    return resource.groups.filter(pk__in=groups_of(person)).exists()


def quote(resource: Resource, span: Span, person: Person | None) -> Quote:
    """What ``span`` costs ``person`` by the rows in force."""
    rows = price_rows(resource)
    has_groups = any(row.group is not None for row in rows)
    return pricing.quote(span, rows, groups_of(person, clock.local_day(span.start)) if has_groups else ())


def price_rows(resource: Resource) -> list[Row]:
    return [_row(price) for price in resource.prices.all()]


def _row(price: Price) -> Row:
    return Row(
        per=price.per, amount=price.amount, group=price.group_id, weekdays=tuple(price.weekdays),
        from_hour=price.from_hour, to_hour=price.to_hour, valid_from=price.valid_from, valid_to=price.valid_to,
        source=price.source,
    )  # fmt: skip


def _age(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _lives_here(person: Person) -> bool:
    """The area of residence is the municipality, or a settlement or district of it."""
    area, code = person.area, person.municipality.code
    while area is not None:
        if area.municipality_id == person.municipality_id or (area.kind == "municipality" and area.code == code):
            return True
        area = area.parent
    return False
