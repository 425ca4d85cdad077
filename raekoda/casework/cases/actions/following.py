"""Following a public report: requested with an address, confirmed by a link, ended by a link."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from raekoda.casework.cases.actions.common import journal, require_allowed
from raekoda.casework.cases.actions.draft import check_email
from raekoda.casework.cases.errors import TransitionNotAllowed
from raekoda.casework.cases.events import FollowRequested
from raekoda.casework.cases.models import Case, Follower
from raekoda.casework.cases.rules import Verb
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.addresses import ascii_email
from raekoda.platform.core.events import emit


def follow(case: Case, *, email: str, language: str = "et") -> Follower:
    """Request e-mails about a public report. The first e-mail has a confirmation link; nothing else is sent before it is
    confirmed.

    The same address again is the same subscription. Raises :class:`CaseError` for an invalid address,
    :class:`TransitionNotAllowed` for a case that is not public or was merged.
    """
    email = ascii_email(email).lower()
    check_email(email)
    with transaction.atomic():
        case.refresh_from_db(from_queryset=Case.objects.defer("words"))
        if not case.is_public:
            raise TransitionNotAllowed(_("Only public reports can be followed."))
        require_allowed(case, Verb.FOLLOW)
        follower, is_new = Follower.objects.get_or_create(
            case=case, email=email, defaults={"municipality_id": case.municipality_id, "language": language}
        )
        if is_new:
            journal("follow", case, Actor.resident(), follower=follower.pk)
        if follower.confirmed_at is None:
            emit(FollowRequested(follower))
    return follower


def confirm_follow(token: str) -> Follower | None:
    """Confirm by the link in the e-mail; ``None`` when the link is unknown."""
    with transaction.atomic():
        follower = Follower.objects.select_for_update(of=("self",)).select_related("case").filter(token=token).first()
        if follower is not None and follower.confirmed_at is None:
            follower.confirmed_at = clock.now()
            follower.save(update_fields=["confirmed_at"])
            journal("confirm_follow", follower.case, Actor.resident(), follower=follower.pk)
    return follower


def unfollow(token: str) -> Case | None:
    """Stop following by the link in any e-mail; the case, or ``None`` when it was done already."""
    with transaction.atomic():
        follower = Follower.objects.select_for_update(of=("self",)).select_related("case").filter(token=token).first()
        if follower is None:
            return None
        journal("unfollow", follower.case, Actor.resident(), follower=follower.pk)
        follower.delete()
    return follower.case
