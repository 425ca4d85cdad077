"""Deletes questions to the assistant after the retention period of the rule in force."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from raekoda.casework.assistant.configuration import rule_in_force
from raekoda.casework.assistant.models import Exchange
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_midnight
from raekoda.platform.core.journal import record
from raekoda.platform.core.models import Municipality


@transaction.atomic
def delete_overdue(municipality: Municipality) -> int:
    """Delete overdue questions; returns their number. Runs in the municipality's scope; idempotent."""
    kept_days = rule_in_force(municipality).kept_days
    overdue = Exchange.objects.filter(asked_at__lt=local_midnight(clock.today() - timedelta(days=kept_days)))
    count = overdue.count()
    if count:
        overdue.delete()
        record("assistant.delete_exchanges", None, Actor.system(), count=count, kept_days=kept_days)
    return count
