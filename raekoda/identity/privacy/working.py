"""The work on a request, by the holdings of all rooms. Cut short, it goes on; done twice, it changes nothing more."""

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
from raekoda.identity.persons.holdings import Forgotten, Holding, personal_data
from raekoda.identity.privacy import actions, paper, rules
from raekoda.identity.privacy.models import Request
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.pdf import pdf

Kind, State = Request.Kind, Request.State
LOOK_AGAIN = timedelta(days=30)
log = structlog.get_logger(__name__)


def work(request: Request) -> None:
    """Do what was asked; a failure leaves it to be tried again."""
    is_again = request.state == State.PARTLY and request.again_on is not None and request.again_on <= clock.today()
    if not (request.is_running or is_again):
        return
    if not _begin(request):
        return
    try:
        with override(request.language):
            if request.kind == Kind.EXPORT:
                _gather(request)
            else:
                _delete(request)
    except Exception:
        log.exception("rights_request_failed", request=request.pk, kind=request.kind)
        Request.objects.filter(pk=request.pk).update(state=State.FAILED)


def _begin(request: Request) -> bool:
    """Take the request into work; not while the person has asked anew: the one at a time is then the new one."""
    request.state, request.done, request.total = State.WORKING, 0, len(personal_data) + 1
    try:
        with transaction.atomic():
            request.save(update_fields=["state", "done", "total"])
    except IntegrityError:
        log.info("rights_request_waits_for_a_newer_one", request=request.pk)
        return False
    return True


def _gather(request: Request) -> None:
    """Files whose request was not written do not stay in the store, where nothing would name them."""
    person, parts = request.person, []
    for holding in _with_progress(request):
        parts.append({"name": holding.name, "title": str(holding.words), "rows": holding.export(person)})
    data = {
        "format": "raekoda-person-data/1", "municipality": person.municipality.name,
        "made_at": clock.now().isoformat(), "parts": parts,
    }  # fmt: skip
    document = pdf("person_data", paper.of(person.name, parts), title=_("My data"), language=request.language)
    content = json.dumps(data, ensure_ascii=False, indent=1).encode()
    with ExitStack() as undo:
        with transaction.atomic():
            locked = Request.objects.select_for_update().get(pk=request.pk)
            if locked.state != State.WORKING:
                return
            for file, name, made in ((locked.json_file, "data.json", content), (locked.pdf_file, "data.pdf", document)):
                file.save(name, ContentFile(made), save=False)
                undo.callback(file.storage.delete, str(file.name))
            locked.state, locked.ended_at, locked.delete_after = State.READY, clock.now(), actions.last_day()
            locked.done = locked.total
            locked.save(update_fields=["json_file", "pdf_file", "state", "ended_at", "delete_after", "done"])
            record("rights.gather", locked, Actor.system())
        undo.pop_all()


def _delete(request: Request) -> None:
    person, actor, report, found = request.person, Actor.system(), [], []
    for holding in _with_progress(request):
        became = holding.forget(person, actor)
        found.append(became)
        report.append(_told(holding, became))
    with transaction.atomic():
        locked = Request.objects.select_for_update().get(pk=request.pk)
        locked.report = _added(locked.report, report)
        locked.ended_at, locked.done = clock.now(), locked.total
        if rules.person_may_go(found):
            persons.forget(person, actor, reason="asked by the person")
            locked.state, locked.again_on, locked.reason, locked.decision = State.READY, None, "", ""
        else:
            locked.state, locked.again_on = State.PARTLY, _again_on(found)
        locked.save(update_fields=["report", "ended_at", "done", "state", "again_on", "reason", "decision"])
        record("rights.delete", locked, actor, state=locked.state)


def _with_progress(request: Request) -> Iterator[Holding]:
    """Every holding, the person themself last; how far it is stands in the request for whoever looks."""
    ordered = sorted(personal_data, key=lambda holding: (holding.name == "persons", holding.name))
    for done, holding in enumerate(ordered, start=1):
        yield holding
        Request.objects.filter(pk=request.pk).update(done=done)


def _told(holding: Holding, became: Forgotten) -> dict[str, Any]:
    return {
        "name": holding.name, "title": str(holding.words), "deleted": became.deleted, "kept": became.kept,
        "reason": became.reason, "until": became.until.isoformat() if became.until else None,
    }  # fmt: skip


def _added(before: list[dict[str, Any]], now: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What went in all turns together, and what stays now."""
    gone = {row["name"]: row["deleted"] for row in before}
    return [{**row, "deleted": row["deleted"] + gone.get(row["name"], 0)} for row in now]


def _again_on(found: list[Forgotten]) -> Any:
    """The day after the longest known period; where none is known (an open matter) in a month."""
    waits = [each for each in found if each.kept and each.needs_person]
    days = [each.until for each in waits if each.until is not None]
    if len(days) == len(waits):
        return max(days) + timedelta(days=1)
    return clock.today() + LOOK_AGAIN
