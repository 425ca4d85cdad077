"""Permissions for the staff pages of the case register other than those of cases."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.capabilities import Capability
from raekoda.identity.accounts.rules import can, configures, is_member, is_official

rules.add_perm("cases.route", configures)
rules.add_perm("cases.write_templates", is_official)
rules.add_perm("cases.see_periods", is_member)
rules.add_perm("cases.see_figures", can(Capability.ANALYSE))
