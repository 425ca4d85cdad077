"""What bookings add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.letters.wording import letter_kinds
from raekoda.identity.accesslog.access_log import AccessEvent, access_log_events
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.registry.services.pages import page_blocks
from raekoda.selfservice.bookings import (
    blocks,
    handlers,  # noqa: F401
    kinds,
    permissions,  # noqa: F401
    registering,
)
from raekoda.selfservice.bookings.actions.resources import LOOK as LISTED
from raekoda.selfservice.bookings.admin_fields import register_fields

register_fields()
page_blocks.register(blocks.bookable)
letter_kinds.register(kinds.WORD)
access_log_events.register(AccessEvent(registering.LOOK, _("an official looked at your booking")))
access_log_events.register(AccessEvent(LISTED, _("an official put you on the list of a group, or changed its days")))
personal_data_sources.register(PersonalDataSource("bookings", _("Bookings"), registering.export, registering.forget))
sections.register(
    Section(
        "bookings", _("Bookings"), registering.rows, order=30, url="bookings_own:list", icon="calendar-days",
        empty=_("Book a time with an official, a hall, a sports ground or equipment."),
    )
)  # fmt: skip
