"""Rules of benefits as open data, one row for each rule."""

from __future__ import annotations

import json
from collections.abc import Iterable
from itertools import chain
from typing import Any

from raekoda.platform.core.spreadsheets import lines_of_data
from raekoda.registry.benefits.models import Benefit, BenefitRule

LABELS = {"csv": "CSV", "json": "JSON"}
Record = dict[str, Any]
NESTED = ("conditions", "table")


def records(benefits: Iterable[Benefit]) -> list[Record]:
    """A record of every rule of ``benefits``."""
    return [_record(benefit, rule) for benefit in benefits for rule in benefit.rules.all()]


def as_csv(rows: list[Record]) -> bytes:
    """CSV in UTF-8 with a byte order mark; conditions and table are JSON in their cells."""
    cells = ([_cell(name, row[name]) for name in COLUMNS] for row in rows)
    return "".join(lines_of_data(chain([COLUMNS], cells))).encode()


def _cell(name: str, value: Any) -> Any:
    return json.dumps(value, ensure_ascii=False) if name in NESTED else str("" if value is None else value)


def _record(benefit: Benefit, rule: BenefitRule) -> Record:
    return {
        "benefit": benefit.code,
        "kind": benefit.kind,
        **{f"name_{code}": getattr(benefit, f"name_{code}") or "" for code in ("et", "en", "ru")},
        "service": benefit.service.code,
        "rule_of": benefit.rule_of,
        "valid_from": rule.valid_from.isoformat(),
        "valid_to": rule.valid_to.isoformat() if rule.valid_to else None,
        "amount": None if rule.amount is None else str(rule.amount),
        "table": rule.table,
        "per": rule.per,
        "conditions": rule.conditions,
        "apply_from": rule.apply_from,
        "apply_to": rule.apply_to,
        "pay_by": rule.pay_by,
        "pay_within_days": rule.pay_within_days,
        "source_act": rule.source_act,
        "source_section": rule.source_section,
        "source_link": rule.source_link,
        "is_verified": rule.is_verified,
        "note_et": getattr(rule, "note_et", None) or "",
    }


COLUMNS = (
    "benefit", "kind", "name_et", "name_en", "name_ru", "service", "rule_of", "valid_from", "valid_to", "amount", "table",
    "per", "conditions", "apply_from", "apply_to", "pay_by", "pay_within_days", "source_act", "source_section",
    "source_link", "is_verified", "note_et",
)  # fmt: skip
