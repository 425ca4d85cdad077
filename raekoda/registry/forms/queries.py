"""Reads of forms that more than one place needs."""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from raekoda.identity.accounts.models import Role
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.tenancy import current
from raekoda.registry.forms.models import Form, FormVersion
from raekoda.registry.services.models import Service


def visible_to(actor: Actor) -> QuerySet[Form]:
    """The one gate of drafts: who designs forms sees those of the open municipality; others see none.

    What people fill in is public and found by :func:`published`.
    """
    return Form.objects.all() if actor.may("forms.view") else Form.objects.none()


def published(service: Service) -> FormVersion | None:
    """The version that people fill in now for ``service``; none when its form is closed or it has none."""
    return (
        FormVersion.objects.filter(form__service=service, form__is_open=True, form__current_id=F("pk"))
        .select_related("form")
        .first()
    )


def services_designed_by(actor: Actor) -> QuerySet[Service]:
    """The services for which ``actor`` may design forms, those not retired, by name."""
    rows = Service.objects.filter(retired_at__isnull=True).order_by("name")
    if actor.may("forms.design_all") or actor.user is None:
        return rows
    units = actor.user.memberships.filter(  # type: ignore[attr-defined]
        municipality=current(), role=Role.SERVICE_OWNER, unit__isnull=False
    ).values("unit")
    return rows.filter(Q(owner=actor.user) | Q(unit__isnull=True) | Q(unit__in=units))
