"""What privacy adds to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog.access_log import AccessEvent, access_log_events
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.persons.sections import Section, sections
from raekoda.identity.privacy import (
    permissions,  # noqa: F401
    personal_data,
)

access_log_events.register(AccessEvent("rights.decide", _("an official decided on the deletion of your data")))
personal_data_sources.register(
    PersonalDataSource("rights", _("Requests about your data"), personal_data.export, personal_data.erase)
)
sections.register(Section("rights", _("My data"), rows=None, order=95, url="rights:mine", icon="user-round"))
