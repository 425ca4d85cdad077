"""Pure rules: notations of phone numbers, merging of call events, times for calling back."""

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


def normalize_number(written: str) -> str:
    """The number in international notation ("+3725550123"); "" for an invalid or withheld number."""
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


def format_number(number: str) -> str:
    """The number for display: "+372 5550 1234", "+372 736 1111"; foreign numbers in groups of three digits."""
    if number.startswith(HOME) and len(number) in (len(HOME) + 7, len(HOME) + 8):
        own = number.removeprefix(HOME)
        return f"{HOME} {own[:-4]} {own[-4:]}"
    if number.startswith("+"):
        return "+" + " ".join(re.findall(r"\d{1,3}", number))
    return number


def number_variants(number: str) -> set[str]:
    """Notations of the same number that contacts may have."""
    plain = normalize_number(number)
    if not plain:
        return set()
    shown = format_number(plain)
    forms = {plain, shown, plain.replace("+", "00", 1)}
    if plain.startswith(HOME):
        own, shown_own = plain.removeprefix(HOME), shown.removeprefix(HOME).strip()
        forms |= {own, shown_own, f"{HOME} {own}", f"{own[:3]} {own[3:]}", f"{own[:4]} {own[4:]}"}
    return forms


@dataclass(frozen=True)
class Report:
    """A call event reported by a phone exchange: one of :data:`EVENTS`, its time and the user id of the operator."""

    event: str
    at: datetime
    number: str = ""
    line: str = ""
    operator: int | None = None
    direction: str = "in"


@dataclass(frozen=True)
class Timeline:
    """The known timeline of a call."""

    started_at: datetime
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    operator: int | None = None
    operator_since: datetime | None = None
    rings_at: int | None = None

    def apply(self, report: Report) -> Timeline:
        """The timeline with one more event. The result does not depend on the order or repetition of events."""
        timeline = replace(self, started_at=min(self.started_at, report.at))
        if report.event == "ringing":
            return replace(timeline, rings_at=report.operator or timeline.rings_at)
        if report.event == "ended":
            ended = max(filter(None, (timeline.ended_at, timeline.answered_at, report.at)))
            return replace(timeline, ended_at=ended)
        answered = min(filter(None, (timeline.answered_at, report.at)))
        timeline = replace(timeline, answered_at=answered)
        if timeline.ended_at is not None and timeline.ended_at < answered:
            timeline = replace(timeline, ended_at=answered)
        is_newer = timeline.operator_since is None or report.at > timeline.operator_since
        if report.operator is None or not is_newer:
            return timeline
        return replace(timeline, operator=report.operator, operator_since=report.at)


def compute_signature(secret: str, timestamp: str, path: str, body: bytes) -> str:
    """Signature of a message: HMAC-SHA256 (hex) of ``timestamp.path.body``."""
    return hmac.new(secret.encode(), f"{timestamp}.{path}.".encode() + body, hashlib.sha256).hexdigest()


def callback_times(now: datetime) -> dict[str, datetime]:
    """Suggested times for calling back: in an hour, this afternoon, the next working days at nine."""
    today = clock.local_day(now)
    tomorrow = clock.next_working_day(today)
    afternoon = datetime.combine(today, AFTERNOON, clock.TALLINN)
    moments = {"hour": now + timedelta(hours=1)}
    if now < afternoon - timedelta(minutes=30) and clock.is_working_day(today):
        moments["afternoon"] = afternoon
    moments["tomorrow"] = datetime.combine(tomorrow, WORKDAY_BEGINS, clock.TALLINN)
    moments["later"] = datetime.combine(clock.add_working_days(today, 3), WORKDAY_BEGINS, clock.TALLINN)
    return moments
