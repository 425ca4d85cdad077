"""Candidates for offers and the facts about them, read in batches."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.persons.queries import get_residence_code, representations_in_force
from raekoda.identity.persons.rules import FULL_AGE, age_on
from raekoda.identity.registers import education
from raekoda.identity.registers import facts as registers
from raekoda.identity.registers.errors import LookupFailed
from raekoda.identity.registers.models import KeptAnswer
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.registry.benefits.facts import Facts, Relation
from raekoda.registry.services.texts import written
from raekoda.selfservice.offers.models import OfferRule

BATCH_SIZE = 500
AREA = "area__parent__parent"
Kind = Representation.Kind
FAMILY = (Kind.PARENT, Kind.GUARDIAN)


@dataclass(frozen=True)
class Candidate:
    """A possible recipient, the subject, and the facts."""

    person: Person
    subject: Person
    facts: Facts

    @property
    def key(self) -> tuple[int, int]:
        return self.person.pk, self.subject.pk


def batches(rule: OfferRule, day: date) -> Iterator[list[Candidate]]:
    """Candidates of ``rule`` on ``day`` in batches of ``BATCH_SIZE`` persons, ordered by key."""
    gather = {OfferRule.About.CHILD: _children, OfferRule.About.DEATH: _bereaved, OfferRule.About.PERSON: _persons}
    yield from gather[OfferRule.About(rule.about)](rule, day)


def with_school(candidate: Candidate, rule: OfferRule) -> Candidate:
    """The candidate with the current class from the education register; unchanged when it is not reachable."""
    fact = registers.get_school(
        candidate.subject, actor=Actor.system(), purpose=f"Toetuse pakkumine: {written(rule.benefit, 'name', 'et')}"
    )
    school = fact.value
    if fact.is_checked and isinstance(school, education.School):
        return replace(candidate, facts=replace(candidate.facts, child_class=school.grade))
    return candidate


def _natural() -> QuerySet[Person]:
    living = Person.objects.filter(kind=Person.Kind.NATURAL, forgotten_at=None, died_on=None)
    return living.select_related(AREA)


def _by_keys(found: QuerySet[Any]) -> Iterator[list[Any]]:
    """``found`` in batches, ordered by primary key."""
    last = 0
    while rows := list(found.filter(pk__gt=last).order_by("pk")[:BATCH_SIZE]):
        yield rows
        last = rows[-1].pk


def _applicant(person: Person) -> dict[str, Any]:
    return {"applicant_born_on": person.born_on, "applicant_residence": get_residence_code(person)}


def _persons(rule: OfferRule, day: date) -> Iterator[list[Candidate]]:
    for persons in _by_keys(_natural()):
        yield [Candidate(person, person, Facts(applied_on=day, **_applicant(person))) for person in persons]


def _children(rule: OfferRule, day: date) -> Iterator[list[Candidate]]:
    born_after = date(day.year - 19, 1, 1)
    children = (
        _natural().filter(Q(born_on__gte=born_after) | Q(born_on=None), represented_by__kind__in=FAMILY).distinct()
    )
    for batch in _by_keys(children):
        parents = _get_parents(batch, day)
        classes = _classes(batch)
        yield [
            Candidate(parent, child, _child_facts(parent, child, parents[child.pk], classes.get(child.pk), day))
            for child in batch
            for parent in parents[child.pk]
            if parent.died_on is None and parent.forgotten_at is None
        ]


def _get_parents(children: list[Person], day: date) -> dict[int, list[Person]]:
    rights = Representation.objects.filter(representations_in_force(day), represented__in=children, kind__in=FAMILY)
    found: dict[int, dict[int, Person]] = defaultdict(dict)
    for right in rights.select_related(f"representative__{AREA}").order_by("representative_id"):
        found[right.represented_id][right.representative_id] = right.representative
    return {child.pk: list(found[child.pk].values()) for child in children}


def _classes(children: list[Person]) -> dict[int, int]:
    """Classes of the children from cached answers of the education register; no requests."""
    kept = KeptAnswer.objects.filter(person__in=children, service=education.SCHOOL, expires_at__gt=clock.now())
    found = {}
    for answer in kept:
        try:
            school = education.parse_school(answer.values)
        except LookupFailed:
            continue
        if school is not None and school.grade is not None:
            found[answer.person_id] = school.grade
    return found


def _child_facts(parent: Person, child: Person, parents: list[Person], grade: int | None, day: date) -> Facts:
    return Facts(
        applied_on=day, child_born_on=child.born_on, child_class=grade, child_residence=get_residence_code(child),
        parent_residences=tuple(get_residence_code(person) for person in parents), **_applicant(parent),
    )  # fmt: skip


def _bereaved(rule: OfferRule, day: date) -> Iterator[list[Candidate]]:
    died = Person.objects.filter(
        kind=Person.Kind.NATURAL,
        forgotten_at=None,
        died_on__gte=day - timedelta(days=rule.after_days),
        died_on__lte=day,
    )
    for batch in _by_keys(died.select_related(AREA)):
        rights = _rights(batch)
        yield [found for dead in batch for found in _related_candidates(dead, rights[dead.pk], day)]


def _rights(dead: list[Person]) -> dict[int, list[Representation]]:
    """Representations by and of the deceased, including those that the death ended."""
    rights = Representation.objects.filter(Q(represented__in=dead) | Q(representative__in=dead, kind=Kind.PARENT))
    keys = {person.pk for person in dead}
    found: dict[int, list[Representation]] = defaultdict(list)
    for right in rights.select_related(f"representative__{AREA}", f"represented__{AREA}").order_by("pk"):
        for key in {right.represented_id, right.representative_id} & keys:
            found[key].append(right)
    return found


def _related_candidates(dead: Person, rights: list[Representation], day: date) -> list[Candidate]:
    """Representatives of the deceased at the time of death, and their adult children."""
    found: dict[int, Candidate] = {}
    for right in rights:
        acted_for = right.represented_id == dead.pk
        other = right.representative if acted_for else right.represented
        if not _may_apply(other, day) or (acted_for and not _was_in_force(right, dead)):
            continue
        relation = _relation(right, acted_for=acted_for)
        facts = Facts(
            applied_on=day,
            died_on=dead.died_on,
            deceased_residence=get_residence_code(dead),
            relation=relation,
            **_applicant(other),
        )
        found.setdefault(other.pk, Candidate(other, dead, facts))
    return list(found.values())


def _may_apply(person: Person, day: date) -> bool:
    is_grown = person.born_on is None or age_on(person.born_on, day) >= FULL_AGE
    return person.is_natural and person.died_on is None and person.forgotten_at is None and is_grown


def _was_in_force(right: Representation, dead: Person) -> bool:
    """Whether the representation was in force at the time of death."""
    died_on = dead.died_on
    assert died_on is not None
    ended = clock.local_day(right.ended_at) if right.ended_at else None
    valid_to = right.valid_to or date.max
    return right.valid_from <= died_on <= valid_to and (ended is None or ended >= died_on)


def _relation(right: Representation, *, acted_for: bool) -> str | None:
    if right.kind == Kind.PARENT:
        return Relation.PARENT if acted_for else Relation.CHILD
    return None
