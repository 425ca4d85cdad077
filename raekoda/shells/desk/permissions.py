"""Permissions of the staff shell's own pages."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_writer

rules.add_perm("desk.write", is_writer)
rules.add_perm("desk.see_search", is_writer)
rules.add_perm("desk.start_embedding", is_administrator)
rules.add_perm("desk.see_health", is_administrator)
