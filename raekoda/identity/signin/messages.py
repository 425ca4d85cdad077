"""Messages for failed sign-ins, by reason code."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Message:
    """A message; ``again``: another attempt makes sense."""

    title: Any
    text: Any
    again: bool = True
    tone: str = "warning"


CANCELLED = Message(
    _("You did not sign in"),
    _("You came back without signing in. Nothing was changed, and you can go on whenever you like."),
    tone="info",
)
SILENT = Message(
    _("The sign-in service does not answer"),
    _("The state's sign-in service did not answer us in time. Please try again in a few minutes."),
)
ENDED = Message(
    _("Your session has ended"), _("You were signed out at the state's sign-in service. Please sign in again.")
)
STALE = Message(
    _("This sign-in is over"),
    _("The answer came too late, or it had been used already. Please begin again from this page."),
)
OTHER_BROWSER = Message(
    _("This sign-in began elsewhere"),
    _(
        "The answer does not belong to a sign-in that began in this browser on this site. Nobody was signed in. "
        "If your browser refuses cookies, allow them for this site and try again."
    ),
)
LEVEL = Message(
    _("A stronger means of signing in is needed"),
    _("The means you chose does not reach the level that this municipality asks for. Please choose another one."),
)
METHOD = Message(
    _("This means cannot be used here"),
    _("This municipality does not take the means you chose. Please choose another one."),
)
DISTRUSTED = Message(
    _("The answer could not be trusted"),
    _("The answer of the sign-in service did not pass our checks, so nobody was signed in. Please try again."),
    tone="danger",
)
SETUP = Message(
    _("Signing in is not set up correctly"),
    _("The sign-in service refused our request. This is not your fault: please tell the municipality."),
    again=False,
    tone="danger",
)
BUSY = Message(
    _("Too many tries"), _("There were very many tries from your network. Please wait ten minutes and try again.")
)

BY_CODE = {
    "cancelled": CANCELLED, "silent": SILENT, "ended": ENDED, "late": STALE, "used": STALE, "code": STALE,
    "expired": STALE, "state": OTHER_BROWSER, "browser": OTHER_BROWSER, "provider": OTHER_BROWSER, "level": LEVEL,
    "method": METHOD, "setup": SETUP, "discovery": SETUP, "busy": BUSY,
}  # fmt: skip


def get_message(code: str) -> Message:
    """The message for a reason code; codes without one of their own get :data:`DISTRUSTED`."""
    return BY_CODE.get(code, DISTRUSTED)


CHECK_MESSAGES = {
    "silent": _("the provider does not answer at this address"),
    "discovery": _("the document at this address is of another issuer, or names unsafe addresses"),
    "keys": _("the provider publishes no keys"),
    "setup": _("the secret is missing"),
    "unreadable": _("the secret was encrypted under another key of this installation: write it anew"),
}


def get_check_message(code: str) -> str:
    """Message for the result of a provider check; "" for none."""
    return str(CHECK_MESSAGES.get(code, code)) if code else ""
