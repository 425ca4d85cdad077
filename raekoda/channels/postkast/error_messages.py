"""What the state mailbox answers when something is wrong (chapter 08 of its document), as messages for staff."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MESSAGES: dict[str, str | Promise] = {
    "400": _("The state mailbox found the letter incomplete or wrongly written. Look at the template and its fields."),
    "headerParametersMissing": _(
        "The state mailbox wants a header that was not sent (X-User-Access-Type or X-User-Profiles). "
        "An administrator adds it to the connection as agreed with its keeper."
    ),
    "401": _(
        "The state mailbox did not accept the token, or it has expired. An administrator renews it in the connection."
    ),
    "403": _("The state mailbox does not allow this. Ask its keeper for the right."),
    "ERROR.12": _(
        "The municipality lacks the right for this in the state mailbox (ERROR.12). Ask its keeper for the right."
    ),
    "404": _("The state mailbox does not know the template or what was asked for. Read the templates anew."),
    "409": _(
        "The state mailbox knows this letter already but does not show it. Ask its keeper before sending it anew."
    ),
    "500": _("The state mailbox has a fault of its own. It is tried again."),
    "time-out": _(
        "The state mailbox did not answer. It is tried again; whether the letter arrived is looked up first."
    ),
    "not connected": _("The state mailbox is not connected or is switched off. An administrator sets it up."),
    "forgotten": _("The recipient's code was forgotten after its period. Write the letter anew."),
    "address": _("The address of the state mailbox may not be asked from here. An administrator corrects it."),
    "unreadable": _("The token cannot be read any more. An administrator writes it anew in the connection."),
    "files": _("A file that was to be attached is gone or too large. Write the letter anew."),
    "answer": _("The state mailbox answered in a way that is not understood. Tell the keeper of this installation."),
}


def get_error_message(code: str) -> str:
    """The message for a code of ``errors.RequestFailed``; a named error goes before the status; "" for an empty code."""
    if not code:
        return ""
    status, _space, error_name = code.partition(" ")
    for key in (code, error_name.partition(" ")[0], status):
        if key in MESSAGES:
            return str(MESSAGES[key])
    return str(MESSAGES["500"] if status.isdecimal() and int(status) >= 500 else MESSAGES["answer"])
