"""Permissions of layers and assets."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rules import holds, is_member, is_writer

rules.add_perm("assets.view", is_member)
rules.add_perm("assets.write", is_writer)
rules.add_perm("assets.delete", holds(frozenset({Role.EDITOR, Role.ADMINISTRATOR})))
