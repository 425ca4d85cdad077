"""State changes of services."""

from __future__ import annotations

from django.db import connection, transaction

from raekoda.platform.core import clock, journal
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.services import rules
from raekoda.registry.services.models import Service
from raekoda.registry.services.publishing import acting_as


@transaction.atomic
def assign_code(service: Service) -> None:
    """Set the next free code of the municipality on a service that has none; safe against concurrent calls."""
    if service.code:
        return
    municipality = service.municipality
    _lock_codes(municipality)
    prefix = municipality.slug
    used = Service.objects.filter(code__startswith=f"{prefix}-").values_list("code", flat=True)
    service.code = rules.next_code(prefix, used)


@transaction.atomic
def save_draft(service: Service, *, actor: Actor) -> Service:
    """Save ``service`` as its latest draft; a new one is created unpublished.

    Raises ``PermissionDenied`` and ``ValidationError``.
    """
    actor.require("services.write", service)
    assign_code(service)
    with acting_as(actor):
        if service.pk is None:
            service.full_clean()
            service.save()
        service.save_revision(user=actor.user, log_action="wagtail.edit")
    journal.record("services.draft", service, actor, code=service.code)
    return service


@transaction.atomic
def publish(service: Service, actor: Actor) -> Service:
    """Publish ``service``; a retired one is restored.

    Raises ``PermissionDenied`` and ``ValidationError``. Returns the same object, refreshed from the database.
    """
    actor.require("services.publish", service)
    assign_code(service)
    if service.pk is None:
        service.full_clean()
        service.save()
    with acting_as(actor):
        service.save_revision(user=actor.user).publish(user=actor.user, skip_permission_checks=True)
    service.refresh_from_db()
    return service


@transaction.atomic
def unpublish(service: Service, actor: Actor) -> Service:
    """Unpublish ``service``; its text remains as a draft. Raises ``PermissionDenied``."""
    actor.require("services.publish", service)
    with acting_as(actor):
        service.unpublish(user=actor.user)
    return service


@transaction.atomic
def retire(service: Service, actor: Actor, *, reason: str = "") -> Service:
    """Retire ``service``: no page, no search, no reports; its cases keep the reference.

    Raises ``PermissionDenied``.
    """
    actor.require("services.publish", service)
    with acting_as(actor):
        service.unpublish(user=actor.user)
    service.retired_at = clock.now()
    service.save(update_fields=["retired_at"])
    journal.record("services.retire", service, actor, reason=reason, code=service.code)
    return service


def _lock_codes(municipality: Municipality) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('services.code'), %s)", [municipality.pk])
