"""Answer templates that suit a case, and their placeholders."""

from __future__ import annotations

import re
from collections.abc import Callable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy

from raekoda.casework.cases.models import AnswerTemplate, Case
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.sentences import without_placeholder

PLACEHOLDER = re.compile(r"\{([a-z]+)\}")

PLACEHOLDERS: dict[str, tuple[object, Callable[[Case, Actor], str]]] = {
    "number": (gettext_lazy("the case's number"), lambda case, actor: case.number),
    "subject": (gettext_lazy("its subject"), lambda case, actor: case.subject),
    "service": (gettext_lazy("the service"), lambda case, actor: str(case.service or "")),
    "unit": (gettext_lazy("the unit"), lambda case, actor: str(case.unit or "")),
    "official": (gettext_lazy("your name"), lambda case, actor: actor.user.display_name if actor.user else ""),  # type: ignore[attr-defined]
    "address": (gettext_lazy("the place's address"), lambda case, actor: case.address),
    "due": (gettext_lazy("the deadline"), lambda case, actor: f"{case.due_on:%d.%m.%Y}"),
    "municipality": (gettext_lazy("the municipality's name"), lambda case, actor: case.municipality.name),
}


def templates_for_case(case: Case) -> QuerySet[AnswerTemplate]:
    """Templates in the case's language for its service or for any; those of the service first."""
    fits = Q(service__isnull=True) | Q(service=case.service_id) if case.service_id else Q(service__isnull=True)
    return AnswerTemplate.objects.filter(fits, language=case.language).order_by("service", "name")


def fill_placeholders(text: str, case: Case, actor: Actor) -> str:
    """``text`` with placeholders such as ``{number}`` replaced; unknown ones are left unchanged.

    Where no reply is expected, sentences with the deadline are left out.
    """
    text = text if case.expects_reply else without_placeholder(text, "{due}")

    def replace_placeholder(match: re.Match[str]) -> str:
        known = PLACEHOLDERS.get(match[1])
        return known[1](case, actor) if known else match[0]

    return PLACEHOLDER.sub(replace_placeholder, text)
