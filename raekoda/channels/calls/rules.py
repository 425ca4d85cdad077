"""Pure rules of the phone desk: numbers as they are written, how reports of an exchange add up, days for calling back."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta

from raekoda.platform.core import clock

HOME = "+372"
FEWEST_DIGITS, MOST_DIGITS = 3, 15
WORKDAY_BEGINS, AFTERNOON = time(9), time(16)
EVENTS = ("ringing", "answered", "transferred", "ended")


def plain_number(written: str) -> str:
    """The number as exchanges write it ("+3725550123"); "" for what is no number, and for withheld ones."""
    digits = re.sub(r"\D", "", written)
    if written.strip().startswith("+"):
        number = f"+{digits}"
    elif digits.startswith("00"):
        number = f"+{digits[2:]}"
    elif 7 <= len(digits) <= 8:
        number = f"{HOME}{digits}"
    elif len(digits) > 8:
        number = f"+{digits}"
    else:
        number = digits
    return number if FEWEST_DIGITS <= len(number.lstrip("+")) <= MOST_DIGITS else ""


def shown_number(number: str) -> str:
    """The number as people read it: "+372 5550 1234", "+372 736 1111"; others in groups of three."""
    if number.startswith(HOME) and len(number) in (len(HOME) + 7, len(HOME) + 8):
        own = number.removeprefix(HOME)
        return f"{HOME} {own[:-4]} {own[-4:]}"
    if number.startswith("+"):
        return "+" + " ".join(re.findall(r"\d{1,3}", number))
    return number


def written_forms(number: str) -> set[str]:
    """How the same number may stand in a contact."""
    plain = plain_number(number)
    if not plain:
        return set()
    shown = shown_number(plain)
    forms = {plain, shown, plain.replace("+", "00", 1)}
    if plain.startswith(HOME):
        own, shown_own = plain.removeprefix(HOME), shown.removeprefix(HOME).strip()
        forms |= {own, shown_own, f"{HOME} {own}", f"{own[:3]} {own[3:]}", f"{own[:4]} {own[4:]}"}
    return forms


@dataclass(frozen=True)
class Report:
    """What a phone exchange says of a call: which of :data:`EVENTS`, when, and who is meant."""

    event: str
    at: datetime
    number: str = ""
    line: str = ""
    operator: int | None = None
    direction: str = "in"


@dataclass(frozen=True)
class Course:
    """How a call has gone, as far as is known."""

    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    operator: int | None = None
    operator_since: datetime | None = None
    rings_at: int | None = None

    def after(self, report: Report) -> Course:
        """The course with one more report. In whatever order reports come, and however often, the end is the same."""
        course = replace(self, started_at=min(self.started_at, report.at))
        if report.event == "ringing":
            return replace(course, rings_at=report.operator or course.rings_at)
        if report.event == "ended":
            ended = max(filter(None, (course.ended_at, course.answered_at, report.at)))
            return replace(course, ended_at=ended)
        answered = min(filter(None, (course.answered_at, report.at)))
        course = replace(course, answered_at=answered)
        if course.ended_at is not None and course.ended_at < answered:
            course = replace(course, ended_at=answered)
        is_newer = course.operator_since is None or report.at > course.operator_since
        if report.operator is None or not is_newer:
            return course
        return replace(course, operator=report.operator, operator_since=report.at)


def signature(secret: str, timestamp: str, path: str, body: bytes) -> str:
    """HMAC-SHA256, in hexadecimal, of "timestamp.path." and the body: what a phone exchange signs."""
    return hmac.new(secret.encode(), f"{timestamp}.{path}.".encode() + body, hashlib.sha256).hexdigest()


def good_moments(now: datetime) -> dict[str, datetime]:
    """Moments at which one may promise to call back: in an hour, this afternoon, the next working days at nine."""
    today = clock.local_day(now)
    tomorrow = clock.next_working_day(today)
    afternoon = datetime.combine(today, AFTERNOON, clock.TALLINN)
    moments = {"hour": now + timedelta(hours=1)}
    if now < afternoon - timedelta(minutes=30) and clock.is_working_day(today):
        moments["afternoon"] = afternoon
    moments["tomorrow"] = datetime.combine(tomorrow, WORKDAY_BEGINS, clock.TALLINN)
    moments["later"] = datetime.combine(clock.add_working_days(today, 3), WORKDAY_BEGINS, clock.TALLINN)
    return moments
