"""Jobs: polling partners, reading their services."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.channels.open311 import partner_updates, partners
from raekoda.channels.open311.client import PartnerUnavailable, RequestRejected
from raekoda.channels.open311.models import Partner
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope

log = structlog.get_logger(__name__)


@for_each_municipality("open311.follow", cron="* * * * *", periodic_id="open311_follow", in_turn=True)
def enqueue_polls(municipality: Municipality) -> None:
    """Every minute: a job for each due partner, so that a slow one does not delay others."""
    for partner in partner_updates.due_partners():
        partners.enqueue_poll(partner)


@app.task(name=partners.POLL_TASK)
def poll_partner(municipality_id: int, partner_id: int, anyway: bool = False) -> None:
    """Poll one partner, unless it is not due; ``anyway``: an official requested it."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        partner = Partner.objects.filter(pk=partner_id, is_active=True).exclude(url="").first()
        if partner is not None and (anyway or partner_updates.is_due(partner)):
            changes = partner_updates.poll(partner)
            log.info("partner_asked", partner=partner.pk, changes=changes)


@app.task(name=partners.READ_TASK)
def read_services(municipality_id: int, partner_id: int) -> None:
    """Read one partner's services; a failure is stored on the partner."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        partner = Partner.objects.exclude(url="").filter(pk=partner_id).first()
        if partner is None:
            return
        try:
            partners.read_services(partner, actor=Actor.system())
        except (PartnerUnavailable, RequestRejected) as error:
            Partner.objects.filter(pk=partner.pk).update(reading_at=None, problem=str(error)[:300])
