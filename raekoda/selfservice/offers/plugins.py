"""Registrations of offers in other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog.access_log import AccessEvent, access_log_events
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.selfservice.offers import (
    access_log,
    admin,
    letters,  # noqa: F401
    permissions,  # noqa: F401
    personal_data,
    section,
)

admin.register_policies()
access_log_events.register(
    AccessEvent(access_log.RUN, _("the program checked whether a benefit can be offered to you"))
)
personal_data_sources.register(
    PersonalDataSource("offers", _("offers and consents to them"), personal_data.export, personal_data.erase)
)
sections.register(
    Section(
        "offers", _("Offers"), section.rows, order=10, url="offers:list", icon="gift",
        empty=_("When you are entitled to a benefit and the data allow it, it is offered to you here."),
    )
)  # fmt: skip
