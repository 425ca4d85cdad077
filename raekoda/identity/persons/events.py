"""What persons tells the floors above."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.identity.persons.models import Person, Representation, Session
from raekoda.platform.core.actor import Actor


@dataclass(frozen=True)
class PersonSignedIn:
    """``person`` signed in; ``session`` has begun."""

    person: Person
    session: Session


@dataclass(frozen=True)
class PersonForgotten:
    """What identified ``person`` is gone; the row stays for what points at it."""

    person: Person
    actor: Actor


@dataclass(frozen=True)
class RepresentationEnded:
    """``representation`` is over before its time."""

    representation: Representation


@dataclass(frozen=True)
class ActedFor:
    """``person`` acts by ``representation`` from now on, and sees the matters of who is represented."""

    person: Person
    representation: Representation
    actor: Actor
