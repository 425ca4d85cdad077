"""Pure rules of notices: validation of dates, delays of retries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from raekoda.channels.notices.models import Kind

MAX_ATTEMPTS = 8
FIRST_WAIT = timedelta(minutes=1)
LONGEST_BANNER = timedelta(days=60)


@dataclass(frozen=True)
class Problem:
    """A validation error of a field."""

    field: str
    message: str


def find_problems(
    *, kind: str, starts_at: datetime | None, ends_at: datetime | None, banner_tone: str, banner_until: datetime | None,
    now: datetime,
) -> list[Problem]:  # fmt: skip
    """Validation errors of the dates of a notice."""
    found = []
    if ends_at and not starts_at:
        found.append(Problem("starts_at", _("Say when it begins, too.")))
    if starts_at and ends_at and ends_at < starts_at:
        found.append(Problem("ends_at", _("It ends before it begins.")))
    if kind in (Kind.WORKS, Kind.EVENT) and not starts_at:
        found.append(Problem("starts_at", _("Say when it begins: calendars need it.")))
    if banner_tone and not banner_until:
        found.append(Problem("banner_until", _("Say until when the banner stands on the pages.")))
    if banner_tone and banner_until and not now < banner_until <= now + LONGEST_BANNER:
        message = _("The banner has to end between now and %(days)s days from now.")
        found.append(Problem("banner_until", message % {"days": LONGEST_BANNER.days}))
    return found


def retry_delay(attempts: int) -> timedelta:
    """Delay after ``attempts`` failed attempts: one minute, tripled each time."""
    return FIRST_WAIT * 3 ** min(max(attempts - 1, 0), MAX_ATTEMPTS)
