"""Registrations of bookings in other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.casework.letters.wording import letter_kinds as customisable_letters
from raekoda.identity.accesslog.access_log import AccessEvent, access_log_events
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.platform.core.subjects import SubjectGate, subject_gates
from raekoda.registry.services.pages import page_blocks
from raekoda.selfservice.bookings import (
    access_log,
    blocks,
    handlers,  # noqa: F401
    letter_kinds,
    permissions,  # noqa: F401
    queries,
    section,
)
from raekoda.selfservice.bookings.admin_fields import register_fields
from raekoda.selfservice.bookings.models import Booking
from raekoda.selfservice.bookings.personal_data import erase, export

register_fields()
page_blocks.register(blocks.bookable)
subject_gates.register(SubjectGate(Booking, queries.visible_to))
customisable_letters.register(letter_kinds.WORD)
access_log_events.register(AccessEvent(access_log.VIEW, _("an official looked at your booking")))
access_log_events.register(
    AccessEvent(access_log.SET_MEMBER, _("an official put you on the list of a group, or changed its days"))
)
personal_data_sources.register(PersonalDataSource("bookings", _("Bookings"), export, erase))
sections.register(
    Section(
        "bookings", _("Bookings"), section.rows, order=30, url="bookings_own:list", icon="calendar-days",
        empty=_("Book a time with an official, a hall, a sports ground or equipment."),
    )
)  # fmt: skip
