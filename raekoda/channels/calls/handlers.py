"""Handlers of events of other apps."""

from __future__ import annotations

from raekoda.casework.cases.events import CaseAnonymised
from raekoda.channels.calls.models import Call, Promise
from raekoda.platform.core.events import on


@on(CaseAnonymised)
def erase_case_data(event: CaseAnonymised) -> None:
    """Erase notes of the calls, and closed promises, of an anonymised case."""
    Call.objects.filter(case=event.case).update(note="")
    Promise.objects.filter(case=event.case).exclude(state=Promise.State.OPEN).update(number="", name="", note="")
