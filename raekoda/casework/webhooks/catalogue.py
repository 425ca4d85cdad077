"""Names and labels of webhook events."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PING = "ping"
CASES: dict[str, str | Promise] = {
    "case.opened": _("A public report was registered"),
    "case.assigned": _("A public report went to another unit or official"),
    "case.answered": _("A public report was answered"),
    "case.closed": _("A public report was closed with a notice"),
    "case.forwarded": _("A public report was forwarded to another body"),
    "case.merged": _("A public report was joined to another one"),
    "case.reopened": _("A public report was opened again"),
}
PUBLISHED: dict[str, str | Promise] = {
    "answer.published": _("An answer of the question column was published"),
    "answer.withdrawn": _("An answer of the question column was withdrawn"),
    "notice.published": _("A notice was published"),
}
OFFERED: dict[str, str | Promise] = {**CASES, **PUBLISHED}
"""What an endpoint may subscribe to."""
THREADS = ("case.asked", "case.answered", "case.closed", "case.forwarded")
"""Sent to the endpoint of a source about its own threads, whether the case is public or not."""
ALL = (*dict.fromkeys((*OFFERED, *THREADS)), PING)
