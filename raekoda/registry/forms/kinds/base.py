"""The base class of field kinds: parsing, validation, display and input of answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raekoda.platform.core.text import clean_text
from raekoda.registry.forms.conditions import is_empty

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field


class Kind:
    """A field kind. Instances are stateless and shared by all fields of the kind."""

    name: ClassVar[str]
    label: ClassVar[Promise]
    icon: ClassVar[str] = "text-cursor-input"
    settings: ClassVar[dict[str, str]] = {}
    """Names of the settings of this kind, each with the name of its parser in ``forms.parsing``."""
    parts: ClassVar[tuple[str, ...]] = ()
    in_tables: ClassVar[bool] = False
    is_asked: ClassVar[bool] = True
    """Whether it has an answer; notes and calculated fees are only shown."""
    operators: ClassVar[tuple[str, ...]] = ("equals", "not_equals", "one_of", "none_of", "filled", "empty")
    """The operators that conditions on such a field may use."""

    def clean(self, field: Field, raw: Any, today: date) -> Any:
        """The stored form of ``raw`` (typed, or stored JSON), ``None`` for no answer. Raises ``ValidationError``."""
        value = self.parse(field, raw, today)
        if is_empty(value):
            return None
        problems = list(self.problems(field, value, today))
        if problems:
            raise ValidationError(problems)
        return value

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        """Parse ``raw`` to its stored form. Raises ``ValidationError`` when it is not of this kind."""
        return clean_string(raw)

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        """Error messages of a parsed answer: too long, too large, too late."""
        return iter(())

    def display(self, field: Field, value: Any) -> str:
        """The answer for display."""
        return str(value)

    def to_input(self, field: Field, value: Any) -> Any:
        """The input value of a stored answer; invalid typed text is returned unchanged."""
        return value

    def widget(self, field: Field) -> forms.Widget:
        """The input widget."""
        return forms.TextInput()

    def schema(self, field: Field) -> dict[str, Any]:
        """JSON Schema of the stored form."""
        return {"type": "string"}


def clean_string(raw: Any, *, lines: bool = False) -> str | None:
    """A text as by ``clean_text``, one line unless ``lines`` are allowed. Raises ``ValidationError`` for other types."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise ValidationError(_("Please write the answer as text."))
    text = clean_text(raw)
    return text if lines else text.replace("\n", " ").replace("\t", " ")
