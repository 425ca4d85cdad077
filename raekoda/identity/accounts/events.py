"""Events of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.identity.accounts.invitation_models import Invitation
from raekoda.identity.accounts.models import Absence, Membership, User
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality


@dataclass(frozen=True)
class MemberLeft:
    """``user`` has no role in ``municipality`` any more."""

    user: User
    municipality: Municipality
    actor: Actor


@dataclass(frozen=True)
class MemberInvited:
    """A role is offered by ``invitation``; ``token`` is the secret of its link."""

    invitation: Invitation
    token: str


@dataclass(frozen=True)
class AddressProven:
    """Whoever holds the user's address has set the password: what was set up for signing in before is not theirs."""

    user: User


@dataclass(frozen=True)
class PasswordLinkRequested:
    """The user of ``membership`` gets a link that sets a password once: user id (base64) and ``token``."""

    membership: Membership
    user_part: str
    token: str


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
