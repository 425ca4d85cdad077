"""Letters to colleagues about their accounts: invitations and links for passwords, on the municipality's own host."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import override

from raekoda.casework.letters import letters
from raekoda.casework.letters.letters import LetterDraft
from raekoda.identity.accounts.events import MemberInvited, PasswordLinkRequested
from raekoda.platform.core import clock
from raekoda.platform.core.events import on
from raekoda.platform.core.links import site_url
from raekoda.platform.core.tokens import digest

KEY_PREFIX = "account-"
INVITATION_LANGUAGE = "et"


@on(MemberInvited)
def invited(event: MemberInvited) -> None:
    """The link by which a role is accepted."""
    invitation = event.invitation
    with override(INVITATION_LANGUAGE):
        url = site_url(invitation.municipality) + reverse("desk:invitation", args=[event.token])
        context = {"invitation": invitation, "url": url, "role": invitation.get_role_display()}
    key = f"{KEY_PREFIX}invitation:{invitation.pk}:{invitation.digest[:16]}"
    draft = LetterDraft("invitation", key, invitation.email, INVITATION_LANGUAGE, context)
    letters.write_without_case(invitation.municipality, [draft])


@on(PasswordLinkRequested)
def password_link_requested(event: PasswordLinkRequested) -> None:
    """The link by which a password is set."""
    user, municipality = event.membership.user, event.membership.municipality
    with override(user.language):
        path = reverse("desk:first_password", args=[event.user_part, event.token])
    key = f"{KEY_PREFIX}password:{user.pk}:{clock.now():%Y%m%d%H%M%S}:{digest(event.token)[:8]}"
    context = {"user": user, "url": site_url(municipality) + path}
    letters.write_without_case(municipality, [LetterDraft("password", key, user.email, user.language, context)])
