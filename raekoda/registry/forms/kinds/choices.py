"""Choice kinds: yes or no, a checkbox, one option, several options."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from raekoda.registry.forms.kinds.base import Kind

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field

SELECT_THRESHOLD = 8
"""From this number of options on, a select is used instead of radio buttons."""


class YesNo(Kind):
    """Stored as true or false."""

    name = "yes_no"
    label = gettext_lazy("Yes or no")
    icon = "toggle-right"
    in_tables = True
    operators = ("equals", "filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        if isinstance(raw, bool) or raw is None or raw == "":
            return None if raw == "" else raw
        if raw in ("yes", "no"):
            return raw == "yes"
        raise ValidationError(_("Please choose yes or no."))

    def display(self, field: Field, value: Any) -> str:
        return _("Yes") if value is True else _("No") if value is False else str(value)

    def to_input(self, field: Field, value: Any) -> Any:
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value

    def widget(self, field: Field) -> forms.Widget:
        return forms.RadioSelect(choices=[("yes", _("Yes")), ("no", _("No"))])

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "boolean"}


class Agree(Kind):
    """A confirmation checkbox; stored as true, or not at all."""

    name = "agree"
    label = gettext_lazy("Tick to confirm")
    icon = "square-check"
    operators = ("filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        return True if raw in (True, "on", "true", "yes") else None

    def display(self, field: Field, value: Any) -> str:
        return _("Yes") if value is True else str(value)

    def widget(self, field: Field) -> forms.Widget:
        return forms.CheckboxInput()

    def schema(self, field: Field) -> dict[str, Any]:
        return {"const": True}


class Choice(Kind):
    name = "choice"
    label = gettext_lazy("One choice")
    icon = "circle-dot"
    parts = ("choices",)
    in_tables = True
    operators: ClassVar[tuple[str, ...]] = ("equals", "not_equals", "one_of", "none_of", "filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        if raw in (None, ""):
            return None
        if raw not in [choice.key for choice in field.choices]:
            raise ValidationError(_("Please choose one of the answers."))
        return raw

    def display(self, field: Field, value: Any) -> str:
        return next((str(choice.label) for choice in field.choices if choice.key == value), str(value))

    def widget(self, field: Field) -> forms.Widget:
        choices = [(choice.key, str(choice.label)) for choice in field.choices]
        if len(choices) >= SELECT_THRESHOLD:
            return forms.Select(choices=[("", _("Choose")), *choices])
        return forms.RadioSelect(choices=choices)

    def schema(self, field: Field) -> dict[str, Any]:
        return {"enum": [choice.key for choice in field.choices]}


class Choices(Choice):
    """Stored as a list of keys in the order of the definition."""

    name = "choices"
    label = gettext_lazy("Several choices")
    icon = "list-checks"
    settings = {"min_count": "whole", "max_count": "whole"}
    in_tables = False
    operators = ("contains", "one_of", "none_of", "filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        if raw in (None, ""):
            return None
        selected = raw if isinstance(raw, (list, tuple)) else [raw]
        keys = [choice.key for choice in field.choices]
        if any(key not in keys for key in selected):
            raise ValidationError(_("Please choose among the answers."))
        return [key for key in keys if key in selected]

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        least, most = field.get("min_count") or 0, field.get("max_count") or len(field.choices)
        if len(value) < least:
            yield ngettext("Please choose at least %(count)s.", "Please choose at least %(count)s.", least) % {
                "count": least
            }
        if len(value) > most:
            yield ngettext("Please choose at most %(count)s.", "Please choose at most %(count)s.", most) % {
                "count": most
            }

    def display(self, field: Field, value: Any) -> str:
        keys = value if isinstance(value, list) else [value]
        return ", ".join(Choice.display(self, field, key) for key in keys)

    def widget(self, field: Field) -> forms.Widget:
        return forms.CheckboxSelectMultiple(choices=[(choice.key, str(choice.label)) for choice in field.choices])

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "array", "items": super().schema(field), "uniqueItems": True}
