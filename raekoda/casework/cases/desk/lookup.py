"""Finding a case by its number, for staff pages."""

from __future__ import annotations

from django.http import Http404

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.numbers import format_number, parse_number
from raekoda.platform.core.actor import Actor


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
    related = ("municipality", "service", "topic", "unit", "official", "contact", "area", "clock", "merged_into")
    return cases.select_related(*related, "asset__layer").get(pk=found.pk)
