"""Who may open a person's page, who may check the looks at somebody, who sets the state's data tracker up."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_official
from raekoda.identity.persons.permissions import is_here

rules.add_perm("tracker.open_person", is_official & is_here)
rules.add_perm("tracker.review", is_administrator & is_here)
rules.add_perm("tracker.manage", is_administrator)
