"""When a case's sender is forgotten, so are the letters of that case."""

from __future__ import annotations

from raekoda.casework.cases.events import CaseAnonymised
from raekoda.channels.mailbox import retention
from raekoda.channels.mailbox.models import Mail
from raekoda.platform.core.events import on


@on(CaseAnonymised)
def forgotten(event: CaseAnonymised) -> None:
    retention.forget(Mail.objects.filter(case=event.case))
