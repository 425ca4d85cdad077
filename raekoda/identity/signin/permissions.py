"""Permissions: configuration of sign-in, own second factors."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_member

rules.add_perm("signin.manage", is_administrator)
rules.add_perm("signin.own_factor", is_member)
