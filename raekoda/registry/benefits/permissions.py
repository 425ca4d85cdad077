"""Permissions of benefits and their rules."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import configures

rules.add_perm("benefits.write", configures)
