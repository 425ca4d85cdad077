"""Models of bookings."""

from raekoda.selfservice.bookings.models.bookings import LIVE, Booking, Series, WaitingEntry
from raekoda.selfservice.bookings.models.calendars import BusyTime, CalendarLink, ForeignCalendar
from raekoda.selfservice.bookings.models.resources import (
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
