"""When an erasure needs approval, and when a person can be erased. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from raekoda.identity.persons.personal_data import ErasureResult


def needs_approval(*, acts_for_other: bool, is_staff: bool) -> bool:
    """Erasure in another's name and of a member of staff needs approval: it cannot be undone."""
    return acts_for_other or is_staff


def may_erase_person(results: Iterable[ErasureResult]) -> bool:
    """Whether no retained record requires the person to stay identified."""
    return not any(result.retained and result.needs_person for result in results)
