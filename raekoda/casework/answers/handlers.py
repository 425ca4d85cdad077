"""Handlers of events of cases."""

from __future__ import annotations

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.events import CaseSensitivitySet
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on
from raekoda.platform.core.journal import record

Status = PublishedAnswer.Status


@on(CaseSensitivitySet)
def sensitivity_set(event: CaseSensitivitySet) -> None:
    """Delete drafts of a case that became a special matter. What was ever published stays for an official to withdraw."""
    if not event.case.is_special:
        return
    drafts = PublishedAnswer.objects.filter(case=event.case, status=Status.DRAFT, published_at=None)
    if count := drafts.count():
        drafts.delete()
        record("answers.drop_drafts", event.case, Actor.system(), count=count)
