"""Permissions beside those of Wagtail."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator

rules.add_perm("website.settings", is_administrator)
