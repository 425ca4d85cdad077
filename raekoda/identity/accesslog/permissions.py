"""Permissions: opening a person's page, reviewing access logs, setting up the state's data tracker."""

from __future__ import annotations

import rules

from raekoda.identity.accounts.rules import is_administrator, is_official
from raekoda.identity.persons.permissions import is_in_municipality

rules.add_perm("tracker.open_person", is_official & is_in_municipality)
rules.add_perm("tracker.review", is_administrator & is_in_municipality)
rules.add_perm("tracker.manage", is_administrator)
