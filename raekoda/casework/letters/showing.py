"""How staff pages speak of letters."""

from __future__ import annotations

from django.utils.translation import gettext as _

from raekoda.casework.letters.models import Letter

TONES = {"queued": "info", "sent": "success", "failed": "danger", "bounced": "danger"}


def tone_of(letter: Letter) -> str:
    """The colour of the letter's state."""
    return TONES.get(letter.status, "warning")


def reader_of(letter: Letter) -> str:
    """To whom the letter is, by role: an address is personal data and stays on the letter's own page."""
    if letter.leave_url or letter.key.startswith("follow:"):
        return _("to a follower")
    if letter.key.startswith("unit-"):
        return _("to the unit or the official")
    return _("to the sender")
