"""Pure rules of published answers: findings of personal data, slugs."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext_lazy

from raekoda.platform.core.redact import ADDRESS, EMAIL, IBAN, NAME, PERSONAL_CODE, PHONE, Found

CHECKED_FIELDS = ("title", "question", "answer")
LONGEST_SLUG = 80
LETTERS = str.maketrans(
    {
        "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "jo", "ж": "zh", "з": "z", "и": "i", "й": "j",
        "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
        "х": "h", "ц": "ts", "ч": "tsh", "ш": "sh", "щ": "shtsh", "ъ": "", "ы": "o", "ь": "", "э": "e", "ю": "ju",
        "я": "ja",
    }
)  # fmt: skip
KINDS = {
    EMAIL: gettext_lazy("e-mail"),
    PHONE: gettext_lazy("phone"),
    PERSONAL_CODE: gettext_lazy("personal code"),
    IBAN: gettext_lazy("bank account"),
    NAME: gettext_lazy("a person's name"),
    ADDRESS: gettext_lazy("address of a home"),
}


@dataclass(frozen=True)
class Finding:
    """Possible personal data in a field of an answer."""

    field: str
    kind: str
    text: str

    @property
    def label(self) -> str:
        """The kind as text."""
        return str(KINDS.get(self.kind, self.kind))


def findings_in(field: str, text: str, found: Iterable[Found]) -> list[Finding]:
    """The findings in the text of one field."""
    return [Finding(field, kind, text[start:end]) for kind, start, end in found]


def findings_digest(findings: Iterable[Finding]) -> str:
    """A short digest of the findings: accepting them accepts these and no others."""
    lines = "\n".join(sorted(f"{each.field}:{each.kind}:{each.text}" for each in findings))
    return hashlib.blake2b(lines.encode(), digest_size=12).hexdigest()


def highlight(text: str, found: Iterable[Found]) -> SafeString:
    """The text as HTML, with findings inside ``<mark>``."""
    pieces, cursor = [], 0
    for _kind, start, end in found:
        pieces += [escape(text[cursor:start]), format_html("<mark>{}</mark>", text[start:end])]
        cursor = end
    return format_html_join("", "{}", ((piece,) for piece in [*pieces, escape(text[cursor:])]))


def without_greeted_name(text: str, marks: Iterable[str]) -> str:
    """ "Tere, [nimi]!" becomes "Tere!": a greeting reads well without the name that was taken out."""
    greeted = "|".join(map(re.escape, marks))
    return re.sub(rf"^([^\W\d]+(?:\s[^\W\d]+)?),?\s+(?:{greeted})(?=\s*[!,.])", r"\1", text)


def slug_for(title: str) -> str:
    """A readable slug: Latin letters, whole words, at most 80 characters."""
    words = slugify(title.lower().translate(LETTERS)).split("-")
    slug = ""
    for word in words:
        longer = f"{slug}-{word}" if slug else word
        if len(longer) > LONGEST_SLUG:
            break
        slug = longer
    return slug or "vastus"
