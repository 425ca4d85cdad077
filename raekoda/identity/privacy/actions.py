"""Every change of a request: asked, decided, worked on, its files deleted."""

from __future__ import annotations

from datetime import date, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from raekoda.identity.accesslog.looks import looked
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
    """What was asked cannot be done, in words for people (translated); ``field`` names what to put right."""


def ask_export(resident: Resident, *, language: str) -> Request:
    """Have all data of whom the resident acts for gathered; one that is being gathered is given again."""
    return _ask(resident, Kind.EXPORT, State.WAITING, language=language)


def ask_deletion(resident: Resident, *, language: str, reason: str = "") -> Request:
    """Have what may be deleted deleted; in another's name only after an official agreed."""
    by_official = rules.needs_official(
        acts_for_other=resident.acts_for_other, is_staff=resident.subject.user_id is not None
    )
    state = State.TO_CONFIRM if by_official else State.WAITING
    return _ask(resident, Kind.DELETION, state, language=language, reason=reason.strip()[:500])


@transaction.atomic
def decide(request: Request, *, actor: Actor, agrees: bool, decision: str = "") -> Request:
    """An official agrees to a deletion, or refuses it with a reason. Raises :class:`PrivacyRequestError`."""
    actor.must("rights.decide", request)
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
    looked(request.person, actor, "rights.decide", purpose=decision.strip(), subject=request)
    if agrees:
        jobs.start(request)
    return request


@transaction.atomic
def drop_files(request: Request, *, actor: Actor) -> None:
    """The days for which a result is kept are over, or the person does not want it kept: its files are deleted."""
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


def last_day() -> date:
    """The last day of a result that is ready today."""
    return clock.today() + timedelta(days=settings.RAEKODA_RIGHTS_DAYS)


def _ask(resident: Resident, kind: str, state: str, *, language: str, reason: str = "") -> Request:
    actor, person = resident.actor, resident.subject
    actor.must("rights.ask", person)
    try:
        with transaction.atomic():
            made = Request.objects.create(
                municipality=person.municipality, kind=kind, person=person, asked_by=resident.person, language=language,
                reason=reason, state=state, asked_at=clock.now(),
            )  # fmt: skip
            record("rights.ask", made, actor, kind=kind)
            if state == State.WAITING:
                jobs.start(made)
            return made
    except IntegrityError:
        return running(person, resident.person, kind)


def running(person: Person, asked_by: Person, kind: str) -> Request:
    """The request of this kind that is not done yet."""
    open_states = (State.TO_CONFIRM, State.WAITING, State.WORKING, State.FAILED)
    return Request.objects.get(person=person, asked_by=asked_by, kind=kind, state__in=open_states)
