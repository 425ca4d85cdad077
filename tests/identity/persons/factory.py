"""Persons and signed-in residents for tests: the sessions are real ones."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.test import Client

from raekoda.identity.persons import actions, sessions
from raekoda.identity.persons.models import Person, Representation
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality

MARI, JAAN, CHILD, FIRM = "60001019906", "38001085718", "61709210125", "10000018"


def person(municipality: Municipality, code: str = MARI, **given: Any) -> Person:
    """A person known here, Mari Maasikas unless told otherwise."""
    names = {"given_name": "Mari", "family_name": "Maasikas"} | given
    return actions.get_or_create_person(municipality, code=code, actor=Actor.system(), **names)


def child_of(parent: Person, code: str = CHILD, **given: Any) -> tuple[Person, Representation]:
    """A child and the parent's right to act for it."""
    names = {"given_name": "Mia", "family_name": "Maasikas"} | given
    child = actions.get_or_create_person(parent.municipality, code=code, actor=Actor.system(), **names)
    right = actions.save_representation(
        parent, child, Representation.Kind.PARENT, actor=Actor.system(), source="register"
    )
    return child, right


def organisation_of(member: Person, code: str = FIRM, name: str = "Näidis OÜ") -> tuple[Person, Representation]:
    """An organisation and the right of a member of its board."""
    kind = Person.Kind.LEGAL
    firm = actions.get_or_create_person(
        member.municipality, code=code, family_name=name, kind=kind, actor=Actor.system()
    )
    right = actions.save_representation(
        member, firm, Representation.Kind.BOARD, actor=Actor.system(), source="register"
    )
    return firm, right


def sign_in(client: Client, person: Person, acting_for: Representation | None = None) -> Client:
    """Put a signed-in session of ``person`` into ``client``'s cookies, for the host of its municipality."""
    request = HttpRequest()
    key = client.cookies.get(settings.SESSION_COOKIE_NAME)
    engine = import_module(settings.SESSION_ENGINE)
    request.session = engine.SessionStore(key.value if key else None)
    request.municipality = person.municipality  # type: ignore[attr-defined]
    sessions.begin(request, person, method="test", level="high")
    if acting_for is not None:
        sessions.switch(request, acting_for)
    request.session.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = request.session.session_key
    return client


def actor_for(person: Person, subject: Person | None = None) -> Actor:
    """The actor that ``person`` is when signed in, for themself or for ``subject``."""
    return Actor.resident(person_id=person.pk, subject_id=(subject or person).pk)
