"""What roles allow, how sensitive a matter is, and the roles that every municipality begins with."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Sensitivity(models.TextChoices):
    """How sensitive a matter is. The last three are special categories (GDPR art. 9 and 10, Lastekaitseseadus)."""

    OPEN = "open", pgettext_lazy("sensitivity", "open")
    INTERNAL = "internal", _("internal")
    PERSONAL = "personal", _("personal data")
    SOCIAL = "social", _("special: social welfare")
    CHILD = "child", _("special: child protection")
    HEALTH = "health", _("special: health")


SPECIAL = (Sensitivity.SOCIAL, Sensitivity.CHILD, Sensitivity.HEALTH)
ORDINARY = (Sensitivity.OPEN, Sensitivity.INTERNAL, Sensitivity.PERSONAL)
FRONT_DESK_READS = (Sensitivity.OPEN, Sensitivity.INTERNAL)


def strictest(levels: Iterable[str]) -> Sensitivity:
    """The most sensitive of ``levels``; open when there are none."""
    order = list(Sensitivity)
    return max((Sensitivity(level) for level in levels), key=order.index, default=Sensitivity.OPEN)


class Capability(models.TextChoices):
    """What a role may do. Those in ``WITHIN_REACH`` apply to the matters of the member's units and services."""

    FRONT_DESK = "front_desk", _("answers the phone and the counter: reads open and internal cases of all units")
    TRIAGE = "triage", _("directs what has no unit yet")
    HANDLE = "handle", _("reads and handles the cases of the own units")
    DECIDE = "decide", _("drafts and confirms decisions")
    PAY = "pay", _("makes and confirms payment lists")
    ORIGINALS = "originals", _("reads letters as they came and hears recordings")
    SEE_REPORTER = "see_reporter", _("sees who reported a special matter")
    BREAK_GLASS = "break_glass", _("may open a case outside the own rights with a reason")
    ANALYSE = "analyse", _("sees figures")
    WRITE = "write", _("writes services, pages and answers")
    PUBLISH = "publish", _("publishes services and pages")
    CONFIGURE = "configure", _("sets up how services, benefits and forms work")
    ADMINISTER = "administer", _("manages people, units, rights and connections")


C = Capability
WITHIN_REACH = frozenset({C.HANDLE, C.DECIDE, C.PAY, C.ORIGINALS, C.SEE_REPORTER})
CONTENT = frozenset({*WITHIN_REACH, C.FRONT_DESK, C.TRIAGE, C.BREAK_GLASS})
"""Capabilities that show content of cases. A role has either these or ``ADMINISTER``."""
CHANGEABLE = (
    C.FRONT_DESK, C.TRIAGE, C.HANDLE, C.DECIDE, C.PAY, C.ORIGINALS, C.SEE_REPORTER, C.BREAK_GLASS, C.ANALYSE,
)  # fmt: skip
"""Capabilities that an administrator may give to a role or take from it; the others are fixed by the role."""
NEEDS_SECOND_PERSON = frozenset({C.SEE_REPORTER, C.BREAK_GLASS, C.DECIDE, C.PAY, C.ORIGINALS})
"""Capabilities that another administrator confirms when a role gets them."""

DEFAULT_CAPABILITIES: dict[str, frozenset[str]] = {
    "operator": frozenset({C.FRONT_DESK, C.TRIAGE}),
    "official": frozenset({C.HANDLE, C.DECIDE, C.PAY, C.ORIGINALS, C.BREAK_GLASS, C.ANALYSE}),
    "service_owner": frozenset({C.HANDLE, C.DECIDE, C.PAY, C.BREAK_GLASS, C.ANALYSE, C.WRITE, C.CONFIGURE}),
    "editor": frozenset({C.WRITE, C.PUBLISH}),
    "analyst": frozenset({C.ANALYSE}),
    "administrator": frozenset({C.WRITE, C.PUBLISH, C.CONFIGURE, C.ADMINISTER, C.ANALYSE}),
}
"""What each role may do where its municipality has not changed it."""
SUPERUSER_CAPABILITIES = DEFAULT_CAPABILITIES["administrator"]
