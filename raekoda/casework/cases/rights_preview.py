"""What cases tell the rights page: how many cases a member of staff would see, and which nobody may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.db.models import Count
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from raekoda.casework.cases.models import Case, CaseParticipant, Kind
from raekoda.casework.cases.visibility import visible_to
from raekoda.identity.accounts.capabilities import SPECIAL, Capability, Sensitivity
from raekoda.identity.accounts.models import User
from raekoda.identity.accounts.queries import members
from raekoda.identity.accounts.rights import rights_of_all
from raekoda.identity.accounts.rights_page import Preview, PreviewTable, shown_count
from raekoda.platform.core.actor import Actor


def preview(user: User) -> Preview:
    """Counts of the cases that ``user`` may read, by kind and sensitivity, and the number of their tasks."""
    actor = Actor.staff(user)
    if not actor.may("cases.view"):
        return Preview(tasks=(_("Sees no cases."),))
    cases = visible_to(actor)
    groups = cases.order_by().values("kind", "sensitivity").annotate(cases=Count("pk"))
    counts = {(group["kind"], group["sensitivity"]): group["cases"] for group in groups}
    rows = tuple(
        (str(capfirst(kind.label)), tuple(_shown(counts.get((kind, level), 0), level) for level in Sensitivity))
        for kind in Kind
        if any(counts.get((kind, level)) for level in Sensitivity)
    )
    if not rows:
        return Preview(tasks=(_("Sees no cases."), *_tasks(user)))
    columns = tuple(str(capfirst(level.label)) for level in Sensitivity)
    return Preview((PreviewTable(_("Cases, by kind and sensitivity"), columns, rows),), tuple(_tasks(user)))


def unreadable_special_cases() -> Iterator[str]:
    """Open cases of special categories that no role applies to and no member has as a task."""
    rights = rights_of_all()
    unreadable: Counter[str] = Counter()
    groups = (
        Case.objects.filter(sensitivity__in=SPECIAL, closed_at=None)
        .exclude(official__in=members().order_by().values("pk"))
        .order_by()
        .values("sensitivity", "unit", "service")
        .annotate(cases=Count("pk"))
    )
    for group in groups:
        level = group["sensitivity"]
        if not rights.covers(
            Capability.HANDLE, unit_id=group["unit"], service_id=group["service"], sensitivity=level
        ):  # fmt: skip
            unreadable[level] += group["cases"]
    for level in SPECIAL:
        if unreadable[level]:
            yield _("Nobody may read open cases of the category “%(category)s”: %(count)s.") % {
                "category": level.label,
                "count": _shown(unreadable[level], level),
            }


def _tasks(user: User) -> Iterator[str]:
    owned = Case.objects.filter(official=user, closed_at=None).count()
    yield ngettext("Official of %(count)s open case.", "Official of %(count)s open cases.", owned) % {"count": owned}
    asked_in = CaseParticipant.objects.filter(user=user, reason=CaseParticipant.Reason.ASKED_IN, until=None).count()
    yield ngettext("Asked in on %(count)s case.", "Asked in on %(count)s cases.", asked_in) % {"count": asked_in}


def _shown(count: int, level: str) -> str:
    return shown_count(count, is_special=level in SPECIAL)
