"""Every change of bookings, their waiting lists, series and calendars."""

from raekoda.selfservice.bookings.actions.booking import advance, book, confirm
from raekoda.selfservice.bookings.actions.calendars import link_of, revoke
from raekoda.selfservice.bookings.actions.changing import (
    approve,
    cancel,
    expire,
    give_back_deposit,
    mark_no_show,
    move,
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
    "give_back_deposit",
    "join",
    "leave",
    "link_of",
    "make_series",
    "mark_no_show",
    "move",
    "refuse",
    "revoke",
    "save_items",
    "set_member",
]
