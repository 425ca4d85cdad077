"""Permissions: writers edit notices; editors and administrators publish them and handle undelivered letters."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_publisher, is_writer

rules.add_perm("notices.write", is_writer)
rules.add_perm("notices.publish", is_publisher)
