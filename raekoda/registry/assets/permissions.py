"""Permissions of layers and assets."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_member, is_publisher, is_writer

rules.add_perm("assets.view", is_member)
rules.add_perm("assets.write", is_writer)
rules.add_perm("assets.delete", is_publisher)
