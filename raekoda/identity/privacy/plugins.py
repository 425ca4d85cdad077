"""What the rights of persons add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.accesslog.looks import Kind, access_log_events
from raekoda.identity.persons.holdings import Holding, personal_data
from raekoda.identity.persons.sections import Section, sections
from raekoda.identity.privacy import (
    keeping,
    permissions,  # noqa: F401
)

access_log_events.register(Kind("rights.decide", _("an official decided on the deletion of your data")))
personal_data.register(Holding("rights", _("Requests about your data"), keeping.export, keeping.forget))
sections.register(Section("rights", _("My data"), rows=None, order=95, url="rights:mine", icon="user-round"))
