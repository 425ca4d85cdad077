"""An answer as every door shows it: the site, the widget, the endpoint, the desk."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Source:
    """A published text that is cited. ``text`` are its words that the sentences stand on."""

    number: int
    kind: str
    key: str
    language: str
    title: str
    url: str
    text: str


@dataclass(frozen=True)
class Sentence:
    """One sentence of an answer and the number of the source in which it stands. Text, never markup."""

    text: str
    source: int


@dataclass(frozen=True)
class Way:
    """How to go on: ``kind`` is apply, report, phone, email or page."""

    kind: str
    label: str
    url: str


@dataclass(frozen=True)
class Reply:
    """What is answered to one question. ``mode`` is sentences, model or none; ``near`` may help when nothing is answered."""

    ref: str
    question: str
    language: str
    answered: bool
    sentences: list[Sentence] = field(default_factory=list)
    sources: list[Source] = field(default_factory=list)
    confidence: float = 0.0
    service_key: str | None = None
    service_title: str = ""
    ways: list[Way] = field(default_factory=list)
    mode: str = "none"
    near: list[Source] = field(default_factory=list)
