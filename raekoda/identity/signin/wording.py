"""What people read when a sign-in did not succeed: what happened and what to do next, by the reason's code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Words:
    """``again`` says whether trying once more makes sense."""

    title: Any
    text: Any
    again: bool = True
    tone: str = "warning"


CANCELLED = Words(
    _("You did not sign in"),
    _("You came back without signing in. Nothing was changed, and you can go on whenever you like."),
    tone="info",
)
SILENT = Words(
    _("The sign-in service does not answer"),
    _("The state's sign-in service did not answer us in time. Please try again in a few minutes."),
)
ENDED = Words(
    _("Your session has ended"), _("You were signed out at the state's sign-in service. Please sign in again.")
)
STALE = Words(
    _("This sign-in is over"),
    _("The answer came too late, or it had been used already. Please begin again from this page."),
)
OTHER_BROWSER = Words(
    _("This sign-in began elsewhere"),
    _(
        "The answer does not belong to a sign-in that began in this browser on this site. Nobody was signed in. "
        "If your browser refuses cookies, allow them for this site and try again."
    ),
)
LEVEL = Words(
    _("A stronger means of signing in is needed"),
    _("The means you chose does not reach the level that this municipality asks for. Please choose another one."),
)
METHOD = Words(
    _("This means cannot be used here"),
    _("This municipality does not take the means you chose. Please choose another one."),
)
DISTRUSTED = Words(
    _("The answer could not be trusted"),
    _("The answer of the sign-in service did not pass our checks, so nobody was signed in. Please try again."),
    tone="danger",
)
SETUP = Words(
    _("Signing in is not set up correctly"),
    _("The sign-in service refused our request. This is not your fault: please tell the municipality."),
    again=False,
    tone="danger",
)
BUSY = Words(
    _("Too many tries"), _("There were very many tries from your network. Please wait ten minutes and try again.")
)

BY_CODE = {
    "cancelled": CANCELLED, "silent": SILENT, "ended": ENDED, "late": STALE, "used": STALE, "code": STALE,
    "expired": STALE, "state": OTHER_BROWSER, "browser": OTHER_BROWSER, "provider": OTHER_BROWSER, "level": LEVEL,
    "method": METHOD, "setup": SETUP, "discovery": SETUP, "busy": BUSY,
}  # fmt: skip


def words_of(code: str) -> Words:
    """The words for a reason; a reason that is only of interest to attackers and keepers gets the general ones."""
    return BY_CODE.get(code, DISTRUSTED)


TROUBLES = {
    "silent": _("the provider does not answer at this address"),
    "discovery": _("the document at this address is of another issuer, or names unsafe addresses"),
    "keys": _("the provider publishes no keys"),
    "setup": _("the secret is missing"),
    "unreadable": _("the secret was encrypted under another key of this installation: write it anew"),
}


def trouble_words(code: str) -> str:
    """What was wrong at a check of a provider; "" when nothing was."""
    return str(TROUBLES.get(code, code)) if code else ""
