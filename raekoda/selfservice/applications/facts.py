"""Facts for assessing an application by the rule of its benefit: registers first, then answers."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.persons.queries import get_residence_code, representations_in_force
from raekoda.identity.registers import facts as registers
from raekoda.identity.registers.facts import get_cached_school
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_day
from raekoda.registry.benefits import queries as benefits
from raekoda.registry.benefits import rules
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.models import BenefitRule
from raekoda.registry.benefits.rules import Assessment
from raekoda.registry.forms.models import Form
from raekoda.selfservice.applications import queries
from raekoda.selfservice.applications.models import Application, Handling

LABELS = {
    "applicant_born_on": _("the applicant's date of birth"),
    "applicant_residence": _("where the applicant lives"),
    "applicant_resident_since": _("since when the applicant lives there"),
    "child_born_on": _("the child's date of birth"),
    "child_class": _("the child's class"),
    "child_residence": _("where the child lives"),
    "child_resident_since": _("since when the child lives there"),
    "parent_residences": _("where the parents live"),
    "died_on": _("the day of death"),
    "deceased_residence": _("where the deceased lived"),
    "relation": _("who the applicant is to the person it is about"),
    "paid_costs": _("whether the applicant paid the costs"),
    "event_on": _("day of the event"),
    "income_per_member": _("monthly income for each member of the household"),
}
"""Labels of facts where questions of a form are mapped to them."""


def assess(application: Application, handling: Handling | None = None) -> tuple[BenefitRule, Assessment] | None:
    """The applicable rule and its assessment; None without a benefit or a rule."""
    handling = handling or queries.get_handling(application.version.form)
    if handling.benefit is None:
        return None
    facts = get_facts(application, handling)
    rule = benefits.rule_for(handling.benefit, facts)
    return None if rule is None else (rule, rules.assess(rule, facts))


def get_facts(application: Application, handling: Handling | None = None) -> Facts:
    """Facts of the application: answers to the questions mapped to facts (or named like them), overridden by known facts of the
    persons."""
    known: dict[str, Any] = {"applied_on": local_day(application.sent_at)}
    known |= _applicant_facts(application.applicant)
    if application.person_id != application.applicant_id and application.person.is_natural:
        known |= _child_facts(application.person, application.applicant)
    answers = application.data
    asked = (handling or queries.get_handling(application.version.form)).facts
    answered = answers | {name: answers.get(key) for name, key in asked.items()}
    return Facts.read(answered | {name: value for name, value in known.items() if value is not None})


def required_facts(form: Form) -> list[str]:
    """Names of the facts that today's rules of the service's benefits need."""
    rules_now = benefits.current_rules_for([form.service])
    needed = [name for rule in rules_now for name in rules.facts_needed_by(rule) if name != "applied_on"]
    return list(dict.fromkeys(needed))


def ask_registers(application: Application, *, actor: Actor) -> list[str]:
    """Query the registers for residence and school; each query is journalled with its purpose and cached. Returns the distinct
    error codes. Must not run inside a transaction."""
    actor.require("applications.handle", application)
    purpose: dict[str, Any] = {
        "purpose": f"{application.version.form.service.name} {application.case.number}",
        "issue": application.case.number,
    }
    is_of_child = application.person_id != application.applicant_id and application.person.is_natural
    persons = {application.person, application.applicant} | (get_parents(application.person) if is_of_child else set())
    asked = [
        registers.get_residence(person, actor=actor, **purpose)
        for person in sorted(persons, key=_key)
        if person.is_natural
    ]
    if is_of_child:
        asked.append(registers.get_school(application.person, actor=actor, **purpose))
    journal.record("applications.ask_registers", application, actor, questions=len(asked))
    return list(dict.fromkeys(fact.trouble for fact in asked if fact.trouble))


def get_parents(child: Person) -> set[Person]:
    """Current parents and guardians of ``child``."""
    kinds = (Representation.Kind.PARENT, Representation.Kind.GUARDIAN)
    rights = Representation.objects.filter(representations_in_force(), represented=child, kind__in=kinds)
    return {right.representative for right in rights.select_related("representative__area__parent")}


def _key(person: Person) -> int:
    return person.pk


def _applicant_facts(applicant: Person) -> dict[str, Any]:
    return {"applicant_born_on": applicant.born_on, "applicant_residence": get_residence_code(applicant)}


def _child_facts(child: Person, applicant: Person) -> dict[str, Any]:
    homes = [get_residence_code(parent) for parent in sorted(get_parents(child) | {applicant}, key=_key)]
    return {
        "child_born_on": child.born_on,
        "child_class": learnt.grade if (learnt := get_cached_school(child)) else None,
        "child_residence": get_residence_code(child),
        "parent_residences": homes if any(homes) else None,
    }
