"""Jobs: asking partners for news."""

from __future__ import annotations

from contextlib import suppress

import structlog
from django.db import transaction
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from raekoda.core.models import Municipality
from raekoda.core.tenancy import each_municipality, municipality_scope
from raekoda.open311 import following

log = structlog.get_logger(__name__)


@app.periodic(cron="* * * * *", periodic_id="open311_follow")
@app.task(name="open311.follow", queueing_lock="open311.follow")
def follow(timestamp: int) -> None:
    """Every minute: a job for each partner that is due, so that a slow one keeps no other waiting."""
    for municipality in each_municipality():
        for partner in following.due():
            name = f"open311.ask:{partner.pk}"
            with suppress(AlreadyEnqueued), transaction.atomic():
                ask.configure(queueing_lock=name, lock=name).defer(
                    municipality_id=municipality.pk, partner_id=partner.pk
                )


@app.task(name="open311.ask")
def ask(municipality_id: int, partner_id: int) -> None:
    """Ask one partner for news, unless somebody just did."""
    with municipality_scope(Municipality.objects.get(pk=municipality_id)):
        partner = next((each for each in following.due() if each.pk == partner_id), None)
        if partner is not None:
            changes = following.poll(partner)
            log.info("partner_asked", partner=partner.pk, changes=changes)
