"""Registrations of bookings in other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.letters.wording import letter_kinds as customisable_letters
from raekoda.identity.accesslog.looks import Kind, access_log_events
from raekoda.identity.persons.holdings import Holding, personal_data
from raekoda.identity.persons.sections import Section, sections
from raekoda.registry.services.pages import page_blocks
from raekoda.selfservice.bookings import (
    access_log,
    blocks,
    handlers,  # noqa: F401
    letter_kinds,
    permissions,  # noqa: F401
    section,
)
from raekoda.selfservice.bookings.admin_fields import register_fields
from raekoda.selfservice.bookings.personal_data import erase, export

register_fields()
page_blocks.register(blocks.bookable)
customisable_letters.register(letter_kinds.WORD)
access_log_events.register(Kind(access_log.VIEW, _("an official looked at your booking")))
access_log_events.register(
    Kind(access_log.SET_MEMBER, _("an official put you on the list of a group, or changed its days"))
)
personal_data.register(Holding("bookings", _("Bookings"), export, erase))
sections.register(
    Section(
        "bookings", _("Bookings"), section.rows, order=30, url="bookings_own:list", icon="calendar-days",
        empty=_("Book a time with an official, a hall, a sports ground or equipment."),
    )
)  # fmt: skip
