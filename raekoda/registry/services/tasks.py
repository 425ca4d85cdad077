"""Tasks of the register: scheduled publishing, imports."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from wagtail.models import Revision

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services import actions, imports
from raekoda.registry.services.models import Service


@for_each_municipality("services.keep_schedule", cron="*/5 * * * *", periodic_id="services.keep_schedule", in_turn=True)
def apply_schedule(municipality: Municipality) -> None:
    """Publish and retire services by their schedule, every five minutes."""
    with transaction.atomic():
        publish_due()
        retire_expired()


def publish_due() -> int:
    """Publish the approved revisions of the current municipality that are due; returns their number."""
    keys = {str(key) for key in Service.objects.values_list("pk", flat=True)}
    due = Revision.objects.filter(
        base_content_type=Service.get_base_content_type(), object_id__in=keys, approved_go_live_at__lte=clock.now()
    )
    found = list(due.order_by("approved_go_live_at"))
    for revision in found:
        revision.publish(skip_permission_checks=True)
    return len(found)


def retire_expired() -> int:
    """Retire the expired services of the current municipality; returns their number."""
    expired = list(Service.objects.filter(live=True, expire_at__lte=clock.now()))
    for service in expired:
        actions.retire(service, Actor.system(), reason="expired")
    return len(expired)


@app.task(name="services.import_file", queueing_lock=None, pass_context=False)
def import_file(municipality_id: int, import_id: int) -> None:
    """Write a previewed file into the register; can be run again after a crash."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        imports.run(import_id)
