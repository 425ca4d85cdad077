"""Partners and what is known of them: kept by administrators, read from their endpoints, ready for every new case."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Prefetch
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.channels.open311 import answers, sharing
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

MOST_SERVICES = 2000
IDEMPOTENCY = "idempotency-key"
READ, ASK = "open311.read_services", "open311.ask"


@dataclass(frozen=True)
class Mapped:
    """What an administrator chose for one of our services; ``theirs`` None: it has no counterpart there."""

    service: Service
    theirs: PartnerService | None
    is_theirs: bool = False
    area: Area | None = None


def save_partner(partner: Partner, areas: Iterable[Area], *, actor: Actor) -> Partner:
    """Keep a partner with the municipalities it takes reports for. Raises ``PermissionDenied``."""
    actor.require("open311.manage_partners")
    with transaction.atomic():
        is_new = partner.pk is None
        partner.save()
        partner.areas.set(areas)
        journal.record("open311.new_partner" if is_new else "open311.change_partner", partner, actor,
                       is_active=partner.is_active, mode=partner.mode, takes_contacts=partner.takes_contacts)  # fmt: skip
    shares.forget(partner.municipality_id)
    return partner


def ask_to_read(partner: Partner, *, actor: Actor) -> None:
    """Have the worker read the partner's services. A web process never asks a partner itself: on one installation it could
    wait for its own answer."""
    actor.require("open311.manage_partners")
    with transaction.atomic():
        Partner.objects.filter(pk=partner.pk).update(reading_at=clock.now(), problem="")
        _defer(READ, partner)


def ask_for_news(partner: Partner, *, actor: Actor) -> None:
    """Have the worker ask the partner for news now, however often it did not answer before."""
    actor.require("cases.forward")
    with transaction.atomic():
        journal.record("open311.ask_for_news", partner, actor)
        _defer(ASK, partner, waits_as=f"{ASK}-now", anyway=True)


def start_asking(partner: Partner) -> None:
    """A job that asks the partner for news, unless one waits."""
    _defer(ASK, partner)


def _defer(task: str, partner: Partner, *, waits_as: str = "", **more: Any) -> None:
    """At most one job of a name waits, and one of a task runs, for each partner."""
    with suppress(AlreadyEnqueued), transaction.atomic():
        job = app.configure_task(task, queueing_lock=f"{waits_as or task}:{partner.pk}", lock=f"{task}:{partner.pk}")
        job.defer(municipality_id=partner.municipality_id, partner_id=partner.pk, **more)


def read_services(partner: Partner, *, actor: Actor) -> int:
    """Read the partner's services with their questions, and what its endpoint can; how many services it offers.

    What it offers no longer stays as not offered: what was passed on under it keeps its name. Raises ``NotAnswering``,
    ``Rejected``.
    """
    actor.require("open311.manage_partners")
    client = Client(partner)
    rows = client.services()[:MOST_SERVICES]
    offered = {code: row for row in rows if (code := answers.line_of(row, "service_code", limit=60))}
    questions = {code: client.definition(code) for code, row in offered.items() if _has_questions(row)}
    offers = client.offers()
    gives_updates = client.has_updates(clock.now())
    with transaction.atomic():
        partner.services.exclude(code__in=offered).update(is_offered=False)
        PartnerService.objects.bulk_create(
            [
                PartnerService(
                    partner=partner, code=code, name=answers.line_of(row, "service_name", limit=200) or code,
                    group=answers.line_of(row, "group"), attributes=questions.get(code, []), is_offered=True,
                )
                for code, row in offered.items()
            ],
            update_conflicts=True, unique_fields=["partner", "code"],
            update_fields=["name", "group", "attributes", "is_offered"],
        )  # fmt: skip
        partner.services_read_at, partner.gives_updates = clock.now(), gives_updates
        partner.is_idempotent, partner.reading_at, partner.problem = IDEMPOTENCY in offers, None, ""
        partner.save(update_fields=["services_read_at", "gives_updates", "is_idempotent", "reading_at", "problem"])
        journal.record("open311.read_services", partner, actor, services=len(offered), updates=gives_updates)
    shares.forget(partner.municipality_id)
    return len(offered)


def map_services(partner: Partner, mapped: Iterable[Mapped], *, otherwise: PartnerService | None, actor: Actor) -> None:
    """Say which of the partner's services ours are, and which reports are theirs. Raises ``PermissionDenied``."""
    actor.require("open311.manage_partners")
    with transaction.atomic():
        Partner.objects.select_for_update().get(pk=partner.pk)
        kept = [each for each in mapped if each.theirs is not None]
        partner.mappings.all().delete()
        ServiceMapping.objects.bulk_create(
            ServiceMapping(partner=partner, service=each.service, theirs=each.theirs, is_theirs=each.is_theirs, area=each.area)
            for each in kept
        )  # fmt: skip
        partner.default_service = otherwise
        partner.save(update_fields=["default_service"])
        journal.record("open311.map_services", partner, actor, services=len(kept))
    shares.forget(partner.municipality_id)


def _has_questions(row: dict[str, Any]) -> bool:
    return str(row.get("metadata", "")).lower() == "true"


def _read_shares(municipality_id: int) -> tuple[sharing.Share, ...]:
    partners = (
        Partner.objects.filter(is_active=True).exclude(url="").defer("api_key").select_related("default_service").order_by("name")
        .prefetch_related(
            Prefetch("areas", Area.objects.only("code")),
            Prefetch("mappings", ServiceMapping.objects.select_related("theirs")),
        )
    )  # fmt: skip
    return tuple(
        sharing.Share(
            partner_id=partner.pk,
            name=partner.name,
            at_once=partner.mode == Partner.Mode.RULES,
            places=frozenset(area.code for area in partner.areas.all()),
            services={
                each.service_id: _theirs(each.theirs, is_theirs=each.is_theirs, area_id=each.area_id)
                for each in partner.mappings.all()
                if each.theirs.is_offered
            },
            otherwise=_theirs(partner.default_service) if partner.default_service else None,
        )
        for partner in partners
    )


def _theirs(service: PartnerService, *, is_theirs: bool = False, area_id: int | None = None) -> sharing.Theirs:
    needs = any(one.get("required") and one.get("variable", True) for one in service.attributes)
    return sharing.Theirs(service.code, service.name, needs, is_theirs, area_id)


class Shares(MunicipalityCache[tuple[sharing.Share, ...]]):
    """What the partners of a municipality take, kept in each process for some seconds."""

    def forget(self, municipality_id: int) -> None:
        """Read anew at the next use: a mapping or an area was changed, which no signal tells."""
        self._changed(Partner(municipality_id=municipality_id))


shares = Shares("open311-shares", _read_shares, Partner)


def taker_of(point: Point, municipality: Municipality) -> str:
    """The name of the partner to which a report of a place outside is passed on; "" when nobody takes it from here."""
    known = shares.get(municipality.pk)
    if not any(share.places for share in known):
        return ""
    area = places.municipality_area_at(point)
    return next((share.name for share in known if area is not None and area.code in share.places), "")
