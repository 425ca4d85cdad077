"""When somebody leaves the municipality, what they had in hand goes back to its unit."""

from __future__ import annotations

from raekoda.casework.cases import actions
from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.events import MemberLeft
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.events import on


@on(MemberLeft)
def hand_over_cases(event: MemberLeft) -> None:
    """Open cases of the one who left wait at their unit again; those of no unit, in the list of those without an official.

    The system does it: administrators do not handle cases.
    """
    for case in Case.objects.filter(official=event.user, closed_at__isnull=True).select_related("unit"):
        if case.unit is not None:
            actions.assign(case, actor=Actor.system(), unit=case.unit)
