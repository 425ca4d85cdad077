"""Texts of form definitions in three languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

LANGUAGES = ("et", "en", "ru")


@dataclass(frozen=True, slots=True)
class LocalizedText:
    """A text in Estonian, English and Russian; ``str()`` returns it in the current language."""

    et: str = ""
    en: str = ""
    ru: str = ""

    def __str__(self) -> str:
        return self.in_language((get_language() or "et")[:2])

    def __bool__(self) -> bool:
        return bool(self.et or self.en or self.ru)

    def in_language(self, language: str) -> str:
        """The text in ``language``, or in the first of Estonian, English and Russian that has one."""
        text = getattr(self, language, "") if language in LANGUAGES else ""
        return text or self.et or self.en or self.ru

    @property
    def missing(self) -> list[str]:
        """The languages without a text."""
        return [language for language in LANGUAGES if not getattr(self, language).strip()]

    def as_json(self) -> dict[str, str]:
        """Texts by language, without empty ones."""
        return {language: text for language in LANGUAGES if (text := getattr(self, language))}


def localized_text(value: Any) -> LocalizedText:
    """A text from JSON: an object by language, or an Estonian string. Anything else is empty."""
    if isinstance(value, LocalizedText):
        return value
    if isinstance(value, str):
        return LocalizedText(et=value)
    if not isinstance(value, dict):
        return LocalizedText()
    return LocalizedText(
        **{language: text for language in LANGUAGES if isinstance(text := value.get(language, ""), str)}
    )
