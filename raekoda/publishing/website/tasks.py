"""Tasks of the website: pages go live and expire by their schedule."""

from __future__ import annotations

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from procrastinate.contrib.django import app
from wagtail.models import Page, Revision

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import each_municipality
from raekoda.publishing.website.models import MunicipalitySite


@app.periodic(cron="*/5 * * * *", periodic_id="website.publish_scheduled")
@app.task(name="website.publish_scheduled", queueing_lock="website.publish_scheduled", pass_context=False)
def apply_schedule(timestamp: int) -> None:
    """Publish and unpublish pages by their schedule, every five minutes."""
    for municipality in each_municipality():
        with transaction.atomic():
            unpublish_expired(municipality)
            publish_due(municipality)


def unpublish_expired(municipality: Municipality) -> int:
    """Unpublish the pages of the municipality whose time is over; returns their number."""
    expired = list(_pages(municipality).filter(live=True, expire_at__lte=clock.now()).specific())
    for page in expired:
        page.unpublish(set_expired=True, log_action="wagtail.unpublish.scheduled")
    return len(expired)


def publish_due(municipality: Municipality) -> int:
    """Publish the approved revisions of the municipality's pages that are due; returns their number."""
    keys = {str(key) for key in _pages(municipality).values_list("pk", flat=True)}
    due = Revision.objects.filter(
        base_content_type=ContentType.objects.get_for_model(Page),
        object_id__in=keys,
        approved_go_live_at__lte=clock.now(),
    )
    found = list(due.order_by("approved_go_live_at"))
    for revision in found:
        revision.publish(log_action="wagtail.publish.scheduled", skip_permission_checks=True)
    return len(found)


def _pages(municipality: Municipality) -> Any:
    """All pages of the municipality, of every language."""
    site = MunicipalitySite.objects.filter(municipality=municipality).select_related("folder").first()
    return Page.objects.none() if site is None else Page.objects.descendant_of(site.folder)
