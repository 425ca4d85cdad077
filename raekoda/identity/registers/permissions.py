"""Permissions: configuration, state of registers, review of statements."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_official
from raekoda.identity.persons.permissions import is_in_municipality, is_self

rules.add_perm("registers.view", (is_official | is_administrator) & is_in_municipality)
rules.add_perm("registers.check_statement", is_official & is_in_municipality)
rules.add_perm("registers.manage", is_administrator & is_in_municipality)
rules.add_perm("registers.state", (is_self | is_official) & is_in_municipality)
