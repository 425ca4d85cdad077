"""Partners: managed by administrators, services read from their endpoints, coverage cached for new cases."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.channels.open311 import parsing, responsibility
from raekoda.channels.open311.client import Client
from raekoda.channels.open311.models import Partner, PartnerService, ServiceMapping
from raekoda.identity.places import queries as places
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.cache import MunicipalityCache
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service

MAX_SERVICES = 2000
IDEMPOTENCY = "idempotency-key"
READ_TASK, POLL_TASK = "open311.read_services", "open311.ask"


@dataclass(frozen=True)
class MappingChoice:
    """An administrator's choice for one of our services; ``theirs`` is None when it has no counterpart."""

    service: Service
    theirs: PartnerService | None
    is_theirs: bool = False
    area: Area | None = None


def save_partner(partner: Partner, areas: Iterable[Area], *, actor: Actor) -> Partner:
    """Save a partner with the municipalities whose reports it takes. Raises ``PermissionDenied``."""
    actor.require("open311.manage_partners")
    with transaction.atomic():
        is_new = partner.pk is None
        partner.save()
        partner.areas.set(areas)
        journal.record("open311.new_partner" if is_new else "open311.change_partner", partner, actor,
                       is_active=partner.is_active, mode=partner.mode, takes_contacts=partner.takes_contacts)  # fmt: skip
    coverages.invalidate(partner.municipality_id)
    return partner


def request_reading(partner: Partner, *, actor: Actor) -> None:
    """Let the worker read the partner's services. A web process never calls a partner: on one installation it could wait
    for its own answer."""
    actor.require("open311.manage_partners")
    with transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(reading_at=clock.now(), problem="")
        _defer(READ_TASK, partner)


def request_poll(partner: Partner, *, actor: Actor) -> None:
    """Let the worker poll the partner now, regardless of earlier failures."""
    actor.require("cases.forward")
    with transaction.atomic():
        journal.record("open311.ask_for_news", partner, actor)
        _defer(POLL_TASK, partner, queue_name=f"{POLL_TASK}-now", anyway=True)


def enqueue_poll(partner: Partner) -> None:
    """Enqueue a job that polls the partner, unless one is waiting."""
    _defer(POLL_TASK, partner)


def _defer(task: str, partner: Partner, *, queue_name: str = "", **more: Any) -> None:
    """At most one job of a name waits, and one of a task runs, for each partner."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        job = app.configure_task(task, queueing_lock=f"{queue_name or task}:{partner.pk}", lock=f"{task}:{partner.pk}")
        job.defer(municipality_id=partner.municipality_id, partner_id=partner.pk, **more)


def read_services(partner: Partner, *, actor: Actor) -> int:
    """Read the partner's services with their questions, and its extensions. Returns how many services it offers.

    A service no longer offered stays as not offered, so that forwarded cases keep its name. Raises ``PartnerUnavailable``,
    ``RequestRejected``.
    """
    actor.require("open311.manage_partners")
    client = Client(partner)
    rows = client.services()[:MAX_SERVICES]
    offered = {code: row for row in rows if (code := parsing.get_line(row, "service_code", limit=60))}
    questions = {code: client.definition(code) for code, row in offered.items() if _has_questions(row)}
    extensions = client.extensions()
    gives_updates = client.has_updates(clock.now())
    with transaction.atomic():
        partner.services.exclude(code__in=offered).update(is_offered=False)
        PartnerService.objects.bulk_create(
            [
                PartnerService(
                    partner=partner, code=code, name=parsing.get_line(row, "service_name", limit=200) or code,
                    group=parsing.get_line(row, "group"), attributes=questions.get(code, []), is_offered=True,
                )
                for code, row in offered.items()
            ],
            update_conflicts=True, unique_fields=["partner", "code"],
            update_fields=["name", "group", "attributes", "is_offered"],
        )  # fmt: skip
        partner.services_read_at, partner.gives_updates = clock.now(), gives_updates
        partner.is_idempotent, partner.reading_at, partner.problem = IDEMPOTENCY in extensions, None, ""
        partner.save(update_fields=["services_read_at", "gives_updates", "is_idempotent", "reading_at", "problem"])
        journal.record("open311.read_services", partner, actor, services=len(offered), updates=gives_updates)
    coverages.invalidate(partner.municipality_id)
    return len(offered)


def map_services(
    partner: Partner, choices: Iterable[MappingChoice], *, otherwise: PartnerService | None, actor: Actor
) -> None:
    """Map our services to the partner's, and choose which reports it handles. Raises ``PermissionDenied``."""
    actor.require("open311.manage_partners")
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)
        chosen = [choice for choice in choices if choice.theirs is not None]
        partner.mappings.all().delete()
        ServiceMapping.objects.bulk_create(
            ServiceMapping(partner=partner, service=choice.service, theirs=choice.theirs, is_theirs=choice.is_theirs,
            area=choice.area)
            for choice in chosen
        )  # fmt: skip
        partner.default_service = otherwise
        partner.save(update_fields=["default_service"])
        journal.record("open311.map_services", partner, actor, services=len(chosen))
    coverages.invalidate(partner.municipality_id)


def _has_questions(row: dict[str, Any]) -> bool:
    return str(row.get("metadata", "")).lower() == "true"


def _read_coverages(municipality_id: int) -> tuple[responsibility.Coverage, ...]:
    partners = (
        Partner.objects.filter(is_active=True).exclude(url="").defer("api_key").select_related("default_service").order_by("name")
        .prefetch_related(
            Prefetch("areas", Area.objects.only("code")),
            Prefetch("mappings", ServiceMapping.objects.select_related("theirs")),
        )
    )  # fmt: skip
    return tuple(
        responsibility.Coverage(
            partner_id=partner.pk,
            name=partner.name,
            at_once=partner.mode == Partner.Mode.RULES,
            places=frozenset(area.code for area in partner.areas.all()),
            services={
                mapping.service_id: _service_rule(mapping.theirs, is_theirs=mapping.is_theirs, area_id=mapping.area_id)
                for mapping in partner.mappings.all()
                if mapping.theirs.is_offered
            },
            default_service=_service_rule(partner.default_service) if partner.default_service else None,
        )
        for partner in partners
    )


def _service_rule(
    service: PartnerService, *, is_theirs: bool = False, area_id: int | None = None
) -> responsibility.PartnerServiceRule:
    needs_answers = any(
        attribute.get("required") and attribute.get("variable", True) for attribute in service.attributes
    )
    return responsibility.PartnerServiceRule(service.code, service.name, needs_answers, is_theirs, area_id)


class CoverageCache(MunicipalityCache[tuple[responsibility.Coverage, ...]]):
    """Coverage of a municipality's partners, cached in each process for some seconds."""

    def invalidate(self, municipality_id: int) -> None:
        """Reload at the next use, after a change of mappings or areas, which send no signal."""
        self._changed(Partner(municipality_id=municipality_id))


coverages = CoverageCache("open311-shares", _read_coverages, Partner)


def find_receiver(point: Point, municipality: Municipality) -> str:
    """The name of the partner that takes reports of a place outside; "" when there is none."""
    known_coverages = coverages.get(municipality.pk)
    if not any(coverage.places for coverage in known_coverages):
        return ""
    area = places.municipality_area_at(point)
    return next(
        (coverage.name for coverage in known_coverages if area is not None and area.code in coverage.places), ""
    )
