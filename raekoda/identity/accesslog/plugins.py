"""What the access log adds to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog import (
    handlers,  # noqa: F401
    keeping,
    permissions,  # noqa: F401
)
from raekoda.identity.accesslog.looks import ACTED_FOR, Kind, access_log_events
from raekoda.identity.persons.holdings import Holding, personal_data
from raekoda.identity.persons.sections import Section, sections

access_log_events.register(Kind("tracker.person", _("an official opened your page")))
access_log_events.register(
    Kind("tracker.looks", _("the keeper of data protection checked who had looked at your data"))
)
access_log_events.register(Kind(ACTED_FOR, _("somebody who may act for you opened your matters")))
personal_data.register(Holding("tracker", _("Who has looked at my data"), keeping.export, keeping.forget))
sections.register(
    Section("looks", _("Who has looked at my data"), rows=None, order=90, url="tracker:looks", icon="eye")
)
