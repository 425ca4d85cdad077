"""Permissions for the staff pages of the case register other than those of cases."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.models import Role
from raekoda.identity.accounts.rules import OFFICIALS, holds, is_member, is_official

rules.add_perm("cases.route", holds(frozenset({Role.SERVICE_OWNER, Role.ADMINISTRATOR})))
rules.add_perm("cases.write_templates", is_official)
rules.add_perm("cases.see_periods", is_member)
rules.add_perm("cases.see_figures", holds(OFFICIALS | {Role.ANALYST}))
