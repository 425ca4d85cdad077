"""Handlers of account events."""

from __future__ import annotations

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.events import MemberLeft
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on


@on(MemberLeft)
def return_cases_to_unit(event: MemberLeft) -> None:
    """Return open cases of a leaving member to their units; cases without a unit stay in the list without an official.

    The system does it: administrators do not handle cases.
    """
    for case in Case.objects.filter(official=event.user, closed_at__isnull=True).select_related("unit"):
        if case.unit is not None:
            actions.assign(case, actor=Actor.system(), unit=case.unit)
