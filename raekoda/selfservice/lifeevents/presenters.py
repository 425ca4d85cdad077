"""Presentation of the steps of a life event."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from raekoda.registry.services.queries import published
from raekoda.registry.services.texts import Text, written
from raekoda.selfservice.lifeevents.finder import Grant
from raekoda.selfservice.lifeevents.models import LifeEvent, Question, Step


@dataclass(frozen=True)
class StepView:
    """A step in one language. ``finder_url`` leads to the finder while it has no result."""

    step: Step
    title: Text
    what: Text
    where: Text
    until: Text
    provider: str
    url: str
    finder_url: str
    answer_url: str
    is_done: bool


def present_steps(
    event: LifeEvent,
    steps: list[Step],
    municipality: Municipality,
    grants: dict[str, list[Grant]],
    done: list[str],
    language: str,
) -> list[StepView]:
    """``steps`` in ``language``; one query for services. ``grants``: results of the finder by benefit kind."""
    slugs = {step.service_slug for step in steps if step.service_slug}
    services = {service.slug: service for service in published().filter(slug__in=slugs)} if slugs else {}
    finders = {q.benefit_kind: q for q in event.questions.all() if q.kind == Question.Kind.FINDER}
    return [_present_step(event, step, municipality, services, grants, finders, done, language) for step in steps]  # fmt: skip


def _present_step(
    event: LifeEvent, step: Step, municipality: Municipality, services: dict[str, Service], grants: dict[str, list[Grant]],
    finders: dict[str, Question], done: list[str], language: str,
) -> StepView:  # fmt: skip
    found = grants.get(step.benefit_kind, []) if step.benefit_kind else []
    finder = finders.get(step.benefit_kind) if step.benefit_kind else None
    service = services.get(step.service_slug)
    url = step.link
    provider = str(step.get_provider_display())
    if step.provider == Step.Provider.HERE:
        provider = municipality.name
        url = reverse("services:service", args=[service.slug]) if service else step.link
    elif step.provider == Step.Provider.FOUND:
        provider = found[0].place.municipality if found else _("the municipality that grants it")
    args = [event.slug, finder.key] if finder else []
    return StepView(
        step=step, title=written(step, "title", language), what=written(step, "what", language),
        where=written(step, "where", language), until=written(step, "until", language), provider=provider, url=url,
        finder_url=reverse("lifeevents:place", args=args) if finder and not found else "",
        answer_url=reverse("lifeevents:answer", args=args) if finder and found else "", is_done=step.key in done,
    )  # fmt: skip
