"""Rules for templates: on the service's page, in the list of benefits, in the benefit finder."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raekoda.platform.core.dates import on_month_day
from raekoda.platform.core.money import euros
from raekoda.registry.benefits import days, rules, tables
from raekoda.registry.benefits.models import BenefitRule
from raekoda.registry.services.texts import Text, written


@dataclass
class RulePresenter:
    """A rule in one language."""

    rule: BenefitRule
    language: str

    @cached_property
    def name(self) -> Text:
        return written(self.rule.benefit, "name", self.language)

    @property
    def amount(self) -> str:
        """The amount; "" when only the table has amounts."""
        return "" if self.rule.amount is None else euros(self.rule.amount, short=True)

    @property
    def per(self) -> str:
        return str(self.rule.get_per_display())

    @cached_property
    def table(self) -> list[tuple[str, list[str]]]:
        """Amounts of the table, each with the sentences of its conditions."""
        return [
            (euros(row.amount, short=True), [condition.describe(self.rule.home_name) for condition in row.conditions])
            for row in tables.read(self.rule.table)
        ]

    @cached_property
    def conditions(self) -> list[str]:
        return rules.condition_sentences(self.rule)

    @property
    def window(self) -> str:
        return rules.window_text(self.rule)

    @property
    def paid(self) -> str:
        """The term of payment; "" when the rule has none."""
        if self.rule.pay_by:
            return _("by %(day)s") % {"day": on_month_day(days.in_year(self.rule.pay_by, 2024))}
        count = self.rule.pay_within_days
        return "" if count is None else ngettext("within %(days)d day", "within %(days)d days", count) % {"days": count}

    @property
    def source(self) -> str:
        return rules.source_text(self.rule)

    @cached_property
    def note(self) -> Text:
        return written(self.rule, "note", self.language)
