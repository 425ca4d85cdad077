"""Finding one case on the desk: through the gate, by the number people use."""

from __future__ import annotations

from django.http import Http404

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case
from raekoda.casework.cases.numbers import read_number, written_number
from raekoda.platform.core.actor import Actor


def by_number(number: str, actor: Actor) -> Case | None:
    """The case of this number that ``by`` may see, or None."""
    given = read_number(number, may_be_spaced=True)
    if given is None:
        return None
    case = queries.visible_to(actor).filter(pk=given.key).first()
    return case if case is not None and case.number == written_number(*given) else None


def case_or_404(number: str, actor: Actor, *, locked: bool = False) -> Case:
    """The case of this number with what its page shows; ``locked`` until the end of the transaction. Raises ``Http404``."""
    found = by_number(number, actor)
    if found is None:
        raise Http404(number)
    cases = queries.visible_to(actor)
    if locked:
        cases = cases.select_for_update(of=("self",))
    related = ("municipality", "service", "topic", "unit", "official", "contact", "area", "clock", "merged_into")
    return cases.select_related(*related, "asset__layer").get(pk=found.pk)
