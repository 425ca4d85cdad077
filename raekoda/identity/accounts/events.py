"""Events of accounts."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.identity.accounts.invitation_models import Invitation
from raekoda.identity.accounts.models import Membership, User
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
