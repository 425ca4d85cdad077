"""Inputs of the editor: a text in three languages, a day limit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.registry.forms.days import RELATIVE, is_day
from raekoda.registry.forms.descriptions import RELATIVE_DAY_LABELS
from raekoda.registry.forms.texts import LANGUAGES, LocalizedText
from raekoda.registry.forms.validation import LANGUAGE_NAMES

DAY_FORMATS = ("%Y-%m-%d", "%d.%m.%Y")
DAY_CHOICES = [
    ("", gettext_lazy("any day")),
    ("today", gettext_lazy("today")),
    ("day", gettext_lazy("this day:")),
    *RELATIVE_DAY_LABELS.items(),
]


class TextsInput(forms.MultiWidget):
    """An input for each language."""

    template_name = "forms/widgets/texts.html"
    use_fieldset = True

    def __init__(self, *, rows: int = 0, max_length: int = 500) -> None:
        inputs: dict[str, forms.Widget | type[forms.Widget]] = {}
        for language in LANGUAGES:
            attrs = {"lang": language, "class": "ds-input", "maxlength": str(max_length), "spellcheck": "true"}
            inputs[language] = forms.Textarea(attrs | {"rows": rows}) if rows else forms.TextInput(attrs)
        super().__init__(inputs)

    def decompress(self, value: Any) -> list[str]:
        return (
            [getattr(value, language, "") for language in LANGUAGES]
            if isinstance(value, LocalizedText)
            else ["", "", ""]
        )

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        for subwidget, language in zip(context["widget"]["subwidgets"], LANGUAGES, strict=True):
            subwidget["language"], subwidget["language_name"] = language, LANGUAGE_NAMES[language]
        return context


class TextsField(forms.MultiValueField):
    """A text in three languages; only Estonian is mandatory when the field is required."""

    def __init__(self, *, rows: int = 0, max_length: int = 500, required: bool = False, **options: Any) -> None:
        parts = [forms.CharField(required=False, max_length=max_length) for _language in LANGUAGES]
        super().__init__(
            parts,
            widget=TextsInput(rows=rows, max_length=max_length),
            required=False,
            require_all_fields=False,
            **options,
        )
        self.needs_estonian = required
        self.hide_optional = required

    def compress(self, data_list: list[str]) -> LocalizedText:
        return LocalizedText(*(data_list or ("", "", "")))

    def clean(self, value: Any) -> LocalizedText:
        found = super().clean(value)
        if self.needs_estonian and not found.et:
            raise ValidationError(_("Please write the text in Estonian; other languages may follow later."))
        return found


class DayInput(forms.MultiWidget):
    """A select for the format of the day, and an input for the day or the count."""

    template_name = "forms/widgets/day.html"
    use_fieldset = True

    def __init__(self) -> None:
        super().__init__(
            {"how": forms.Select({"class": "ds-input"}, DAY_CHOICES), "what": forms.TextInput({"class": "ds-input"})}
        )

    def decompress(self, value: Any) -> list[str]:
        found = RELATIVE.match(value or "")
        if found is None:
            return ["day", value] if value else ["", ""]
        sign, count, unit = found.groups()
        return [f"{sign}{unit}", count] if count else ["today", ""]


class DayLimitField(forms.MultiValueField):
    """A day in the format of definitions: ``2026-09-01``, ``today+14d``."""

    def __init__(self, **options: Any) -> None:
        parts = (forms.ChoiceField(choices=DAY_CHOICES, required=False), forms.CharField(required=False, max_length=10))
        super().__init__(parts, widget=DayInput(), required=False, require_all_fields=False, **options)
        self.hide_optional = True

    def compress(self, data_list: list[str]) -> str:
        how, what = data_list or ("", "")
        if how in ("", "today"):
            return how
        found = normalise_day(what) if how == "day" else f"today{how[0]}{what}{how[1]}"
        if not is_day(found):
            raise ValidationError(_("Please give the day like 24.02.2026, or a whole number of days, months or years."))
        return found


def normalise_day(text: str) -> str:
    """A typed day in ISO format or as a relative day; other text is returned unchanged."""
    for form in DAY_FORMATS:
        try:
            return datetime.strptime(text.strip(), form).date().isoformat()
        except ValueError:
            continue
    return text.strip()
