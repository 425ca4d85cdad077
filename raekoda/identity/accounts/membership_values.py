"""What a membership is set to, and when that is more than before: pure rules."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from raekoda.identity.accounts.models import Membership


@dataclass(frozen=True)
class MembershipValues:
    """Role and reach of a membership. ``unit`` None: the whole municipality; ``services`` empty: all services."""

    role: str
    unit: int | None = None
    services: tuple[int, ...] = ()
    categories: tuple[str, ...] = ()
    title: str = ""

    @classmethod
    def build(
        cls, role: str, unit: int | None, services: Iterable[int], categories: Iterable[str], title: str
    ) -> MembershipValues:
        return cls(role, unit, tuple(sorted(set(services))), tuple(sorted(set(categories))), title)

    @classmethod
    def of(cls, membership: Membership) -> MembershipValues:
        return cls.build(
            membership.role, membership.unit_id, membership.services, membership.categories, membership.title
        )

    @classmethod
    def from_json(cls, stored: dict[str, Any]) -> MembershipValues:
        """The values that :meth:`as_json` gave."""
        return cls.build(**stored)

    def as_json(self) -> dict[str, Any]:
        return {**asdict(self), "services": list(self.services), "categories": list(self.categories)}

    @property
    def for_journal(self) -> dict[str, Any]:
        """The values without the title, which may name a person."""
        values = self.as_json()
        del values["title"]
        return values


def extends(after: MembershipValues, before: MembershipValues | None, within: frozenset[int]) -> bool:
    """Whether ``after`` applies to a matter that ``before`` did not, or gives another role.

    ``within`` are the keys of the units that ``before`` applied to, empty when it had none.
    """
    if before is None or after.role != before.role:
        return True
    has_more_units = before.unit is not None and (after.unit is None or after.unit not in within)
    has_more_services = bool(before.services) and not (after.services and set(after.services) <= set(before.services))
    has_more_categories = not set(after.categories) <= set(before.categories)
    return has_more_units or has_more_services or has_more_categories
