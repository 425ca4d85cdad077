"""Prefilled answers: from the applicant, the subject, the registers and earlier applications."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.models import Person
from raekoda.identity.registers.prefill import get_prefill_values
from raekoda.registry.forms import prefill, sources
from raekoda.registry.forms.definition import Definition, Field, Step
from raekoda.registry.forms.prefill import Offer, Prefilled
from raekoda.selfservice.applications.models import Application, Draft

EARLIER_APPLICATIONS = 10
SUBJECT, REGISTER, EARLIER, PERSON = "subject.", "register.", "earlier.", "person."
OFFERS = (
    Offer("subject.given_name", _("given name of whom it is about"), ("text",)),
    Offer("subject.family_name", _("family name of whom it is about"), ("text",)),
    Offer("subject.name", _("full name of whom it is about"), ("text",)),
    Offer("subject.code", _("personal code of whom it is about"), ("personal_code", "text")),
    Offer("subject.born_on", _("date of birth of whom it is about"), ("date",)),
    Offer("subject.address", _("residence of whom it is about"), ("address", "text")),
)
REGISTER_OFFERS = (
    Offer("register.residence", _("residence by the population register"), ("address", "text")),
    Offer("register.school", _("school by the education register"), ("text",)),
    Offer("register.school_class", _("class by the education register"), ("number", "choice", "text")),
)


def prefill_step(draft: Draft, step: Step) -> dict[str, Prefilled]:
    """Known values for the questions of a step, by key. Registers are queried only for questions without an answer or that
    cannot be corrected."""
    found = prefill.gather(Definition(steps=(step,)), draft.applicant)
    answers = draft.data
    fields = [
        field
        for field in step.fields
        if not _is_from_register(field) or field.key not in answers or not field.correctable
    ]
    asked = [field.prefill for field in fields if _is_from_register(field)]
    registered = get_prefill_values(draft.person, asked, asker=draft.applicant) if asked else {}
    for field in fields:
        value = _subject_value(field, draft.person, registered)
        if value not in (None, "", "–"):
            words = _("From the register") if _is_from_register(field) else _("From what the municipality knows")
            found[field.key] = Prefilled(value, str(words))
    return found


def earlier_answers(person: Person, names: list[str]) -> Mapping[str, Any]:
    """Answers of ``person`` to questions with these names from the newest of their last applications that has one."""
    found: dict[str, Any] = {}
    for application in Application.objects.filter(applicant=person, forgotten_at=None).order_by("-id")[
        :EARLIER_APPLICATIONS
    ]:
        answers = application.data
        for name in names:
            answer = answers.get(name.removeprefix(EARLIER))
            if name not in found and isinstance(answer, (str, int, float, bool)) and answer != "":
                found[name] = answer
    return found


def no_values(person: Person, names: list[str]) -> Mapping[str, Any]:
    """No values: these names refer to another person and are filled in by :func:`prefill_step`."""
    return {}


def _subject_value(field: Field, person: Person, registered: Mapping[str, Any]) -> Any:
    name = field.prefill
    if name.startswith(SUBJECT):
        asked = PERSON + name.removeprefix(SUBJECT)
        return sources.person_values(person, [asked]).get(asked)
    value = registered.get(name)
    return str(value) if isinstance(value, int) and field.kind != "number" else value


def _is_from_register(field: Field) -> bool:
    return field.prefill.startswith(REGISTER)
