"""Jobs: asking partners for news, reading their services."""

from __future__ import annotations

import structlog
from procrastinate.contrib.django import app

from raekoda.channels.open311 import following, partners
from raekoda.channels.open311.client import NotAnswering, Rejected
from raekoda.channels.open311.models import Partner
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.municipality_jobs import for_each_municipality
from raekoda.platform.core.tenancy import municipality_scope

log = structlog.get_logger(__name__)


@for_each_municipality("open311.follow", cron="* * * * *", periodic_id="open311_follow", in_turn=True)
def follow(municipality: Municipality) -> None:
    """Every minute: a job for each partner that is due, so that a slow one keeps no other waiting."""
    for partner in following.due():
        partners.start_asking(partner)


@app.task(name=partners.ASK)
def ask(municipality_id: int, partner_id: int, anyway: bool = False) -> None:
    """Ask one partner for news, unless somebody just did; ``anyway``: an official wants to know now."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        partner = Partner.objects.filter(pk=partner_id, is_active=True).exclude(url="").first()
        if partner is not None and (anyway or following.is_due(partner)):
            changes = following.poll(partner)
            log.info("partner_asked", partner=partner.pk, changes=changes)


@app.task(name=partners.READ)
def read_services(municipality_id: int, partner_id: int) -> None:
    """Read one partner's services; what keeps them from being read stands with the partner."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        partner = Partner.objects.exclude(url="").filter(pk=partner_id).first()
        if partner is None:
            return
        try:
            partners.read_services(partner, actor=Actor.system())
        except (NotAnswering, Rejected) as error:
            Partner.objects.filter(pk=partner.pk).update(reading_at=None, problem=str(error)[:300])
