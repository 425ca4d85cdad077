"""Wagtail blocks for conditions and tables of amounts; stored as plain JSON, not as stream values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.base import BlockField

from raekoda.registry.benefits import days
from raekoda.registry.benefits.conditions import KINDS, ConditionKind, Parameter


def _parameter_block(parameter: Parameter) -> blocks.FieldBlock:
    options: dict[str, Any] = {"label": parameter.label, "required": parameter.required}
    if parameter.type == "number":
        return blocks.IntegerBlock(min_value=0, max_value=1000, **options)
    if parameter.type == "money":
        return blocks.DecimalBlock(min_value=0, decimal_places=2, **options)
    if parameter.type == "day":
        return blocks.CharBlock(max_length=5, validators=[days.validate_day], help_text="09-15", **options)
    if parameter.type == "choice":
        return blocks.ChoiceBlock(choices=list(parameter.choices), **options)
    return blocks.MultipleChoiceBlock(choices=list(parameter.choices), **options)


def _kind_block(kind: ConditionKind) -> blocks.Block:
    if not kind.parameters:
        return blocks.StaticBlock(label=kind.label, admin_text=kind.label)
    return blocks.StructBlock(
        [(parameter.name, _parameter_block(parameter)) for parameter in kind.parameters], label=kind.label
    )


def condition_block(**options: Any) -> blocks.StreamBlock:
    """A list of conditions, a block type for each kind."""
    return blocks.StreamBlock([(kind.code, _kind_block(kind)) for kind in KINDS.values()], **options)


def row_block() -> blocks.StructBlock:
    """A row of the table: an amount and its conditions."""
    amount = blocks.DecimalBlock(min_value=0, max_digits=9, decimal_places=2, label=_("amount, euros"))
    return blocks.StructBlock([("conditions", condition_block(label=_("conditions"))), ("amount", amount)])


def plain_conditions(value: Any) -> list[dict[str, Any]]:
    """Conditions from a value of :func:`condition_block`, as they are stored."""
    return [{"kind": child.block_type, **_plain_parameters(child.value)} for child in value]


def _plain_parameters(value: Any) -> dict[str, Any]:
    parameters = dict(value) if value else {}
    return {name: _plain(parameter) for name, parameter in parameters.items() if parameter not in (None, "", [])}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value


def stream_value(conditions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Stored conditions in the format that :func:`condition_block` reads."""
    return [
        {"type": condition["kind"], "value": {name: value for name, value in condition.items() if name != "kind"}}
        for condition in conditions
    ]


class ConditionsField(BlockField):
    """A form field of conditions: blocks in the editor, plain data in the model."""

    def __init__(self, **options: Any) -> None:
        super().__init__(block=condition_block(required=options.get("required", True)), **options)

    def prepare_value(self, value: Any) -> Any:
        return self.block.to_python(stream_value(value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[dict[str, Any]]:
        return plain_conditions(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True


class TableField(BlockField):
    """A form field of a table of amounts."""

    def __init__(self, **options: Any) -> None:
        super().__init__(block=blocks.ListBlock(row_block(), default=[]), **options)

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        rows = [{"conditions": stream_value(row["conditions"]), "amount": row["amount"]} for row in value]
        return self.block.to_python([{"type": "item", "value": row} for row in rows])

    def clean(self, value: Any) -> list[dict[str, Any]]:
        cleaned = super().clean(value)
        return [{"conditions": plain_conditions(row["conditions"]), "amount": str(row["amount"])} for row in cleaned]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return True
