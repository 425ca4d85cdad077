"""What may be done with people and units, by role."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_member

rules.add_perm("people.enter", is_member)
rules.add_perm("people.manage", is_administrator)
