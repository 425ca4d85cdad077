"""The state of a case in plain words for its sender, and how long personal data are retained."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from django.db.models import Q
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from raekoda.casework.cases import queries, rules
from raekoda.casework.cases.models import Case, Outcome, RetentionRule, Status
from raekoda.casework.cases.privacy import without_sender
from raekoda.casework.cases.timeline import Entry
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor

SITUATIONS = {
    Status.NEW: (
        gettext_lazy("Your case is registered"),
        gettext_lazy("An official reads it next. You need not do anything."),
    ),
    Status.ASSIGNED: (
        gettext_lazy("Your case is being handled"),
        gettext_lazy("We are working on it. You do not need to do anything."),
    ),
    Status.WAITING: (
        gettext_lazy("We need your reply"),
        gettext_lazy("Please answer the question below: then we can go on."),
    ),
    Status.SUSPENDED: (
        gettext_lazy("Handling is suspended"),
        gettext_lazy("We are waiting for something. We will tell you when work goes on."),
    ),
    Status.FORWARDED: (
        gettext_lazy("Your case was passed on to another body"),
        gettext_lazy("It is theirs to solve, and they answer you."),
    ),
    Status.CLOSED: (gettext_lazy("Your case is answered"), gettext_lazy("You find the answer below.")),
    Status.MERGED: (
        gettext_lazy("Your case was joined to an earlier one about the same"),
        gettext_lazy("It is solved there. You get a letter when it is."),
    ),
}
UNANSWERED = (Outcome.NO_ANSWER_DUE, Outcome.DUPLICATE, Outcome.WITHDRAWN)


@dataclass(frozen=True)
class Situation:
    """The state of a case: a heading and what it means for the sender."""

    title: str
    text: str


def situation(case: Case) -> Situation:
    """The state of the case in words for its sender."""
    if case.status == Status.CLOSED and case.outcome in UNANSWERED:
        return Situation(_("Your case is closed"), _("You find the reason below."))
    title, text = SITUATIONS[Status(case.status)]
    return Situation(str(title), str(text))


def public_timeline(case: Case) -> list[Entry]:
    """The case's public timeline, without the sender's name in the answers."""
    return [
        replace(entry, title=capfirst(entry.title), text=without_sender(entry.text, case.contact, case.language).text)
        for entry in queries.timeline(case, Actor.resident())
    ]


def public_merge_target(case: Case) -> Case | None:
    """The public report into which the case was merged; None for every other case."""
    final = queries.merge_target(case)
    return final if final.pk != case.pk and final.is_public else None


def retained_until(case: Case) -> date | None:
    """The day when the personal data of a closed case are removed; None while it is open or when no rule is set."""
    if case.closed_at is None:
        return None
    closed_on = clock.local_day(case.closed_at)
    periods = RetentionRule.objects.filter(Q(municipality=None) | Q(municipality=case.municipality_id), kind=case.kind)
    rule = rules.rule_for(periods, case.kind, closed_on, case.municipality_id)  # type: ignore[type-var]
    return closed_on + timedelta(days=rule.days) if rule else None
