"""Personal and registry codes, ages."""

from __future__ import annotations

from datetime import date

from stdnum.ee import ik, registrikood
from stdnum.exceptions import ValidationError as InvalidCode

FULL_AGE = 18
MAX_CODE_LENGTH = 254
"""An identifier of another country has at most 256 characters with its country (TARA specification, 4.3.3)."""


def clean_code(code: str, *, country: str = "EE", legal: bool = False) -> str:
    """The code without spaces, its check digit verified for Estonia. Raises ``ValueError``."""
    code = code.strip().upper().replace(" ", "")
    if not code or len(code) > MAX_CODE_LENGTH:
        raise ValueError("no code")
    if country != "EE":
        return code
    try:
        return str((registrikood if legal else ik).validate(code))
    except InvalidCode as error:
        raise ValueError("wrong code") from error


def birth_date(code: str) -> date:
    """Date of birth from an Estonian personal code."""
    return ik.get_birth_date(code)


def get_full_age_date(born_on: date) -> date:
    """The day on which a person comes of age: the eighteenth birthday (Tsiviilseadustiku üldosa seadus § 8)."""
    try:
        return born_on.replace(year=born_on.year + FULL_AGE)
    except ValueError:
        return date(born_on.year + FULL_AGE, 3, 1)


def age_on(born_on: date, day: date) -> int:
    """Full years of age on ``day``."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))
