"""From what is known to a prefilled application: answers to questions that are named as facts are."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language

from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Person
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.models import Benefit
from raekoda.registry.forms import queries as forms
from raekoda.selfservice.applications import actions as applications
from raekoda.selfservice.applications import asking


def can_apply(benefit: Benefit) -> bool:
    """Whether one can apply for ``benefit`` here now."""
    version = forms.published(benefit.service)
    return version is not None and asking.window_of(version.form).is_open


def begin(benefit: Benefit, subject: Person, facts: Facts, resident: Resident) -> str:
    """The address of a draft for ``subject`` with what is known put in; what was typed before stays. Where there is no form
    open, the page of the service. Raises ``PermissionDenied`` for a subject for whom the resident may not act."""
    if not can_apply(benefit):
        return reverse("services:service", args=[benefit.service.slug])
    version = forms.published(benefit.service)
    assert version is not None
    draft = applications.begin(
        version, person=subject, applicant=resident.person, actor=resident.actor, language=(get_language() or "et")[:2]
    )
    asked = asking.definition_of(draft.version).fields
    known = {name: value for name, value in facts.as_json().items() if name in asked and name not in draft.data}
    step = draft.step or asking.first_step(draft)
    if known:
        applications.save(draft, known, step=step, actor=resident.actor)
    return reverse("applications:step", args=[draft.ref, step])
