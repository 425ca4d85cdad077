"""What persons add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons import (
    permissions,  # noqa: F401
    profile_data,
)
from raekoda.identity.persons.personal_data import PersonalDataSource, personal_data_sources

personal_data_sources.register(
    PersonalDataSource(profile_data.NAME, _("Your data and contacts"), profile_data.export, profile_data.erase)
)
