"""What the city knows of a matter, for judging it by a benefit's rule: the registers first, then what the applicant wrote."""

from __future__ import annotations

from typing import Any

from raekoda.applications import queries
from raekoda.applications.models import Application, Handling
from raekoda.benefits import queries as benefits
from raekoda.benefits import rules
from raekoda.benefits.facts import Facts
from raekoda.benefits.models import BenefitRule
from raekoda.benefits.rules import Assessment
from raekoda.core.clock import local_day
from raekoda.persons.models import Person, Representation, Source
from raekoda.persons.queries import live
from raekoda.places.models import Area


def assessed(application: Application, handling: Handling | None = None) -> tuple[BenefitRule, Assessment] | None:
    """The rule that counts for the application and what it gives; ``None`` where no benefit or no rule is."""
    handling = handling or queries.handling_of(application.version.form)
    if handling.benefit is None:
        return None
    facts = facts_of(application)
    rule = benefits.rule_for(handling.benefit, facts)
    return None if rule is None else (rule, rules.assess(rule, facts))


def facts_of(application: Application) -> Facts:
    """Facts of the application: answers to questions named as facts are, and over them what is known of the persons."""
    known: dict[str, Any] = {"applied_on": local_day(application.sent_at)}
    known |= _of_applicant(application.applicant)
    if application.person_id != application.applicant_id and application.person.is_natural:
        known |= _of_child(application.person, application.applicant)
    return Facts.read(application.data | {name: value for name, value in known.items() if value is not None})


def residence(person: Person) -> str | None:
    """EHAK code of the municipality where the person lives by the register or an official; what they say does not count."""
    if person.area is None or person.residence_source == Source.PERSON:
        return None
    return municipality_code(person.area)


def municipality_code(area: Area) -> str | None:
    """EHAK code of the municipality that holds ``area``."""
    if area.municipality is not None:
        return area.municipality.code
    while area.kind != Area.Kind.MUNICIPALITY:
        if area.parent is None:
            return None
        area = area.parent
    return area.code


def _of_applicant(applicant: Person) -> dict[str, Any]:
    return {"applicant_born_on": applicant.born_on, "applicant_residence": residence(applicant)}


def _of_child(child: Person, applicant: Person) -> dict[str, Any]:
    parents = Representation.objects.filter(
        live(), represented=child, kind__in=(Representation.Kind.PARENT, Representation.Kind.GUARDIAN)
    )
    known = {right.representative for right in parents.select_related("representative__area__parent")}
    homes = [residence(parent) for parent in sorted(known | {applicant}, key=lambda parent: parent.pk)]
    return {
        "child_born_on": child.born_on,
        "child_residence": residence(child),
        "parent_residences": homes if any(homes) else None,
    }
