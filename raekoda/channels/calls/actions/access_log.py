"""Access log of callers' data."""

from __future__ import annotations

from collections.abc import Sequence

from raekoda.casework.cases.models import Case
from raekoda.channels.calls.models import Call
from raekoda.identity.accesslog.access_log import log_access_to_records
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record


def log_access(call: Call, *, cases: Sequence[Case], calls: Sequence[Call], actor: Actor) -> None:
    """Log that the actor saw a caller's number, earlier calls and open cases."""
    actor.require("calls.work", call)
    if call.number or cases or calls:
        record("calls.see_caller", call, actor, cases=[each.pk for each in cases], calls=[each.pk for each in calls])
        log_access_to_records(cases, actor, "cases.found")
