"""Presentation of letters on staff pages."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raekoda.casework.letters.models import Letter

TONES = {"queued": "info", "sent": "success", "failed": "danger", "bounced": "danger"}


def status_tone(letter: Letter) -> str:
    """The colour of the letter's status."""
    return TONES.get(letter.status, "warning")


def is_to_sender(letter: Letter) -> bool:
    """Whether the letter goes to the sender of its case, not to a follower, the unit or the official."""
    return not (letter.leave_url or letter.key.startswith(("follow:", "unit-")))


def recipient_role(letter: Letter) -> str:
    """The recipient by role: an address is personal data and is shown on the letter's own page only."""
    if letter.leave_url or letter.key.startswith("follow:"):
        return _("to a follower")
    if letter.key.startswith("account-"):
        return _("to a colleague")
    if letter.key.startswith("unit-"):
        return _("to the unit or the official")
    return _("to the sender")
