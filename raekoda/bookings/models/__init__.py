"""What is kept of bookings."""

from raekoda.bookings.models.bookings import LIVE, Booking, Series, WaitingEntry
from raekoda.bookings.models.calendars import BusyTime, CalendarLink, ForeignCalendar
from raekoda.bookings.models.resources import (
    Group,
    GroupMember,
    Item,
    OpeningException,
    OpeningRule,
    Price,
    Resource,
)

__all__ = [
    "LIVE",
    "Booking",
    "BusyTime",
    "CalendarLink",
    "ForeignCalendar",
    "Group",
    "GroupMember",
    "Item",
    "OpeningException",
    "OpeningRule",
    "Price",
    "Resource",
    "Series",
    "WaitingEntry",
]
