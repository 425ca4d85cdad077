"""Permissions of offer rules. Staff do not see to whom a benefit was offered."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rules import holds, is_official

EDITORS = frozenset({Role.SERVICE_OWNER, Role.ADMINISTRATOR})
rules.add_perm("offers.view", is_official)
rules.add_perm("offers.write", holds(EDITORS))
rules.add_perm("offers.release", holds(EDITORS))
