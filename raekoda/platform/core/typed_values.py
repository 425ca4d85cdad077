"""What Django's form fields make of typed values: texts and addresses cleaned, numbers read in the notation of three languages.

Installed into Django's own classes, because forms of Wagtail, of its pages' blocks and of models are made of these too and
Django has no setting for it.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from raekoda.platform.core import numbers
from raekoda.platform.core.addresses import ascii_email, ascii_url
from raekoda.platform.core.text import clean_text

Convert = Callable[[Any, Any], Any]


class WholeNumberInput(forms.TextInput):
    """A text input with a numeric keypad. Browsers drop what they do not understand from ``type="number"``: "1 250 €"."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "numeric", "autocomplete": "off", **(attrs or {})})


class DecimalInput(WholeNumberInput):
    """As :class:`WholeNumberInput`, for numbers with decimals."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", **(attrs or {})})


def install() -> None:
    """Replace the conversion of typed values in Django's form fields. Called once, when the apps are ready."""
    fields: Any = forms
    fields.CharField.to_python = _cleaned(fields.CharField.to_python, clean_text)
    fields.EmailField.to_python = _cleaned(fields.CharField.to_python, ascii_email)
    fields.URLField.to_python = _cleaned(fields.URLField.to_python, ascii_url)
    fields.IntegerField.widget = WholeNumberInput
    fields.FloatField.widget = fields.DecimalField.widget = DecimalInput
    for number_field in (fields.IntegerField, fields.FloatField, fields.DecimalField):
        number_field.to_python = _parsed(number_field.to_python, is_whole=number_field is fields.IntegerField)
    fields.IntegerField.prepare_value = _shown


def _cleaned(convert: Convert, clean: Callable[[str], str]) -> Convert:
    def to_python(field: Any, value: Any) -> Any:
        """Passwords and other fields that keep surrounding spaces are left as typed; a line of text stays one line."""
        if isinstance(value, str) and field.strip:
            value = clean(value)
            value = value.replace("\n", " ") if isinstance(field.widget, forms.TextInput) else value
        return convert(field, value)

    return to_python


def _parsed(convert: Convert, *, is_whole: bool) -> Convert:
    def to_python(field: Any, value: Any) -> Any:
        """The values of hidden inputs are written by scripts, with a decimal point."""
        if not isinstance(value, str) or field.widget.is_hidden:
            return convert(field, value)
        try:
            number = numbers.parse(value, is_whole=is_whole)
        except numbers.DoubtfulNumber as error:
            raise ValidationError(str(error), code="doubtful") from error
        except numbers.NotANumber as error:
            raise ValidationError(field.error_messages["invalid"], code="invalid") from error
        return convert(field, None if number is None else _plain(number, is_whole))

    return to_python


def _plain(number: Decimal, is_whole: bool) -> Decimal | int:
    return int(number) if is_whole and number == int(number) else number


def _shown(field: Any, value: Any) -> Any:
    """A stored number as people write it, in text inputs."""
    is_number = isinstance(value, (int, float, Decimal)) and not isinstance(value, bool)
    is_typed = getattr(field.widget, "input_type", "") == "text"
    return numbers.as_typed(value) if is_number and is_typed else value
