"""Who sees what was sent: everyone who works on cases, so that a letter that failed never goes unseen."""

from __future__ import annotations

import rules

from raekoda.people.rules import is_worker

rules.add_perm("channels.view", is_worker)
rules.add_perm("channels.retry", is_worker)
