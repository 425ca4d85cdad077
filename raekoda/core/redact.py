"""Taking out of a text what tells how to reach or identify a person: e-mails, phones, personal codes, bank accounts.

Names and addresses are left: no rule finds them surely. What is published from a case is read by an official first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from stdnum import iban
from stdnum.ee import ik

EMAIL, PHONE, PERSONAL_CODE, IBAN = "email", "phone", "personal_code", "iban"
Found = tuple[str, int, int]

MARKS = {
    "et": {EMAIL: "[e-post]", PHONE: "[telefon]", PERSONAL_CODE: "[isikukood]", IBAN: "[pangakonto]"},
    "en": {EMAIL: "[e-mail]", PHONE: "[phone]", PERSONAL_CODE: "[personal code]", IBAN: "[bank account]"},
    "ru": {EMAIL: "[эл. почта]", PHONE: "[телефон]", PERSONAL_CODE: "[личный код]", IBAN: "[банковский счёт]"},
}

EMAILS = re.compile(
    r"(?<![\w.+-])[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\]|\(ät\)|\[ät\])\s?[\w-]+(?:\.[\w-]+)*\.\w{2,24}(?![\w@])"
)
IBANS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE)
CODES = re.compile(r"(?<!\d)[1-8]\d{10}(?!\d)")
SEPARATOR = r"[ \u00a0.\-/]?"
ABROAD = rf"\((?:\+|00)\d{{1,4}}\)|(?:\+|00){SEPARATOR}(?:\({SEPARATOR}\d{{1,4}}\)|\d)"
FOREIGN = re.compile(rf"(?<![\d+])(?:{ABROAD})(?:{SEPARATOR}\(?\d\)?){{6,14}}(?!\d)")
LOCAL = re.compile(rf"(?<![\d+.,/-])(?:\(?372\)?{SEPARATOR})?[3-9](?:{SEPARATOR}\d){{5,7}}(?!\d|[.,/-]\d)")
SAID_TO_BE_PHONE = re.compile(
    r"(?:tel(?:efon\w*)?|mob(?:iil\w*)?|gsm|phone|mobile|helista\w*|number\w*|nr|call|тел\w*|моб\w*|звон\w*|номер\w*)"
    r"\s*(?:on|is)?\s*[.:№]*\s*$",
    re.IGNORECASE,
)
COUNTED = re.compile(
    r"\s*(?:€|eur|eurot|euro|senti|krooni|kr|%|m2|m²|km|meetrit|tonni|kg|inimest|aasta|a\.|г\.|евро)(?!\w)",
    re.IGNORECASE,
)
DATE = re.compile(r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{4}[./-]\d{1,2}[./-]\d{1,2}$|^\d{4}[-/]\d{4}$")
RANGE = re.compile(r"^\d{1,3}-\d+000$")


class Redaction(NamedTuple):
    """A text with marks where personal data stood, and what was found: (kind, start, end) in the text before."""

    text: str
    found: list[Found]


def redact(text: str, language: str = "et") -> Redaction:
    """Replace e-mails, phones, Estonian personal codes and bank accounts by marks in the given language."""
    found = find(text)
    marks = MARKS.get(language, MARKS["et"])
    pieces, cursor = [], 0
    for kind, start, end in found:
        pieces += [text[cursor:start], marks[kind]]
        cursor = end
    return Redaction("".join([*pieces, text[cursor:]]), found)


def find(text: str) -> list[Found]:
    """What :func:`redact` takes out, in the order of the text, without overlaps."""
    taken: list[Found] = []
    for candidates in (_emails(text), _ibans(text), _codes(text), _phones(text)):
        for kind, start, end in candidates:
            if all(end <= other_start or start >= other_end for _, other_start, other_end in taken):
                taken.append((kind, start, end))
    return sorted(taken, key=lambda one: one[1])


def _emails(text: str) -> Iterator[Found]:
    return ((EMAIL, match.start(), match.end()) for match in EMAILS.finditer(text))


def _ibans(text: str) -> Iterator[Found]:
    """Longest stretch at each place that is a valid account number: what follows it may look like more of it."""
    for match in IBANS.finditer(text):
        pieces = list(re.finditer(r"[A-Za-z0-9]+", match.group()))
        for last in range(len(pieces) - 1, -1, -1):
            end = match.start() + pieces[last].end()
            if iban.is_valid(text[match.start() : end].replace("\u00a0", " ")):
                yield IBAN, match.start(), end
                break


def _codes(text: str) -> Iterator[Found]:
    return ((PERSONAL_CODE, match.start(), match.end()) for match in CODES.finditer(text) if ik.is_valid(match.group()))


def _phones(text: str) -> Iterator[Found]:
    for match in FOREIGN.finditer(text):
        yield PHONE, match.start(), match.end()
    for match in LOCAL.finditer(text):
        if _is_phone(text, match):
            yield PHONE, match.start(), match.end()


def _is_phone(text: str, match: re.Match[str]) -> bool:
    """Seven or eight digits that begin like an Estonian number; shorter or other ones only when the text says so."""
    written = match.group()
    digits = re.sub(r"\D", "", written)
    if DATE.match(written) or RANGE.match(written) or COUNTED.match(text, match.end()):
        return False
    if SAID_TO_BE_PHONE.search(text, max(0, match.start() - 24), match.start()):
        return True
    if digits.startswith("372") and len(digits) in (10, 11):
        digits = digits[3:]
    if len(digits) == 8:
        return digits[0] in "58"
    return len(digits) == 7 and digits[0] in "345678"
