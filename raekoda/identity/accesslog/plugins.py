"""What the access log adds to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog import (
    handlers,  # noqa: F401
    permissions,  # noqa: F401
    personal_data,
)
from raekoda.identity.accesslog.access_log import ACTED_FOR, AccessEvent, access_log_events
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections

access_log_events.register(AccessEvent("tracker.person", _("an official opened your page")))
access_log_events.register(
    AccessEvent("tracker.looks", _("the data protection officer checked who had looked at your data"))
)
access_log_events.register(AccessEvent(ACTED_FOR, _("somebody who may act for you opened your matters")))
personal_data_sources.register(
    PersonalDataSource("tracker", _("Who has looked at my data"), personal_data.export, personal_data.erase)
)
sections.register(
    Section("looks", _("Who has looked at my data"), rows=None, order=90, url="tracker:looks", icon="eye")
)
