"""Changes of bookings, waiting lists, series and calendar links."""

from raekoda.selfservice.bookings.actions.booking import advance, book, confirm
from raekoda.selfservice.bookings.actions.calendars import get_calendar_link, revoke
from raekoda.selfservice.bookings.actions.lifecycle import (
    approve,
    cancel,
    expire,
    mark_no_show,
    move,
    refund_deposit,
    refuse,
)
from raekoda.selfservice.bookings.actions.resources import save_items, set_member
from raekoda.selfservice.bookings.actions.staff import block, book_for, cancel_series, make_series
from raekoda.selfservice.bookings.actions.waiting import join, leave

__all__ = [
    "advance",
    "approve",
    "block",
    "book",
    "book_for",
    "cancel",
    "cancel_series",
    "confirm",
    "expire",
    "get_calendar_link",
    "join",
    "leave",
    "make_series",
    "mark_no_show",
    "move",
    "refund_deposit",
    "refuse",
    "revoke",
    "save_items",
    "set_member",
]
