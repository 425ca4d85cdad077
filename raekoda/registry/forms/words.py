"""A text in the three languages, as form definitions hold it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

LANGUAGES = ("et", "en", "ru")


@dataclass(frozen=True, slots=True)
class Words:
    """A text in Estonian, English and Russian; as a string it is in the language of the page."""

    et: str = ""
    en: str = ""
    ru: str = ""

    def __str__(self) -> str:
        return self.in_language((get_language() or "et")[:2])

    def __bool__(self) -> bool:
        return bool(self.et or self.en or self.ru)

    def in_language(self, language: str) -> str:
        """The text in ``language``, or in the first of Estonian, English and Russian that has one."""
        wanted = getattr(self, language, "") if language in LANGUAGES else ""
        return wanted or self.et or self.en or self.ru

    @property
    def missing(self) -> list[str]:
        """The languages that have no text while another has; all of them when there is none."""
        return [language for language in LANGUAGES if not getattr(self, language).strip()]

    def as_json(self) -> dict[str, str]:
        """Without the languages that are empty."""
        return {language: text for language in LANGUAGES if (text := getattr(self, language))}


def words(value: Any) -> Words:
    """A text read from JSON: an object of languages, or one Estonian string. What is not text counts as empty."""
    if isinstance(value, Words):
        return value
    if isinstance(value, str):
        return Words(et=value)
    if not isinstance(value, dict):
        return Words()
    return Words(**{language: text for language in LANGUAGES if isinstance(text := value.get(language, ""), str)})
