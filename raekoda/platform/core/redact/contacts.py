"""What tells how to reach or identify a person by its form alone: e-mails, phones, personal codes, bank accounts."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stdnum import iban
from stdnum.ee import ik

from raekoda.platform.core.redact.kinds import EMAIL, IBAN, PERSONAL_CODE, PHONE, Found

EMAILS = re.compile(
    r"(?<![\w.+-])[\w.+%'-]{1,64}\s?(?:@|\(at\)|\[at\]|\(ät\)|\[ät\])\s?[\w-]+(?:\.[\w-]+)*\.\w{2,24}(?![\w@])"
)
IBANS = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0]?[A-Z0-9]){11,30}(?![A-Za-z0-9])", re.IGNORECASE)
ESTONIAN_IBANS = re.compile(r"(?<![A-Za-z0-9])EE(?:[ \u00a0-]?\d){18}(?!\d)", re.IGNORECASE)
CODES = re.compile(r"(?<!\d)[1-8](?:[ \u00a0-]?\d){10}(?!\d)")
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
DATE = re.compile(
    r"^\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$|^\d{4}[./-]\d{1,2}[./-]\d{1,2}$|^(?:1[89]|20)\d\d[-/](?:1[89]|20)\d\d$|^\d(?:-\d+){3,}$"
)
RANGE = re.compile(r"^\d{1,3}-\d+000$")


def find_contacts(text: str) -> Iterator[Found]:
    """E-mails, bank accounts, personal codes and phones; of two that overlap the one given first holds."""
    yield from _emails(text)
    yield from _ibans(text)
    yield from _codes(text)
    yield from _phones(text)


def _emails(text: str) -> Iterator[Found]:
    return ((EMAIL, match.start(), match.end()) for match in EMAILS.finditer(text))


def _ibans(text: str) -> Iterator[Found]:
    """Longest stretch at each place that is a valid account number: what follows it may look like more of it."""
    for match in ESTONIAN_IBANS.finditer(text):
        if iban.is_valid(re.sub(r"[^\w]", "", match.group())):
            yield IBAN, match.start(), match.end()
    for match in IBANS.finditer(text):
        pieces = list(re.finditer(r"[A-Za-z0-9]+", match.group()))
        for last in range(len(pieces) - 1, -1, -1):
            end = match.start() + pieces[last].end()
            if iban.is_valid(text[match.start() : end].replace("\u00a0", " ")):
                yield IBAN, match.start(), end
                break


def _codes(text: str) -> Iterator[Found]:
    return (
        (PERSONAL_CODE, match.start(), match.end())
        for match in CODES.finditer(text)
        if ik.is_valid(re.sub(r"\D", "", match.group()))
    )


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
