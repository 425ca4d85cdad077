"""Events of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.identity.accounts.models import Absence, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality


@dataclass(frozen=True)
class MemberLeft:
    """``user`` has no role in ``municipality`` any more."""

    user: User
    municipality: Municipality
    actor: Actor


@dataclass(frozen=True)
class DeputyNamed:
    """The deputy of ``absence`` does the work of its user on its days."""

    absence: Absence
    actor: Actor


@dataclass(frozen=True)
class DeputyReleased:
    """``absence`` is cancelled before its last day."""

    absence: Absence
    actor: Actor
