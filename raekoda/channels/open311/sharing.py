"""Whose a report is, pure: by its place, by its service; and what partners' words are in ours."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Theirs:
    """A service of ours as a partner knows it. ``is_theirs``: reports about it are the partner's, within ``area_id`` if set."""

    code: str
    name: str
    needs_answers: bool = False
    is_theirs: bool = False
    area_id: int | None = None


@dataclass(frozen=True)
class Share:
    """What a partner takes: codes (EHAK) of municipalities, services of ours by key, one service for all else."""

    partner_id: int
    name: str
    at_once: bool
    places: frozenset[str] = frozenset()
    services: Mapping[int, Theirs] = field(default_factory=dict)
    otherwise: Theirs | None = None


@dataclass(frozen=True)
class Found:
    """A partner whose a report is, why, and as which of its services (None: an official has to say)."""

    share: Share
    by_place: bool
    service: Theirs | None


def whose(shares: Iterable[Share], place: str, service_id: int | None, area_ids: frozenset[int]) -> Found | None:
    """The first partner whose the report is. ``place`` is the code of another municipality it lies in, "" in our own."""
    shares = list(shares)
    for share in shares:
        if place and place in share.places:
            return Found(share, True, share.services.get(service_id or 0) or share.otherwise)
    if place:
        return None
    for share in shares:
        theirs = share.services.get(service_id or 0)
        if theirs is not None and theirs.is_theirs and (theirs.area_id is None or theirs.area_id in area_ids):
            return Found(share, False, theirs)
    return None


def goes_at_once(found: Found, *, is_public: bool) -> bool:
    """Whether a report goes without an official: the partner's rule says so, anyone may read it, nothing has to be asked."""
    return found.share.at_once and is_public and found.service is not None and not found.service.needs_answers
