"""Sessions of residents: started, extended by use, ended by the person, by time or by the provider."""

from __future__ import annotations

from datetime import timedelta

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest

from raekoda.identity.persons import queries
from raekoda.identity.persons.access import SESSION_KEY, Resident, clear_cached_resident, extend_session, get_resident
from raekoda.identity.persons.events import ActingStarted, PersonSignedIn
from raekoda.identity.persons.models import Person, Representation, Session
from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import emit


@transaction.atomic
def begin(
    request: HttpRequest, person: Person, *, method: str, level: str = "", provider_sid: str = "", minutes: int = 30
) -> Session:
    """Sign ``person`` in: rotates the key of the browser's session (against fixation) and creates a row that can be
    ended on the server."""
    end(request)
    now = clock.now()
    request.session.cycle_key()
    session = Session.objects.create(
        municipality=person.municipality, person=person, method=method, level=level, provider_sid=provider_sid,
        minutes=minutes, started_at=now, renewed_at=now, expires_at=now + timedelta(minutes=minutes),
    )  # fmt: skip
    Person.objects.filter(pk=person.pk).update(seen_at=now)
    request.session[SESSION_KEY] = session.pk
    clear_cached_resident(request)
    actor = Actor.resident(getattr(request, "request_id", ""), person_id=person.pk, subject_id=person.pk)
    journal.record("persons.sign_in", person, actor, method=method, level=level)
    emit(PersonSignedIn(person, session))
    return session


def renew(request: HttpRequest, minutes: int | None = None) -> Session | None:
    """Extend the session of ``request``, within its maximum age. ``None`` when it has ended."""
    resident = get_resident(request)
    if resident is None:
        return None
    extend_session(resident.session, minutes or resident.session.minutes)
    return resident.session


@transaction.atomic
def end(request: HttpRequest) -> Session | None:
    """Sign out; returns the ended session, ``None`` when nobody was signed in."""
    resident = get_resident(request)
    request.session.pop(SESSION_KEY, None)
    clear_cached_resident(request)
    if resident is None:
        return None
    Session.objects.filter(pk=resident.session.pk).update(ended_at=clock.now())
    journal.record("persons.sign_out", resident.person, resident.actor)
    request.session.cycle_key()
    return resident.session


@transaction.atomic
def end_by_provider(*, sid: str = "", person: Person | None = None) -> int:
    """End the municipality's sessions of ``sid`` or ``person`` after a back-channel logout. Returns their number."""
    if not sid and person is None:
        return 0
    ours = Session.objects.filter(ended_at=None)
    ours = ours.filter(provider_sid=sid) if sid else ours
    ours = ours.filter(person=person) if person is not None else ours
    ended = list(ours.select_related("person"))
    Session.objects.filter(pk__in=[session.pk for session in ended]).update(ended_at=clock.now())
    for session in ended:
        journal.record("persons.sign_out", session.person, Actor.system(), by_provider=True)
    return len(ended)


@transaction.atomic
def switch(request: HttpRequest, representation: Representation | None) -> Resident:
    """Start to act by ``representation``, or for oneself with None. Recorded in the journal and in the access log of
    the represented person.

    Raises ``PermissionDenied`` when the representation is not the person's own or not valid.
    """
    resident = get_resident(request)
    if resident is None:
        raise PermissionDenied("persons.switch")
    if representation is not None:
        held = queries.get_representations(resident.person).filter(pk=representation.pk)
        if not held.exists():
            raise PermissionDenied("persons.switch")
    resident.session.acting_for = representation
    resident.session.save(update_fields=["acting_for"])
    clear_cached_resident(request)
    now_for = get_resident(request)
    assert now_for is not None
    kind = representation.kind if representation else "self"
    journal.record("persons.switch", now_for.subject, now_for.actor, kind=kind)
    if representation is not None:
        emit(ActingStarted(now_for.person, representation, now_for.actor))
    return now_for
