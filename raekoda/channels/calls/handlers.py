"""What happens below and concerns calls."""

from __future__ import annotations

from raekoda.casework.cases.events import CaseAnonymised
from raekoda.channels.calls.models import Call, Promise
from raekoda.platform.core.events import on


@on(CaseAnonymised)
def forgotten(event: CaseAnonymised) -> None:
    """Notes of the calls behind an anonymised case go with it, and what was promised to its sender, once that is over."""
    Call.objects.filter(case=event.case).update(note="")
    Promise.objects.filter(case=event.case).exclude(state=Promise.State.OPEN).update(number="", name="", note="")
