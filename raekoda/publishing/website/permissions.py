"""Who may do what on the site, beside the rights that Wagtail keeps itself."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator

rules.add_perm("website.settings", is_administrator)
