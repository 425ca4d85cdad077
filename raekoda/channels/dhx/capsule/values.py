"""Single values: whether their text is valid by XML Schema 1.0, and their Python values."""

from __future__ import annotations

import re
from calendar import monthrange
from contextlib import suppress
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

PUBLIC, RESTRICTED = "Avalik", "AK"
XML_SPACE = " \t\r\n"
ESTONIAN_TIME = ZoneInfo("Europe/Tallinn")
ZONE = r"(?P<zone>Z|[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00))?"
DAY = r"(?P<sign>-?)(?P<year>[1-9][0-9]{4,}|[0-9]{4})-(?P<month>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12][0-9]|3[01])"
HOUR = r"(?:(?P<hour>[01][0-9]|2[0-3]):(?P<minute>[0-5][0-9]):(?P<second>[0-5][0-9])(?:\.(?P<part>[0-9]+))?|24:00:00(?:\.0+)?)"
DATE = re.compile(DAY + ZONE, re.ASCII)
DATETIME = re.compile(f"{DAY}T{HOUR}{ZONE}", re.ASCII)
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
    return _is_calendar_date(DATE.fullmatch(value.strip(XML_SPACE)))


def is_datetime(value: str) -> bool:
    return _is_calendar_date(DATETIME.fullmatch(value.strip(XML_SPACE)))


def parse_boolean(value: str) -> bool:
    return value.strip(XML_SPACE) in {"true", "1"}


def parse_integer(value: str) -> int | None:
    """The number; None for a number of more than 19 digits."""
    value = value.strip(XML_SPACE)
    return int(value) if len(value) <= 19 else None


def parse_date(value: str) -> date | None:
    """The date of a valid text; None for a year outside Python's range."""
    match = DATE.fullmatch(value.strip(XML_SPACE))
    if match is None or match["sign"]:
        return None
    with suppress(ValueError):
        return date(int(match["year"]), int(match["month"]), int(match["day"]))
    return None


def parse_datetime(value: str) -> datetime | None:
    """The time of a valid text, in UTC; without a zone it is Estonian time. None for a year outside Python's range."""
    match = DATETIME.fullmatch(value.strip(XML_SPACE))
    if match is None or match["sign"]:
        return None
    with suppress(ValueError, OverflowError):
        midnight = date(int(match["year"]), int(match["month"]), int(match["day"]))
        if match["hour"] is None:
            at = datetime.combine(midnight + timedelta(days=1), time())
        else:
            clock = time(int(match["hour"]), int(match["minute"]), int(match["second"]))
            at = datetime.combine(midnight, clock.replace(microsecond=int(f"{match['part'] or '0':0<6}"[:6])))
        return at.replace(tzinfo=_parse_zone(match["zone"])).astimezone(UTC)
    return None


def _parse_zone(offset: str | None) -> timezone | ZoneInfo:
    if offset is None:
        return ESTONIAN_TIME
    if offset == "Z":
        return UTC
    minutes = int(offset[1:3]) * 60 + int(offset[4:6])
    return timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))


def _is_calendar_date(match: re.Match[str] | None) -> bool:
    """Whether the month has the day; years repeat every 400."""
    if match is None or not int(match["year"]):
        return False
    year = int(match["year"][-4:]) % 400 + 400
    if match["sign"]:
        year = -int(match["year"]) % 400 + 400
    return int(match["day"]) <= monthrange(year, int(match["month"]))[1]
