"""What sign-in adds to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources
from raekoda.identity.signin import (
    permissions,  # noqa: F401
    personal_data,
)

personal_data_sources.register(PersonalDataSource("signin", _("Sign-ins"), personal_data.export, personal_data.erase))
