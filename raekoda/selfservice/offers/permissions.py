"""Permissions of offer rules. Staff do not see to whom a benefit was offered."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import configures, is_official

rules.add_perm("offers.view", is_official | configures)
rules.add_perm("offers.write", configures)
rules.add_perm("offers.release", configures)
