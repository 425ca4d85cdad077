"""Handlers of events of other apps."""

from __future__ import annotations

from raekoda.casework.cases.events import CaseAnonymised, CaseSensitivitySet
from raekoda.channels.calls.models import Call, Promise
from raekoda.channels.recordings import actions as recordings
from raekoda.platform.core.events import on


@on(CaseAnonymised)
def erase_case_data(event: CaseAnonymised) -> None:
    """Erase notes of the calls, and closed promises, of an anonymised case."""
    Call.objects.filter(case=event.case).update(note="")
    Promise.objects.filter(case=event.case).exclude(state=Promise.State.OPEN).update(number="", name="", note="")


@on(CaseSensitivitySet)
def forget_recordings(event: CaseSensitivitySet) -> None:
    """No answers are made of the recordings of a special matter."""
    if event.case.is_special:
        for call in Call.objects.filter(case=event.case, recording__isnull=False).select_related("recording"):
            assert call.recording is not None
            recordings.forget_proposals(call.recording)
