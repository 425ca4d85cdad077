"""Reads of forms."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.registry.services.models import Service


def visible_to(actor: Actor) -> QuerySet[Form]:
    """Forms of the current municipality for staff who may view them; none for others.

    Published versions are public, see :func:`published`.
    """
    return Form.objects.all() if actor.may("forms.view") else Form.objects.none()


def published(service: Service) -> FormVersion | None:
    """The version of ``service`` that is open for filling in; ``None`` when there is none."""
    return (
        FormVersion.objects.filter(form__service=service, form__is_open=True, form__current_id=F("pk"))
        .select_related("form")
        .first()
    )


def services_designed_by(actor: Actor) -> QuerySet[Service]:
    """The services for which ``actor`` may design forms, without retired ones, by name."""
    rows = Service.objects.filter(retired_at__isnull=True).order_by("name")
    if actor.may("forms.design_all") or actor.user is None:
        return rows
    units = actor.user.memberships.filter(  # type: ignore[attr-defined]
        municipality=current(), role=Role.SERVICE_OWNER, unit__isnull=False
    ).values("unit")
    return rows.filter(Q(owner=actor.user) | Q(unit__isnull=True) | Q(unit__in=units))
