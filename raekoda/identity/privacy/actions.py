"""Changes of privacy requests: created, decided, files deleted."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.persons.access import Resident
from raekoda.identity.persons.models import Person
from raekoda.identity.privacy import jobs, rules
from raekoda.identity.privacy.models import Request
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.errors import DomainError
from raekoda.platform.core.journal import record

Kind, State = Request.Kind, Request.State


class PrivacyRequestError(DomainError):
    """The request is invalid; ``field`` names the input to correct."""


def request_export(resident: Resident, *, language: str) -> Request:
    """Request an export of all data of the person for whom the resident acts; returns the open request if there is
    one."""
    return _create_request(resident, Kind.EXPORT, State.WAITING, language=language)


def request_deletion(resident: Resident, *, language: str, reason: str = "") -> Request:
    """Request erasure; an official has to approve it when it is in another's name or concerns a member of staff."""
    by_official = rules.needs_approval(
        acts_for_other=resident.acts_for_other, is_staff=resident.subject.user_id is not None
    )
    state = State.TO_CONFIRM if by_official else State.WAITING
    return _create_request(resident, Kind.DELETION, state, language=language, reason=reason.strip()[:500])


@transaction.atomic
def decide(request: Request, *, actor: Actor, agrees: bool, decision: str = "") -> Request:
    """Approve an erasure or refuse it with a reason. Raises :class:`PrivacyRequestError`."""
    actor.require("rights.decide", request)
    request = Request.objects.select_for_update().get(pk=request.pk)
    if request.state != State.TO_CONFIRM:
        raise PrivacyRequestError(_("This request was decided already."))
    if not agrees and not decision.strip():
        raise PrivacyRequestError(_("Write why it is refused, by which law, and how it can be disputed."), "decision")
    request.state = State.WAITING if agrees else State.REFUSED
    request.decided_by_id, request.decided_at, request.decision = actor.id, clock.now(), decision.strip()[:500]
    request.ended_at = None if agrees else clock.now()
    request.save(update_fields=["state", "decided_by", "decided_at", "decision", "ended_at"])
    record("rights.decide", request, actor, agrees=agrees, reason=decision.strip())
    log_access(request.person, actor, "rights.decide", purpose=decision.strip(), subject=request)
    if agrees:
        jobs.enqueue(request)
    return request


@transaction.atomic
def delete_files(request: Request, *, actor: Actor) -> None:
    """Delete the files of an export, after its retention period or on request. No effect on other requests."""
    request = Request.objects.select_for_update().get(pk=request.pk)
    if request.kind != Kind.EXPORT or request.state != State.READY:
        return
    files = [(file.storage, str(file.name)) for file in (request.json_file, request.pdf_file) if file]
    request.json_file = request.pdf_file = ""
    request.state = State.EXPIRED
    request.save(update_fields=["json_file", "pdf_file", "state"])
    record("rights.drop_files", request, actor)
    for storage, name in files:
        transaction.on_commit(partial(storage.delete, name))


def get_expiry_date() -> date:
    """The last day on which an export that is ready today is stored."""
    return clock.today() + timedelta(days=settings.RAEKODA_RIGHTS_DAYS)


def _create_request(resident: Resident, kind: str, state: str, *, language: str, reason: str = "") -> Request:
    actor, person = resident.actor, resident.subject
    actor.require("rights.ask", person)
    try:
        with transaction.atomic():
            made = Request.objects.create(
                municipality=person.municipality, kind=kind, person=person, asked_by=resident.person, language=language,
                reason=reason, state=state, asked_at=clock.now(),
            )  # fmt: skip
            record("rights.ask", made, actor, kind=kind)
            if state == State.WAITING:
                jobs.enqueue(made)
            return made
    except IntegrityError:
        return get_open_request(person, resident.person, kind)


def get_open_request(person: Person, asked_by: Person, kind: str) -> Request:
    """The open request of this kind."""
    open_states = (State.TO_CONFIRM, State.WAITING, State.WORKING, State.FAILED)
    return Request.objects.get(person=person, asked_by=asked_by, kind=kind, state__in=open_states)
