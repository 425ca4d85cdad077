"""Permissions: case workers see and decide suggestions; accepting one also needs the permission of the case action."""

from __future__ import annotations

import rules

from raekoda.casework.cases.permissions import is_here, reads
from raekoda.identity.accounts.rules import is_administrator, is_worker

rules.add_perm("suggestions.view", is_worker & is_here & reads)
rules.add_perm("suggestions.decide", is_worker & is_here & reads)
rules.add_perm("suggestions.learn", is_administrator)
