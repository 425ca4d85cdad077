"""Retention: ended cases are anonymised after the period set for their kind."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db.models import Q, QuerySet

from raekoda.casework.cases.actions import TransitionNotAllowed, anonymise
from raekoda.casework.cases.models import Case, Kind, RetentionRule
from raekoda.casework.cases.rules import ENDED
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import local_midnight
from raekoda.platform.core.dated import foremost, in_force
from raekoda.platform.core.models import Municipality

BATCH_SIZE = 200


def rule_in_force(kind: str, municipality: Municipality) -> RetentionRule | None:
    """Today's rule for a kind: the municipality's own before the installation's, the newest first."""
    return foremost(in_force(RetentionRule.objects.filter(kind=kind), municipality))


def overdue(municipality: Municipality) -> QuerySet[Case]:
    """Ended cases past their period that are not anonymised yet. Needs the municipality's scope."""
    past = Q(pk__in=[])
    for kind in Kind.values:
        rule = rule_in_force(kind, municipality)
        if rule is not None:
            past |= Q(kind=kind, closed_at__lt=local_midnight(clock.today() - timedelta(days=rule.days)))
    return Case.objects.defer("words").filter(past, status__in=ENDED, anonymised_at=None)


def anonymise_overdue(municipality: Municipality, progress: Callable[[int], None] = lambda done: None) -> int:
    """Anonymise overdue cases, each in its own transaction; returns how many. May be interrupted and run again."""
    done = 0
    while True:
        batch = list(overdue(municipality).order_by("pk")[:BATCH_SIZE])
        before = done
        for case in batch:
            try:
                anonymise(case, actor=Actor.system())
            except TransitionNotAllowed:
                continue
            done += 1
            progress(done)
        if done == before:
            return done
