"""Finding a case by its number, for staff pages."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import Http404

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.numbers import format_number, parse_number
from raekoda.platform.core.actor import Actor


@dataclass(frozen=True)
class CaseSummary:
    """What somebody who may not read a case learns by its number: where it is and whom to call.

    Of an ordinary case also its kind, deadline and public words.
    """

    case: Case

    @property
    def is_special(self) -> bool:
        return self.case.is_special


def find_summary(number: str, actor: Actor) -> CaseSummary | None:
    """The summary of the case with exactly this number, for the phone desk and for break-glass access; else None."""
    parsed = parse_number(number, may_be_spaced=True)
    if parsed is None or not actor.may("cases.find_by_number"):
        return None
    cases = Case.objects.defer("words").select_related("unit__head", "person", "concerned", "service", "municipality")
    case = cases.filter(pk=parsed.key).first()
    return CaseSummary(case) if case is not None and case.number == format_number(*parsed) else None


def find_case(number: str, actor: Actor) -> Case | None:
    """The case with this number that ``actor`` may see, or None."""
    parsed = parse_number(number, may_be_spaced=True)
    if parsed is None:
        return None
    case = queries.visible_to(actor).filter(pk=parsed.key).first()
    return case if case is not None and case.number == format_number(*parsed) else None


def get_case_or_404(number: str, actor: Actor) -> Case:
    """The case with this number and its relations. Raises ``Http404``."""
    found = find_case(number, actor)
    if found is None:
        raise Http404(number)
    cases = queries.visible_to(actor)
    related = (
        "municipality",
        "service",
        "topic",
        "unit",
        "official",
        "contact",
        "area",
        "clock",
        "merged_into",
        "concerned",
    )
    return cases.select_related(*related, "asset__layer").get(pk=found.pk)
