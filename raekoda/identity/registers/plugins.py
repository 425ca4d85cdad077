"""What the state's registers add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog.looks import Kind, access_log_events
from raekoda.identity.persons.holdings import Holding, personal_data
from raekoda.identity.registers import (
    handlers,  # noqa: F401
    keeping,
    permissions,  # noqa: F401
)

access_log_events.register(Kind("registers.population", _("the population register was asked about you")))
access_log_events.register(Kind("registers.education", _("the education register was asked about you")))
access_log_events.register(Kind("registers.mandates", _("the state's register of mandates was asked about you")))
access_log_events.register(Kind("registers.paasuke", _("the state's portal of mandates asked who acts for whom")))
access_log_events.register(Kind("registers.statement", _("an official checked what you stated about yourself")))
personal_data.register(
    Holding("registers", _("From the state's registers, and your own statements"), keeping.export, keeping.forget)
)
