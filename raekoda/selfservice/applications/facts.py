"""What the city knows of a matter, for judging it by a benefit's rule: the registers first, then what the applicant wrote."""

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
"""What facts are called where a form's questions are tied to them."""


def assessed(application: Application, handling: Handling | None = None) -> tuple[BenefitRule, Assessment] | None:
    """The rule that counts for the application and what it gives; ``None`` where no benefit or no rule is."""
    handling = handling or queries.handling_of(application.version.form)
    if handling.benefit is None:
        return None
    facts = facts_of(application, handling)
    rule = benefits.rule_for(handling.benefit, facts)
    return None if rule is None else (rule, rules.assess(rule, facts))


def facts_of(application: Application, handling: Handling | None = None) -> Facts:
    """Facts of the application: answers to the questions that the form's handling names for them, or that are named as facts
    are, and over them what is known of the persons."""
    known: dict[str, Any] = {"applied_on": local_day(application.sent_at)}
    known |= _of_applicant(application.applicant)
    if application.person_id != application.applicant_id and application.person.is_natural:
        known |= _of_child(application.person, application.applicant)
    answers = application.data
    asked = (handling or queries.handling_of(application.version.form)).facts
    answered = answers | {name: answers.get(key) for name, key in asked.items()}
    return Facts.read(answered | {name: value for name, value in known.items() if value is not None})


def asked_of(form: Form) -> list[str]:
    """Names of facts that judging by the rules of today takes, for the benefits of the form's service."""
    rules_now = benefits.current_rules_for([form.service])
    needed = [name for rule in rules_now for name in rules.facts_needed_by(rule) if name != "applied_on"]
    return list(dict.fromkeys(needed))


def ask_registers(application: Application, *, actor: Actor) -> list[str]:
    """Ask the registers where the persons live and the child learns; each question is journalled with its purpose, and what
    they answer is kept for a set time. The codes of what went wrong, once each. Not within a transaction."""
    actor.must("applications.handle", application)
    why: dict[str, Any] = {
        "purpose": f"{application.version.form.service.name} {application.case.number}",
        "issue": application.case.number,
    }
    is_of_child = application.person_id != application.applicant_id and application.person.is_natural
    persons = {application.person, application.applicant} | (parents_of(application.person) if is_of_child else set())
    asked = [
        registers.get_residence(person, actor=actor, **why) for person in sorted(persons, key=_key) if person.is_natural
    ]
    if is_of_child:
        asked.append(registers.get_school(application.person, actor=actor, **why))
    journal.record("applications.ask_registers", application, actor, questions=len(asked))
    return list(dict.fromkeys(fact.trouble for fact in asked if fact.trouble))


def parents_of(child: Person) -> set[Person]:
    """Who may act for the child as a parent or guardian now."""
    kinds = (Representation.Kind.PARENT, Representation.Kind.GUARDIAN)
    rights = Representation.objects.filter(representations_in_force(), represented=child, kind__in=kinds)
    return {right.representative for right in rights.select_related("representative__area__parent")}


def _key(person: Person) -> int:
    return person.pk


def _of_applicant(applicant: Person) -> dict[str, Any]:
    return {"applicant_born_on": applicant.born_on, "applicant_residence": get_residence_code(applicant)}


def _of_child(child: Person, applicant: Person) -> dict[str, Any]:
    homes = [get_residence_code(parent) for parent in sorted(parents_of(child) | {applicant}, key=_key)]
    return {
        "child_born_on": child.born_on,
        "child_class": learnt.grade if (learnt := get_cached_school(child)) else None,
        "child_residence": get_residence_code(child),
        "parent_residences": homes if any(homes) else None,
    }
