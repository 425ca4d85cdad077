"""Finding one case on the desk: through the gate, by the number people use."""

from __future__ import annotations

import re

from django.http import Http404

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case
from raekoda.platform.core.actor import Actor

NUMBER = re.compile(r"(\d{4})(?:\s{0,3}[-–/]\s{0,3}|\s{1,3})(\d{1,12})")


def by_number(number: str, by: Actor) -> Case | None:
    """The case of this number that ``by`` may see, or None."""
    match = NUMBER.fullmatch(number.strip())
    if match is None:
        return None
    case = queries.visible_to(by).filter(pk=int(match[2])).first()
    return case if case is not None and case.number.startswith(f"{match[1]}-") else None


def case_or_404(number: str, by: Actor, *, locked: bool = False) -> Case:
    """The case of this number with what its page shows; ``locked`` until the end of the transaction. Raises ``Http404``."""
    found = by_number(number, by)
    if found is None:
        raise Http404(number)
    cases = queries.visible_to(by)
    if locked:
        cases = cases.select_for_update(of=("self",))
    related = ("municipality", "service", "topic", "unit", "official", "contact", "area", "clock", "merged_into")
    return cases.select_related(*related, "asset__layer").get(pk=found.pk)
