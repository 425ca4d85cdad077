"""Opening a person's page or access log: requires a reason and is itself logged."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.identity.accesslog.access_log import log_access
from raekoda.identity.accesslog.models import Opening, Receiver
from raekoda.identity.persons.models import Person
from raekoda.identity.persons.queries import find_by_code
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.errors import DomainError
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality

MIN_REASON_LENGTH = 10
PERMISSIONS = {Opening.Kind.PERSON: "tracker.open_person", Opening.Kind.LOOKS: "tracker.review"}


class AccessLogError(DomainError):
    """The request is invalid; ``field`` names the input to correct."""


def find_and_open(code: str, kind: str, *, actor: Actor, reason: str, legal: bool = False) -> Opening:
    """Find a person by personal or registry code and open their page or access log.

    A search without a result is recorded in the journal too, without the code. Raises :class:`AccessLogError`,
    ``PermissionDenied``.
    """
    actor.require(PERMISSIONS[Opening.Kind(kind)])
    _check_reason(reason)
    person = find_by_code(code, kind=Person.Kind.LEGAL if legal else Person.Kind.NATURAL)
    if person is None:
        record("tracker.not_found", None, actor, reason=reason.strip(), kind=kind)
        raise AccessLogError(_("Nobody with this code is known here. Check the digits."), "code")
    return open_person(person, kind, actor=actor, reason=reason)


@transaction.atomic
def open_person(person: Person, kind: str, *, actor: Actor, reason: str) -> Opening:
    """Open a person's page or access log for ``Opening.LIFETIME``. Recorded in the journal and in the person's access
    log."""
    actor.require(PERMISSIONS[Opening.Kind(kind)], person)
    _check_reason(reason)
    opening = Opening.objects.create(
        municipality=person.municipality, kind=kind, person=person, user_id=actor.id, reason=reason.strip()[:300],
        opened_at=clock.now(),
    )  # fmt: skip
    record(f"tracker.open_{kind}", person, actor, reason=reason.strip())
    log_access(person, actor, f"tracker.{kind}", purpose=reason.strip())
    return opening


@transaction.atomic
def set_receiver(municipality: Municipality, *, code: str, system: str, actor: Actor) -> Receiver:
    """Set the registry code and system name that the state's data tracker shows for the municipality."""
    actor.require("tracker.manage")
    receiver, _new = Receiver.objects.update_or_create(
        municipality=municipality, defaults={"code": code.strip(), "system": system.strip()}
    )
    record("tracker.set_receiver", receiver, actor)
    return receiver


def _check_reason(reason: str) -> None:
    if len(reason.strip()) < MIN_REASON_LENGTH:
        raise AccessLogError(_("Write the reason so that the person understands it: they read it."), "reason")
