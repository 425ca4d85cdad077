"""What a kind of answer is: how it is read, checked, shown and asked. One definition serves page, API and summary."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from raekoda.registry.forms.conditions import is_empty

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field


class Kind:
    """A kind of answer. Subclasses say what differs; an instance is shared by all fields of the kind and holds nothing."""

    name: ClassVar[str]
    words: ClassVar[Promise]
    icon: ClassVar[str] = "text-cursor-input"
    settings: ClassVar[dict[str, str]] = {}
    """Names of the settings a field of this kind may have, each with the name of its reader in ``forms.reading``."""
    parts: ClassVar[tuple[str, ...]] = ()
    in_tables: ClassVar[bool] = False
    is_asked: ClassVar[bool] = True
    """Whether a person answers it; a note and a counted fee are only shown."""
    operators: ClassVar[tuple[str, ...]] = ("equals", "not_equals", "one_of", "none_of", "filled", "empty")
    """The comparisons that make sense in conditions on such a field."""

    def clean(self, field: Field, raw: Any, today: date) -> Any:
        """The answer in ``raw`` (as typed, or as kept in JSON) in its kept form, ``None`` for no answer.

        Raises ``ValidationError`` with words for the person who answered.
        """
        value = self.parse(field, raw, today)
        if is_empty(value):
            return None
        problems = list(self.problems(field, value, today))
        if problems:
            raise ValidationError(problems)
        return value

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        """``raw`` in its kept form. Raises ``ValidationError`` when it is not of this kind."""
        return text_of(raw)

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        """What is wrong with an answer that is of this kind: too long, too large, too late."""
        return iter(())

    def show(self, field: Field, value: Any) -> str:
        """The answer as people read it."""
        return str(value)

    def typed(self, field: Field, value: Any) -> Any:
        """A kept answer as its input shows it; what was typed and never became an answer stays as it is."""
        return value

    def widget(self, field: Field) -> forms.Widget:
        """The input with which it is asked."""
        return forms.TextInput()

    def schema(self, field: Field) -> dict[str, Any]:
        """JSON Schema of the kept form."""
        return {"type": "string"}


def text_of(raw: Any, *, lines: bool = False) -> str | None:
    """A text as it is kept: NFC, without outer space and unseen control marks. Raises ``ValidationError`` for no text."""
    if raw is None:
        return None
    if not isinstance(raw, str):
        raise ValidationError(_("Please write the answer as text."))
    kept = "\n\t" if lines else ""
    normal = unicodedata.normalize("NFC", raw.replace("\r\n", "\n").replace("\r", "\n"))
    if not lines:
        normal = normal.replace("\n", " ").replace("\t", " ")
    return "".join(sign for sign in normal if sign in kept or unicodedata.category(sign) not in ("Cc", "Cs")).strip()
