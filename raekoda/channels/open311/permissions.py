"""Who sees handovers, and who manages partners. Forwarding is ``cases.forward``."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_worker

rules.add_perm("open311.view", is_worker)
rules.add_perm("open311.manage_partners", is_administrator)
