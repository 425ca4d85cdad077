"""What accounts add to other apps, and to their own rights page."""

from raekoda.identity.accounts import invitation_models, permissions, warnings  # noqa: F401
from raekoda.identity.accounts.rights_page import rights_warnings

rights_warnings.register(warnings.lone_administrator)
rights_warnings.register(warnings.units_without_official)
