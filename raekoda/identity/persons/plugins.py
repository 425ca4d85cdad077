"""What persons add to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons import (
    keeping,
    permissions,  # noqa: F401
)
from raekoda.identity.persons.holdings import Holding, personal_data

personal_data.register(Holding(keeping.NAME, _("Your data and contacts"), keeping.export, keeping.forget))
