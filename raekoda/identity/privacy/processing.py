"""Processing of export and erasure requests over all personal data sources. Resumable and idempotent."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta
from typing import Any

import structlog
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.personal_data import ErasureResult, PersonalDataSource, personal_data_sources
from raekoda.identity.privacy import actions, document, rules
from raekoda.identity.privacy.models import Request
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.pdf import pdf

Kind, State = Request.Kind, Request.State
RETRY_AFTER = timedelta(days=30)
log = structlog.get_logger(__name__)


def process(request: Request) -> None:
    """Process the request; after an exception it is marked as failed and retried later."""
    is_again = request.state == State.PARTLY and request.again_on is not None and request.again_on <= clock.today()
    if not (request.is_running or is_again):
        return
    if not _begin(request):
        return
    try:
        with override(request.language):
            if request.kind == Kind.EXPORT:
                _export(request)
            else:
                _erase(request)
    except Exception:
        log.exception("rights_request_failed", request=request.pk, kind=request.kind)
        Request.objects.filter(pk=request.pk).update(state=State.FAILED)


def _begin(request: Request) -> bool:
    """Mark the request as in work; False while a newer request of the same kind is open."""
    request.state, request.done, request.total = State.WORKING, 0, len(personal_data_sources) + 1
    try:
        with transaction.atomic():
            request.save(update_fields=["state", "done", "total"])
    except IntegrityError:
        log.info("rights_request_waits_for_a_newer_one", request=request.pk)
        return False
    return True


def _export(request: Request) -> None:
    """Files are deleted from the storage again when the request could not be saved."""
    person, parts = request.person, []
    for source in _with_progress(request):
        parts.append({"name": source.name, "title": str(source.label), "rows": source.export(person)})
        if source.leave_out is not None:
            source.leave_out(person)
    data = {
        "format": "raekoda-person-data/1", "municipality": person.municipality.name,
        "made_at": clock.now().isoformat(), "parts": parts,
    }  # fmt: skip
    context = document.get_document_context(person.name, parts)
    rendered = pdf("person_data", context, title=_("My data"), language=request.language)
    content = json.dumps(data, ensure_ascii=False, indent=1).encode()
    with ExitStack() as undo:
        with transaction.atomic():
            locked = Request.objects.select_for_update().get(pk=request.pk)
            if locked.state != State.WORKING:
                return
            for file, name, made in ((locked.json_file, "data.json", content), (locked.pdf_file, "data.pdf", rendered)):
                file.save(name, ContentFile(made), save=False)
                undo.callback(file.storage.delete, str(file.name))
            locked.state, locked.ended_at, locked.delete_after = State.READY, clock.now(), actions.get_expiry_date()
            locked.done = locked.total
            locked.save(update_fields=["json_file", "pdf_file", "state", "ended_at", "delete_after", "done"])
            record("rights.gather", locked, Actor.system())
        undo.pop_all()


def _erase(request: Request) -> None:
    person, actor, report, results = request.person, Actor.system(), [], []
    for source in _with_progress(request):
        result = source.erase(person, actor)
        results.append(result)
        report.append(_build_report_row(source, result))
    with transaction.atomic():
        locked = Request.objects.select_for_update().get(pk=request.pk)
        locked.report = _merge_reports(locked.report, report)
        locked.ended_at, locked.done = clock.now(), locked.total
        if rules.may_erase_person(results):
            persons.erase(person, actor, reason="asked by the person")
            locked.state, locked.again_on, locked.reason, locked.decision = State.READY, None, "", ""
        else:
            locked.state, locked.again_on = State.PARTLY, _get_next_attempt(results)
        locked.save(update_fields=["report", "ended_at", "done", "state", "again_on", "reason", "decision"])
        record("rights.delete", locked, actor, state=locked.state)


def _with_progress(request: Request) -> Iterator[PersonalDataSource]:
    """Iterate over the sources, the person's identity last, and save the progress."""
    ordered = sorted(personal_data_sources, key=lambda source: (source.name == "persons", source.name))
    for done, source in enumerate(ordered, start=1):
        yield source
        Request.objects.filter(pk=request.pk).update(done=done)


def _build_report_row(source: PersonalDataSource, result: ErasureResult) -> dict[str, Any]:
    return {
        "name": source.name, "title": str(source.label), "deleted": result.deleted, "kept": result.retained,
        "reason": result.reason, "until": result.until.isoformat() if result.until else None,
    }  # fmt: skip


def _merge_reports(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Add up the deletions of all runs; retained counts are those of the last run."""
    gone = {row["name"]: row["deleted"] for row in before}
    return [{**row, "deleted": row["deleted"] + gone.get(row["name"], 0)} for row in now]


def _get_next_attempt(results: list[ErasureResult]) -> Any:
    """The day after the longest known retention period; in :data:`RETRY_AFTER` when a period is unknown (an open
    case)."""
    waits = [result for result in results if result.retained and result.needs_person]
    days = [result.until for result in waits if result.until is not None]
    if len(days) == len(waits):
        return max(days) + timedelta(days=1)
    return clock.today() + RETRY_AFTER
