"""What a visitor answered so far: in their own session, never in an address."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeGuard

from django.http import HttpRequest

from raekoda.identity.persons.access import get_resident
from raekoda.platform.core import clock
from raekoda.registry.benefits.facts import Facts
from raekoda.selfservice.lifeevents import finding
from raekoda.selfservice.lifeevents.models import LifeEvent, Question

KEY = "lifeevents"
WHOSE = "whose"


def whose(request: HttpRequest) -> int | None:
    """Whose matters are done now; None while nobody is signed in."""
    resident = get_resident(request)
    return resident.subject_id if resident else None


def is_theirs(kept: Any, request: HttpRequest) -> TypeGuard[dict[str, Any]]:
    """Whether what the session keeps is of whose matters are done now, or was answered before anybody signed in."""
    return isinstance(kept, dict) and kept.get(WHOSE) in (None, whose(request))


class Kept:
    """Answers of one life event: ``answers`` to choices, ``finder`` what the finder was told, ``done`` steps.

    Those of somebody else in the same browser (before a sign-out, or when acting for another) are not seen.
    """

    def __init__(self, request: HttpRequest, event: LifeEvent) -> None:
        self.request = request
        self.slug = event.slug
        whole = request.session.get(KEY) or {}
        kept = whole.get(event.slug) if isinstance(whole, dict) else None
        self.data: dict[str, Any] = {"answers": {}, "finder": {}, "done": []}
        if is_theirs(kept, request):
            self.data |= {name: kept[name] for name in self.data if name in kept}

    @property
    def answers(self) -> dict[str, str]:
        answers: dict[str, str] = self.data["answers"]
        return answers

    @property
    def finder(self) -> dict[str, str]:
        finder: dict[str, str] = self.data["finder"]
        return finder

    @property
    def done(self) -> list[str]:
        done: list[str] = self.data["done"]
        return done

    @property
    def is_begun(self) -> bool:
        return bool(self.answers or self.finder or self.done)

    def save(self) -> None:
        """Keep it for the visitor's next screen."""
        whole = self.request.session.get(KEY) or {}
        self.request.session[KEY] = {**whole, self.slug: {**self.data, WHOSE: whose(self.request)}}

    def drop(self) -> None:
        """Begin anew."""
        whole = self.request.session.get(KEY) or {}
        self.request.session[KEY] = {slug: data for slug, data in whole.items() if slug != self.slug}
        self.data = {"answers": {}, "finder": {}, "done": []}

    @property
    def place(self) -> finding.Place | None:
        return finding.place_of(self.finder.get("place", ""))

    @property
    def died_on(self) -> date | None:
        return Facts.read(self.finder).died_on

    def facts(self, place: finding.Place) -> Facts:
        """What is known, as the rules of a benefit look at it."""
        known = {**self.finder, "deceased_residence": place.code, "applied_on": clock.today()}
        return Facts.read(known)

    def grants(self, question: Question) -> list[finding.Grant]:
        """What the finder finds by now; empty before the place is known."""
        place = self.place
        return finding.find(place, question.benefit_kind, self.facts(place)) if place is not None else []
