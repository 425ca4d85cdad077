"""Codes with a check digit, validated by python-stdnum: personal code, registry code, IBAN."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from types import ModuleType
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy
from stdnum import iban
from stdnum.ee import ik, registrikood

from raekoda.platform.core.text import clean_code
from raekoda.registry.forms.kinds.base import Kind, clean_string

if TYPE_CHECKING:
    from raekoda.registry.forms.definition import Field


class Code(Kind):
    """A code that is validated by ``module`` of python-stdnum."""

    module: ClassVar[ModuleType]
    message: ClassVar[Promise]
    inputmode: ClassVar[str] = "numeric"
    icon = "id-card"
    in_tables = True
    operators = ("filled", "empty")

    def parse(self, field: Field, raw: Any, today: date) -> Any:
        text = clean_code(clean_string(raw) or "")
        return self.module.compact(text) if text else None

    def problems(self, field: Field, value: Any, today: date) -> Iterator[str]:
        if not value.isascii() or not self.module.is_valid(value):
            yield str(self.message)

    def widget(self, field: Field) -> forms.Widget:
        return forms.TextInput(
            {"inputmode": self.inputmode, "autocomplete": "off", "maxlength": "42", "class": "rk-code"}
        )

    def schema(self, field: Field) -> dict[str, Any]:
        return {"type": "string", "maxLength": 34}


class PersonalCode(Code):
    name = "personal_code"
    label = gettext_lazy("Personal code")
    module = ik
    message = gettext_lazy("Please check the personal code: it has eleven digits, and one of them is not right.")


class RegistryCode(Code):
    name = "registry_code"
    label = gettext_lazy("Registry code of an organisation")
    icon = "building-2"
    module = registrikood
    message = gettext_lazy("Please check the registry code: it has eight digits, and one of them is not right.")


class Iban(Code):
    name = "iban"
    label = gettext_lazy("Bank account (IBAN)")
    icon = "landmark"
    module = iban
    message = gettext_lazy(
        "Please check the account number: there is a mistake in it. An Estonian one begins with EE and has 20 signs."
    )
    inputmode = "text"

    def display(self, field: Field, value: Any) -> str:
        text = str(value)
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))

    def to_input(self, field: Field, value: Any) -> Any:
        return self.display(field, value) if isinstance(value, str) and value.isalnum() else value
