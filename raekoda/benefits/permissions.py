"""Who may do what with benefits and their rules."""

from __future__ import annotations

import rules

from raekoda.people.models import Role
from raekoda.people.rules import holds

rules.add_perm("benefits.write", holds(frozenset({Role.SERVICE_OWNER, Role.ADMINISTRATOR})))
