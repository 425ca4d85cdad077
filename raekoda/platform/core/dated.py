"""Settings with a first and a last day and a source: the law's for everybody, a municipality's own before it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, TypeVar

from django.db import models
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality


class DatedRule(models.Model):
    """A rule in force from a day on, until a day or until further notice; of one municipality, or of all."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)
    source = models.CharField(_("source"), max_length=300)
    municipality = models.ForeignKey(Municipality, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the rule is in force on ``day``."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


Rule = TypeVar("Rule", bound=models.Model)
AnyRule = TypeVar("AnyRule")


def in_force(rules: QuerySet[Rule], municipality: Municipality, day: date | None = None) -> QuerySet[Rule]:
    """Those of ``rules`` that hold on ``day`` (today), of all municipalities and of ``municipality``."""
    day = day or clock.today()
    return rules.filter(
        Q(municipality=None) | Q(municipality=municipality),
        Q(valid_to=None) | Q(valid_to__gte=day),
        valid_from__lte=day,
    )


def foremost(rules: Iterable[AnyRule]) -> AnyRule | None:
    """The rule that counts among those in force: a municipality's own before that of all, the newest first."""

    def rank(rule: Any) -> tuple[bool, date]:
        return rule.municipality_id is not None, rule.valid_from

    return max(rules, key=rank, default=None)
