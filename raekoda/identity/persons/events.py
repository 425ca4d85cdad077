"""Events of persons."""

from __future__ import annotations

from dataclasses import dataclass

from raekoda.identity.persons.models import Person, Representation, Session
from raekoda.platform.core.actor import Actor


@dataclass(frozen=True)
class PersonSignedIn:
    """``person`` signed in and ``session`` started."""

    person: Person
    session: Session


@dataclass(frozen=True)
class PersonErased:
    """The identifying data of ``person`` were erased; the row stays."""

    person: Person
    actor: Actor


@dataclass(frozen=True)
class RepresentationEnded:
    """``representation`` was ended before its last day."""

    representation: Representation


@dataclass(frozen=True)
class ActingStarted:
    """``person`` started to act by ``representation`` and can see the represented person's records."""

    person: Person
    representation: Representation
    actor: Actor
