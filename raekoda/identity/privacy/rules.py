"""When an official has to agree to a deletion. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from raekoda.identity.persons.holdings import Forgotten


def needs_official(*, acts_for_other: bool, is_staff: bool) -> bool:
    """A deletion in another's name (a child's, an organisation's) and that of a member of staff is looked at by an official
    first: it cannot be undone, and whose data it is did not ask themself."""
    return acts_for_other or is_staff


def person_may_go(found: Iterable[Forgotten]) -> bool:
    """Whether no room still has to know who the person is."""
    return not any(each.kept and each.needs_person for each in found)
