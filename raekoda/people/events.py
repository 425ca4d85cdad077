"""What people tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.core.actor import Actor
from raekoda.core.models import Municipality
from raekoda.people.models import User


@dataclass(frozen=True)
class MemberLeft:
    """``user`` holds no role in ``municipality`` any more."""

    user: User
    municipality: Municipality
    by: Actor
