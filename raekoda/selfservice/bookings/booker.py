"""The booker: a signed-in person or a guest with an e-mail address; their groups and prices."""

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
    """``person`` owns the booking (None for a guest); letters go to ``email``."""

    email: str
    name: str = ""
    phone: str = ""
    language: str = "et"
    person: Person | None = None

    @property
    def key(self) -> str:
        """Key under which the bookings of one booker are counted."""
        return f"person:{self.person.pk}" if self.person else f"email:{self.email.lower()}"

    @property
    def own(self) -> Q:
        """Condition that selects the bookings of this booker."""
        return Q(person=self.person) if self.person else Q(person=None, email__iexact=self.email)


def get_facts(person: Person | None, day: date) -> Facts:
    """Facts of ``person`` on ``day`` for prices and groups; empty for a guest."""
    if person is None:
        return Facts()
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    listed = GroupMember.objects.filter(in_force, person=person).values_list("group_id", flat=True)
    return Facts(
        age=_age(person.born_on, day) if person.born_on else None, is_resident=_is_resident(person),
        is_organisation=person.kind == Person.Kind.LEGAL, listed=frozenset(listed),
    )  # fmt: skip


def get_group_ids(person: Person | None, day: date | None = None) -> list[int]:
    """Ids of the groups that ``person`` belongs to on ``day`` (default: today)."""
    facts = get_facts(person, day or clock.today())
    rows = Group.objects.values_list("pk", "basis", "age")
    return [pk for pk, basis, age in rows if pricing.is_member(pk, basis, age, facts)]


def may_book(resource: Resource, person: Person | None) -> bool:
    """Whether ``person`` (None: a guest) may book ``resource``."""
    if resource.who == Who.ANYONE:
        return True
    if person is None:
        return False
    if resource.who == Who.SIGNED_IN:
        return True
    return resource.groups.filter(pk__in=get_group_ids(person)).exists()


def quote(resource: Resource, span: Span, person: Person | None) -> Quote:
    """Price of ``span`` for ``person`` by the price rows in force."""
    rows = get_price_rows(resource)
    has_groups = any(row.group is not None for row in rows)
    return pricing.quote(span, rows, get_group_ids(person, clock.local_day(span.start)) if has_groups else ())


def get_price_rows(resource: Resource) -> list[Row]:
    return [_row(price) for price in resource.prices.all()]


def _row(price: Price) -> Row:
    return Row(
        per=price.per, amount=price.amount, group=price.group_id, weekdays=tuple(price.weekdays),
        from_hour=price.from_hour, to_hour=price.to_hour, valid_from=price.valid_from, valid_to=price.valid_to,
        source=price.source,
    )  # fmt: skip


def _age(born_on: date, day: date) -> int:
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def _is_resident(person: Person) -> bool:
    """Whether the area of residence is the municipality or a part of it."""
    area, code = person.area, person.municipality.code
    while area is not None:
        if area.municipality_id == person.municipality_id or (area.kind == "municipality" and area.code == code):
            return True
        area = area.parent
    return False
