"""Events of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.identity.accounts.models import User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality


@dataclass(frozen=True)
class MemberLeft:
    """``user`` has no role in ``municipality`` any more."""

    user: User
    municipality: Municipality
    actor: Actor
