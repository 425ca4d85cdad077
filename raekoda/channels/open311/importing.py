"""Import of another system's services and reports; repeatable."""

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
    """A source of reports."""

    label: str

    def services(self) -> Iterator[IncomingService]: ...

    def pages(self) -> Iterator[list[IncomingRequest]]: ...


@dataclass
class ImportResult:
    """Counts and errors of an import."""

    services: int = 0
    added: int = 0
    closed: int = 0
    unchanged: int = 0
    errors: list[str] = field(default_factory=list)

    def __str__(self) -> str:
        return (
            f"{self.services} services and {self.added} reports added, {self.closed} closed since, "
            f"{self.unchanged} as before, {len(self.errors)} left out"
        )


def import_reports(
    municipality: Municipality,
    source: Source,
    *,
    actor: Actor,
    publish_services: bool = False,
    report_progress: Progress = print,
) -> ImportResult:
    """Import services and reports of ``source``; every report is its own transaction, identified by its identifier there.

    May be interrupted and run again: existing reports stay, and are closed when they were closed there since. Unknown
    services are added as drafts, or published. Raises ``SourceError``.
    """
    result = ImportResult()
    services = {service.code: service for service in Service.objects.all()}
    for offered in source.services():
        _service(municipality, offered, services, actor, publish_services, result)
    report_progress(f"{len(services)} services")
    for page in source.pages():
        known = _known(source.label, page)
        for incoming in page:
            if incoming.error:
                result.errors.append(f"{incoming.id or '?'}: {incoming.error}")
            elif incoming.id in known:
                _close_if_closed(known[incoming.id], incoming, actor, result)
            else:
                service = _service(municipality, incoming.service, services, actor, publish_services, result)
                _import_request(municipality, source.label, incoming, service, actor, result)
        report_progress(f"{result.added + result.unchanged + result.closed + len(result.errors)} reports: {result}")
    journal.record("open311.import", municipality, actor, source=source.label, added=result.added, closed=result.closed)
    return result


def _known(label: str, page: Iterable[IncomingRequest]) -> dict[str, Case]:
    cases = Case.objects.defer("words").filter(
        external_source=label, external_id__in=[incoming.id for incoming in page if incoming.id]
    )
    return {case.external_id: case for case in cases}


def _service(
    municipality: Municipality,
    offered: IncomingService,
    services: dict[str, Service],
    actor: Actor,
    publish_services: bool,
    result: ImportResult,
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
        result.services += 1
    return services[offered.code]


def _import_request(
    municipality: Municipality,
    label: str,
    incoming: IncomingRequest,
    service: Service,
    actor: Actor,
    result: ImportResult,
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
    except CaseError as rejection:
        result.errors.append(f"{incoming.id}: {rejection.message}")
    else:
        result.added += 1


def _close_if_closed(case: Case, incoming: IncomingRequest, actor: Actor, result: ImportResult) -> None:
    if incoming.is_open or case.closed_at is not None:
        result.unchanged += 1
        return
    try:
        with transaction.atomic():
            _close(case, incoming, actor)
    except (CaseError, TransitionNotAllowed) as rejection:
        result.errors.append(f"{incoming.id}: {rejection}")
    else:
        result.closed += 1


def _close(case: Case, incoming: IncomingRequest, actor: Actor) -> None:
    """Close with the notes and the date of the other system."""
    close(
        case,
        outcome=Outcome.SOLVED,
        text=incoming.notes or _("Closed in the system that this report came from."),
        actor=actor,
    )
    if incoming.updated is not None and incoming.updated >= case.registered_at:
        Case.objects.filter(pk=case.pk).update(closed_at=incoming.updated, updated_at=incoming.updated)
