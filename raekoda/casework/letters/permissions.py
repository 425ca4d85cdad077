"""Permissions on letters. Everyone who works on cases sees them, so that a failed letter is noticed."""

from __future__ import annotations

import rules

from raekoda.casework.cases.records import reads_original
from raekoda.identity.accounts.rules import configures, is_administrator, is_worker

rules.add_perm("channels.view", is_worker & reads_original)
rules.add_perm("channels.retry", is_worker & reads_original)
rules.add_perm("channels.word", configures)
rules.add_perm("channels.set_sender", is_administrator)
