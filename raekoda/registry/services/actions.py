"""Every change of a service's state."""

from __future__ import annotations

from django.db import connection, transaction

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services import rules
from raekoda.registry.services.models import Service
from raekoda.registry.services.publishing import acting


@transaction.atomic
def give_code(service: Service) -> None:
    """Set the next free identifier of the municipality on a service that has none; two at once never get the same."""
    if service.code:
        return
    municipality = service.municipality
    _one_at_a_time(municipality)
    prefix = municipality.slug
    used = Service.objects.filter(code__startswith=f"{prefix}-").values_list("code", flat=True)
    service.code = rules.next_code(prefix, used)


@transaction.atomic
def save_draft(service: Service, *, actor: Actor) -> Service:
    """Keep ``service`` as it stands in memory as its newest draft; a new one gets its row, unpublished.

    Raises ``PermissionDenied`` and ``ValidationError``.
    """
    actor.must("services.write", service)
    give_code(service)
    with acting(actor):
        if service.pk is None:
            service.full_clean()
            service.save()
        service.save_revision(user=actor.user, log_action="wagtail.edit")
    journal.record("services.draft", service, actor, code=service.code)
    return service


@transaction.atomic
def publish(service: Service, actor: Actor) -> Service:
    """Make ``service`` public as it stands in memory; taken back into use if it was retired.

    Raises ``PermissionDenied`` and ``ValidationError``. Returns the same object, fresh from the database.
    """
    actor.must("services.publish", service)
    give_code(service)
    if service.pk is None:
        service.full_clean()
        service.save()
    with acting(actor):
        service.save_revision(user=actor.user).publish(user=actor.user, skip_permission_checks=True)
    service.refresh_from_db()
    return service


@transaction.atomic
def unpublish(service: Service, actor: Actor) -> Service:
    """Take ``service`` from the public; its text stays as a draft. Raises ``PermissionDenied``."""
    actor.must("services.publish", service)
    with acting(actor):
        service.unpublish(user=actor.user)
    return service


@transaction.atomic
def retire(service: Service, actor: Actor, *, reason: str = "") -> Service:
    """Take ``service`` out of use for good: no page, no search, no reports; its cases keep it.

    Raises ``PermissionDenied``.
    """
    actor.must("services.publish", service)
    with acting(actor):
        service.unpublish(user=actor.user)
    service.retired_at = clock.now()
    service.save(update_fields=["retired_at"])
    journal.record("services.retire", service, actor, reason=reason, code=service.code)
    return service


def _one_at_a_time(municipality: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('services.code'), %s)", [municipality.pk])
