"""Permissions of the register."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_publisher, is_writer

rules.add_perm("services.write", is_writer)
rules.add_perm("services.publish", is_publisher)
