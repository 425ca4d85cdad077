"""Prefilled drafts of applications from known facts."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import get_language

from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Person
from raekoda.registry.benefits.facts import Facts
from raekoda.registry.benefits.models import Benefit
from raekoda.registry.forms import queries as forms
from raekoda.selfservice.applications import actions as applications
from raekoda.selfservice.applications import form_data


def can_apply(benefit: Benefit) -> bool:
    """Whether applications for ``benefit`` are accepted now."""
    version = forms.published(benefit.service)
    return version is not None and form_data.get_window(version.form).is_open


def begin_draft(benefit: Benefit, subject: Person, facts: Facts, resident: Resident) -> str:
    """Begin a draft for ``subject`` and return its URL; existing answers are not overwritten. Without an open form, the URL of
    the service. Raises ``PermissionDenied`` for a subject whom the resident may not represent."""
    if not can_apply(benefit):
        return reverse("services:service", args=[benefit.service.slug])
    version = forms.published(benefit.service)
    assert version is not None
    draft = applications.begin(
        version, person=subject, applicant=resident.person, actor=resident.actor, language=(get_language() or "et")[:2]
    )
    questions = form_data.definition_of(draft.version).fields
    known = {name: value for name, value in facts.as_json().items() if name in questions and name not in draft.data}
    step = draft.step or form_data.first_step(draft)
    if known:
        applications.save(draft, known, step=step, actor=resident.actor)
    return reverse("applications:step", args=[draft.ref, step])
