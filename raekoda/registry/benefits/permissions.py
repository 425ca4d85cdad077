"""Permissions of benefits and their rules."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rules import holds

rules.add_perm("benefits.write", holds(frozenset({Role.SERVICE_OWNER, Role.ADMINISTRATOR})))
