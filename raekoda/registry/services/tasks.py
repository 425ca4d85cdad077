"""Jobs of the register: scheduled publishing, long imports."""

from __future__ import annotations

from django.db import transaction
from procrastinate.contrib.django import app
from wagtail.models import Revision

from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality, municipality_scope
from raekoda.registry.services import actions, imports
from raekoda.registry.services.models import Service


@app.periodic(cron="*/5 * * * *", periodic_id="services.keep_schedule")
@app.task(name="services.keep_schedule", queueing_lock="services.keep_schedule", pass_context=False)
def keep_schedule(timestamp: int) -> None:
    """Publish drafts whose hour has come and retire services whose last day has passed."""
    for _municipality in each_municipality():
        with transaction.atomic():
            publish_due()
            retire_expired()


def publish_due() -> int:
    """Publish the approved revisions whose time has come in the open municipality; how many."""
    here = {str(key) for key in Service.objects.values_list("pk", flat=True)}
    due = Revision.objects.filter(
        base_content_type=Service.get_base_content_type(), object_id__in=here, approved_go_live_at__lte=clock.now()
    )
    found = list(due.order_by("approved_go_live_at"))
    for revision in found:
        revision.publish(skip_permission_checks=True)
    return len(found)


def retire_expired() -> int:
    """Retire public services past their last day in the open municipality; how many."""
    expired = list(Service.objects.filter(live=True, expire_at__lte=clock.now()))
    for service in expired:
        actions.retire(service, Actor.system(), reason="expired")
    return len(expired)


@app.task(name="services.import_file", queueing_lock=None, pass_context=False)
def import_file(municipality_id: int, import_id: int) -> None:
    """Write a looked-through file into the register; run again after a crash, it goes on as if nothing had happened."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        imports.run(import_id)
