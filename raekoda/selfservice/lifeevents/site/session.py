"""Answers of a visitor in their session."""

from __future__ import annotations

from datetime import date
from typing import Any, TypeGuard

from django.http import HttpRequest

from raekoda.identity.persons.access import get_resident
from raekoda.platform.core import clock
from raekoda.registry.benefits.facts import Facts
from raekoda.selfservice.lifeevents.finder import Grant, Place, find_grants, get_place
from raekoda.selfservice.lifeevents.models import LifeEvent, Question

KEY = "lifeevents"
OWNER = "whose"


def get_owner(request: HttpRequest) -> int | None:
    """Id of the subject of the signed-in resident; None when not signed in."""
    resident = get_resident(request)
    return resident.subject_id if resident else None


def belongs_to_visitor(stored_answers: Any, request: HttpRequest) -> TypeGuard[dict[str, Any]]:
    """Whether session data belong to the current subject or were entered before signing in."""
    return isinstance(stored_answers, dict) and stored_answers.get(OWNER) in (None, get_owner(request))


class VisitorAnswers:
    """Answers of one life event: ``answers`` to choices, ``finder`` input of the finder, ``done`` steps.

    Answers of another person in the same browser (before a sign-out, or for another subject) are ignored.
    """

    def __init__(self, request: HttpRequest, event: LifeEvent) -> None:
        self.request = request
        self.slug = event.slug
        stored = request.session.get(KEY) or {}
        stored_answers = stored.get(event.slug) if isinstance(stored, dict) else None
        self.data: dict[str, Any] = {"answers": {}, "finder": {}, "done": []}
        if belongs_to_visitor(stored_answers, request):
            self.data |= {name: stored_answers[name] for name in self.data if name in stored_answers}

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
        """Store the answers in the session."""
        stored = self.request.session.get(KEY) or {}
        self.request.session[KEY] = {**stored, self.slug: {**self.data, OWNER: get_owner(self.request)}}

    def reset(self) -> None:
        """Discard the answers."""
        stored = self.request.session.get(KEY) or {}
        self.request.session[KEY] = {slug: data for slug, data in stored.items() if slug != self.slug}
        self.data = {"answers": {}, "finder": {}, "done": []}

    @property
    def place(self) -> Place | None:
        return get_place(self.finder.get("place", ""))

    @property
    def died_on(self) -> date | None:
        return Facts.read(self.finder).died_on

    def facts(self, place: Place) -> Facts:
        """Known facts for the rules of a benefit."""
        known = {**self.finder, "deceased_residence": place.code, "applied_on": clock.today()}
        return Facts.read(known)

    def grants(self, question: Question) -> list[Grant]:
        """Results of the finder; empty before the place is known."""
        place = self.place
        return find_grants(place, question.benefit_kind, self.facts(place)) if place is not None else []
