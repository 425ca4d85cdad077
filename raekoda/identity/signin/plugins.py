"""What sign-in adds to other apps."""

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.holdings import Holding, personal_data
from raekoda.identity.signin import (
    holdings,
    permissions,  # noqa: F401
)

personal_data.register(Holding("signin", _("Sign-ins"), holdings.export, holdings.forget))
