"""Texts of single values as XML Schema 1.0 counts them valid, and as Python values."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

PUBLIC, RESTRICTED = "Avalik", "AK"
XML_SPACE = " \t\r\n"
HERE = ZoneInfo("Europe/Tallinn")
ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
DAY = r"(?P<sign>-?)(?P<year>[1-9][0-9]{4,}|[0-9]{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])"
HOUR = r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9])(?:\.(?P<part>[0-9]+))?|24:00:00(?:\.0+)?)"
DATE = re.compile(DAY + ZONE, re.ASCII)
MOMENT = re.compile(f"{DAY}T{HOUR}{ZONE}", re.ASCII)
GUID = re.compile(r"[a-fA-F0-9]{8}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{4}-[a-fA-F0-9]{12}")
PHONE = re.compile(r"[0-9 +()\-]*")
POSTAL_CODE = re.compile(r"[0-9]{5}")
INTEGER = re.compile(r"[+-]?[0-9]+", re.ASCII)


def is_text(value: str) -> bool:
    return True


def is_guid(value: str) -> bool:
    return GUID.fullmatch(value) is not None


def is_phone(value: str) -> bool:
    return PHONE.fullmatch(value) is not None


def is_postal_code(value: str) -> bool:
    return POSTAL_CODE.fullmatch(value.strip(XML_SPACE)) is not None


def is_integer(value: str) -> bool:
    return INTEGER.fullmatch(value.strip(XML_SPACE)) is not None


def is_boolean(value: str) -> bool:
    return value.strip(XML_SPACE) in {"true", "false", "1", "0"}


def is_access(value: str) -> bool:
    return value in {PUBLIC, RESTRICTED}


def is_date(value: str) -> bool:
    return _calendar(DATE.fullmatch(value.strip(XML_SPACE)))


def is_moment(value: str) -> bool:
    return _calendar(MOMENT.fullmatch(value.strip(XML_SPACE)))


def boolean(value: str) -> bool:
    return value.strip(XML_SPACE) in {"true", "1"}


def integer(value: str) -> int | None:
    """The number; None for one of more digits than any size has."""
    value = value.strip(XML_SPACE)
    return int(value) if len(value) <= 19 else None


def day(value: str) -> date | None:
    """The day of a valid text; None for a year that Python does not count."""
    found = DATE.fullmatch(value.strip(XML_SPACE))
    if found is None or found["sign"]:
        return None
    with suppress(ValueError):
        return date(int(found["year"]), int(found["month"]), int(found["day"]))
    return None


def moment(value: str) -> datetime | None:
    """The moment of a valid text, in UTC; without a zone it is Estonian time. None for a year that Python does not count."""
    found = MOMENT.fullmatch(value.strip(XML_SPACE))
    if found is None or found["sign"]:
        return None
    with suppress(ValueError, OverflowError):
        midnight = date(int(found["year"]), int(found["month"]), int(found["day"]))
        if found["hour"] is None:
            at = datetime.combine(midnight + timedelta(days=1), time())
        else:
            clock = time(int(found["hour"]), int(found["minute"]), int(found["second"]))
            at = datetime.combine(midnight, clock.replace(microsecond=int(f"{found['part'] or '0':0<6}"[:6])))
        return at.replace(tzinfo=_zone(found["zone"])).astimezone(UTC)
    return None


def _zone(said: str | None) -> timezone | ZoneInfo:
    if said is None:
        return HERE
    if said == "Z":
        return UTC
    minutes = int(said[1:3]) * 60 + int(said[4:6])
    return timezone(timedelta(minutes=-minutes if said[0] == "-" else minutes))


def _calendar(found: re.Match[str] | None) -> bool:
    """Whether the month has the day; years repeat every 400."""
    if found is None or not int(found["year"]):
        return False
    year = int(found["year"][-4:]) % 400 + 400
    if found["sign"]:
        year = -int(found["year"]) % 400 + 400
    return int(found["day"]) <= monthrange(year, int(found["month"]))[1]
