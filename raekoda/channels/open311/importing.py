"""Bringing another system's services and reports into the register, once and again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from raekoda.casework.cases.actions import CaseDraft, close, open_case
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Channel, Kind, Outcome
from raekoda.channels.open311.actions import MEDIA_LINK
from raekoda.channels.open311.incoming import IncomingRequest, IncomingService
from raekoda.platform.core import journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.text import detect_language
from raekoda.registry.services.actions import publish, save_draft
from raekoda.registry.services.models import Service

Progress = Callable[[str], None]


class Source(Protocol):
    """Where reports come from."""

    label: str

    def services(self) -> Iterator[IncomingService]: ...

    def pages(self) -> Iterator[list[IncomingRequest]]: ...


@dataclass
class Imported:
    """What an import did."""

    services: int = 0
    added: int = 0
    closed: int = 0
    same: int = 0
    faults: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.services} services and {self.added} reports added, {self.closed} closed since, "
            f"{self.same} as before, {len(self.faults)} left out"
        )


def import_reports(
    municipality: Municipality, source: Source, *, actor: Actor, publish_services: bool = False, say: Progress = print
) -> Imported:
    """Take over services and reports of ``source``; every report is a transaction of its own, known by its identifier there.

    May be interrupted and run again: what is here already stays, and is closed when it was closed there since. Unknown
    services are added as drafts, or published. Raises ``SourceError``.
    """
    done = Imported()
    services = {service.code: service for service in Service.objects.all()}
    for offered in source.services():
        _service(municipality, offered, services, actor, publish_services, done)
    say(f"{len(services)} services")
    for page in source.pages():
        known = _known(source.label, page)
        for incoming in page:
            if incoming.fault:
                done.faults.append(f"{incoming.id or '?'}: {incoming.fault}")
            elif incoming.id in known:
                _follow(known[incoming.id], incoming, actor, done)
            else:
                service = _service(municipality, incoming.service, services, actor, publish_services, done)
                _take(municipality, source.label, incoming, service, actor, done)
        say(f"{done.added + done.same + done.closed + len(done.faults)} reports: {done}")
    journal.record("open311.import", municipality, actor, source=source.label, added=done.added, closed=done.closed)
    return done


def _known(label: str, page: Iterable[IncomingRequest]) -> dict[str, Case]:
    cases = Case.objects.defer("words").filter(
        external_source=label, external_id__in=[one.id for one in page if one.id]
    )
    return {case.external_id: case for case in cases}


def _service(
    municipality: Municipality,
    offered: IncomingService,
    services: dict[str, Service],
    actor: Actor,
    publish_services: bool,
    done: Imported,
) -> Service:
    if offered.code not in services:
        service = Service(
            municipality=municipality,
            code=offered.code,
            slug=f"{slugify(offered.name)[:50]}-{slugify(offered.code)}".strip("-")[:120],
            name=offered.name,
            description=offered.description,
            takes_reports=True,
            reports_are_public=True,
        )
        save_draft(service, actor=actor)
        if publish_services:
            publish(service, actor)
        services[offered.code] = service
        done.services += 1
    return services[offered.code]


def _take(
    municipality: Municipality, label: str, incoming: IncomingRequest, service: Service, actor: Actor, done: Imported
) -> None:
    draft = CaseDraft(
        municipality=municipality,
        kind=Kind.REPORT,
        text=incoming.text,
        channel=Channel.IMPORT,
        service=service,
        language=detect_language(incoming.text),
        point=incoming.point,
        address=incoming.address,
        attributes={MEDIA_LINK: incoming.media_url} if incoming.media_url else {},
        external_source=label,
        external_id=incoming.id,
        registered_at=incoming.requested,
    )
    try:
        with transaction.atomic():
            case = open_case(draft, actor)
            if not incoming.is_open:
                _close(case, incoming, actor)
    except CaseError as refusal:
        done.faults.append(f"{incoming.id}: {refusal.message}")
    else:
        done.added += 1


def _follow(case: Case, incoming: IncomingRequest, actor: Actor, done: Imported) -> None:
    if incoming.is_open or case.closed_at is not None:
        done.same += 1
        return
    try:
        with transaction.atomic():
            _close(case, incoming, actor)
    except (CaseError, TransitionNotAllowed) as refusal:
        done.faults.append(f"{incoming.id}: {refusal}")
    else:
        done.closed += 1


def _close(case: Case, incoming: IncomingRequest, actor: Actor) -> None:
    """Close as the other system did, on the day it did."""
    close(
        case,
        outcome=Outcome.SOLVED,
        text=incoming.notes or _("Closed in the system that this report came from."),
        actor=actor,
    )
    if incoming.updated is not None and incoming.updated >= case.registered_at:
        Case.objects.filter(pk=case.pk).update(closed_at=incoming.updated, updated_at=incoming.updated)
