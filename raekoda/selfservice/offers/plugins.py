"""What offers add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog.access_log import AccessEvent, access_log_events
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.selfservice.offers import (
    admin,
    holdings,
    letters,  # noqa: F401
    looks,
    permissions,  # noqa: F401
    section,
)

admin.register_policies()
access_log_events.register(AccessEvent(looks.OFFERS, _("the program checked whether a benefit can be offered to you")))
personal_data_sources.register(
    PersonalDataSource("offers", _("offers and consents to them"), holdings.export, holdings.forget)
)
sections.register(
    Section(
        "offers", _("Offers"), section.rows, order=10, url="offers:list", icon="gift",
        empty=_("When you are entitled to a benefit and the data allow it, it is offered to you here."),
    )
)  # fmt: skip
