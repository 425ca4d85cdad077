"""What the state's registers add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog.access_log import AccessEvent, access_log_events
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.registers import (
    handlers,  # noqa: F401
    permissions,  # noqa: F401
    personal_data,
)

access_log_events.register(AccessEvent("registers.population", _("the population register was asked about you")))
access_log_events.register(AccessEvent("registers.education", _("the education register was asked about you")))
access_log_events.register(AccessEvent("registers.mandates", _("the state's register of mandates was asked about you")))
access_log_events.register(
    AccessEvent("registers.paasuke", _("the state's portal of mandates asked who acts for whom"))
)
access_log_events.register(AccessEvent("registers.statement", _("an official checked what you stated about yourself")))
personal_data_sources.register(
    PersonalDataSource(
        "registers", _("From the state's registers, and your own statements"), personal_data.export, personal_data.erase
    )
)
