"""Who may do what with rules of offers. Nobody of the staff sees to whom something was offered."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rules import holds, is_official

KEEPERS = frozenset({Role.SERVICE_OWNER, Role.ADMINISTRATOR})
rules.add_perm("offers.view", is_official)
rules.add_perm("offers.write", holds(KEEPERS))
rules.add_perm("offers.release", holds(KEEPERS))
