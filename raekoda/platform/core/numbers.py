"""Numbers in what people and files write: Estonian, English and Russian notation, and whole numbers of strangers.

Three digits after the only dot or comma are in doubt ("1.250" is 1250 for one person and 1.25 for another): whoever wrote it
is asked, nothing is guessed.
"""

from __future__ import annotations

import math
import re
import unicodedata
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from raekoda.platform.core.text import clean_text

MOST_DIGITS = 18
"""What fits a key of the database. Python itself refuses more than 4,300 digits with an error."""
LONGEST = 60
CURRENCY = re.compile(r"^(?:€|EUR\b)|(?:€|EUR|eurot?|евро)$", re.IGNORECASE)
MINUS = re.compile(r"^[-\u2010-\u2013\u2212\ufe63\uff0d]")
NO_CENTS = re.compile(r"[.,][-\u2012-\u2014]$")
SPACED = re.compile(r"\d{1,3}(?:[ '\u2019\u02bc]\d{3})+(?:[.,]\d+)?")
DOTTED = re.compile(r"\d{1,3}(?:\.\d{3})+(?:,\d+)?")
COMMAED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d+)?")
NOT_IN_NUMBERS = re.compile(r"[^\d.,]")
PLAIN = re.compile(r"\d+(?:[.,]\d*)?|[.,]\d+")
IN_DOUBT = re.compile(r"([1-9]\d{0,2})[.,](\d{3})")


class NotANumber(ValueError):
    """The text is no number; the message is shown to the user."""


class DoubtfulNumber(NotANumber):
    """The text has two readings; the message names both."""


def whole(text: object, most_digits: int = MOST_DIGITS) -> int | None:
    """The whole number that ``text`` writes in ASCII digits; None for everything else, and for longer ones.

    >>> whole("007"), whole("-1"), whole("²"), whole("9" * 5000)
    (7, None, None, None)
    """
    written = text if isinstance(text, str) else ""
    is_number = len(written) <= most_digits and written.isascii() and written.isdecimal()
    return int(written) if is_number else None


def parse(value: Any, *, is_whole: bool = False) -> Decimal | None:
    """The number that a person or a file wrote; None for nothing. Numbers of JSON and of spreadsheets are taken as they are.

    Thousands may be separated by spaces of any kind, apostrophes, dots or commas, decimals by a dot or a comma; a minus sign
    of any kind and the euro are understood. With ``is_whole`` there are no decimals, so "1.250" is 1250.
    Raises :class:`DoubtfulNumber` for a text with two readings, :class:`NotANumber` for everything else.

    >>> parse("1.250,00"), parse("− 1 250,5 €"), parse("1,250,000"), parse(" ")
    (Decimal('1250.00'), Decimal('-1250.5'), Decimal('1250000'), None)
    """
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    found = readings(value)
    if not found:
        raise NotANumber(no_number(value))
    if len(found) > 1 and not is_whole:
        raise DoubtfulNumber(
            _("“%(value)s” can be read in two ways: %(thousands)s or %(decimals)s? Please write the one that is meant.")
            % {
                "value": str(value).strip(),
                "thousands": as_typed(found[0], thousands="\u00a0"),
                "decimals": as_typed(Decimal(f"{found[1]:f}".rstrip("0").rstrip("."))),
            }
        )
    return found[0]


def no_number(value: Any) -> str:
    """The message that ``value`` is no number."""
    return _("“%(value)s” is no number.") % {"value": str(value)[:40]}


def readings(value: Any) -> tuple[Decimal, ...]:
    """Every number that ``value`` may mean: none, one, or two (with thousands first, then with decimals).

    >>> readings("26,722"), readings("0,722"), readings("24.02.2026")
    ((Decimal('26722'), Decimal('26.722')), (Decimal('0.722'),), ())
    """
    if isinstance(value, bool):
        return ()
    if isinstance(value, (int, float, Decimal)):
        return (Decimal(str(value)),) if math.isfinite(value) else ()
    if not isinstance(value, str) or len(value) > LONGEST:
        return ()
    text = CURRENCY.sub("", " ".join(_ascii_digits(clean_text(value)).split()), count=1).strip()
    is_negative = MINUS.match(text) is not None
    text = NO_CENTS.sub("", MINUS.sub("", text, count=1).removeprefix("+").strip())
    text = CURRENCY.sub("", text, count=1).strip()
    return tuple(-number if is_negative else number for number in _unsigned(text))


def _unsigned(text: str) -> tuple[Decimal, ...]:
    if doubt := IN_DOUBT.fullmatch(text):
        return Decimal(doubt[1] + doubt[2]), Decimal(f"{doubt[1]}.{doubt[2]}")
    if SPACED.fullmatch(text) and len(set(NOT_IN_NUMBERS.findall(text))) == 1:
        return (_decimal(NOT_IN_NUMBERS.sub("", text)),)
    if text.count(".") + text.count(",") > 1:
        if DOTTED.fullmatch(text):
            return (_decimal(text.replace(".", "")),)
        return (_decimal(text.replace(",", "")),) if COMMAED.fullmatch(text) else ()
    return (_decimal(text),) if PLAIN.fullmatch(text) else ()


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


def _ascii_digits(text: str) -> str:
    return "".join(str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text)


def as_typed(number: Decimal | float, *, thousands: str = "") -> str:
    """A number in the language in use as :func:`parse` reads it back: never with exactly three decimals."""
    whole_part, _point, decimals = f"{abs(Decimal(str(number))):f}".partition(".")
    shown = f"{int(whole_part):,}".replace(",", thousands)
    if decimals:
        separator = number_format(Decimal("0.5"), use_l10n=True)[1]
        shown += separator + (f"{decimals}0" if len(decimals) == 3 else decimals)
    return f"-{shown}" if number < 0 else shown
