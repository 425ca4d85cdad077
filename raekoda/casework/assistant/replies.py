"""A reply, common to all channels: site, widget, API, desk."""

from __future__ import annotations

from dataclasses import dataclass, field

from raekoda.casework.assistant.emergencies.cards import Card


@dataclass(frozen=True)
class Source:
    """A cited published text; ``text`` is the cited excerpt."""

    number: int
    kind: str
    key: str
    language: str
    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """One sentence of an answer and the number of its source. Plain text."""

    text: str
    source: int


@dataclass(frozen=True)
class NextStep:
    """A next step: ``kind`` is apply, report, phone, email or page."""

    kind: str
    label: str
    url: str


@dataclass(frozen=True)
class Reply:
    """The reply to a question. ``mode``: sentences, model, emergency or none; ``near``: related texts when there is no answer;
    ``emergency``: the card that is all of the answer; such a reply is never stored."""

    ref: str
    question: str
    language: str
    answered: bool
    sentences: list[Sentence] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    confidence: float = 0.0
    service_key: str | None = None
    service_title: str = ""
    next_steps: list[NextStep] = field(default_factory=list)
    mode: str = "none"
    near: list[Source] = field(default_factory=list)
    emergency: Card | None = None
