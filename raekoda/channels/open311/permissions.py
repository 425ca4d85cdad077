"""Who sees handovers, and who manages partners. Forwarding is ``cases.forward``."""

from __future__ import annotations

import rules

from raekoda.casework.cases.records import reads_record
from raekoda.identity.accounts.rules import is_administrator, is_worker

rules.add_perm("open311.view", (is_worker | is_administrator) & reads_record)
rules.add_perm("open311.manage_partners", is_administrator)
