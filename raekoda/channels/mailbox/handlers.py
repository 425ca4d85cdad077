"""Erases the letters of a case when the case is anonymised."""

from __future__ import annotations

from raekoda.casework.cases.events import CaseAnonymised
from raekoda.channels.mailbox import retention
from raekoda.channels.mailbox.models import Mail
from raekoda.platform.core.events import on


@on(CaseAnonymised)
def erase_letters(event: CaseAnonymised) -> None:
    retention.erase(Mail.objects.filter(case=event.case))
