"""Access log of callers' data."""

from __future__ import annotations

from collections.abc import Sequence

from raekoda.casework.cases.models import Case
from raekoda.channels.calls.models import Call
from raekoda.identity.accesslog.looks import looked_at_all
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record


def log_access(call: Call, *, cases: Sequence[Case], calls: Sequence[Call], actor: Actor) -> None:
    """Log that the actor saw a caller's number, earlier calls and open cases."""
    actor.must("calls.work", call)
    if call.number or cases or calls:
        record("calls.see_caller", call, actor, cases=[each.pk for each in cases], calls=[each.pk for each in calls])
        looked_at_all(cases, actor, "cases.found")
