"""From a question to a reply: retrieval, ranking, confidence, answer, service and next steps."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from raekoda.casework.assistant import answering, chat, next_steps
from raekoda.casework.assistant.answering import Answer
from raekoda.casework.assistant.confidence import Features, Formula, formula_for
from raekoda.casework.assistant.configuration import rule_in_force
from raekoda.casework.assistant.emergencies.cards import Card, card_for
from raekoda.casework.assistant.matching import Match, match_texts
from raekoda.casework.assistant.material import Material, load_materials
from raekoda.casework.assistant.models import Mode
from raekoda.casework.assistant.phrases import nearness
from raekoda.casework.assistant.ranking import candidates, companion_of, rank
from raekoda.casework.assistant.replies import NextStep, Reply, Sentence, Source
from raekoda.casework.assistant.subjects import without_own_name
from raekoda.casework.assistant.verification import verify_sentences
from raekoda.platform.core.redact import PERSONAL, redact
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.retrieval import Retrieved, retrieve
from raekoda.registry.services.models import Service
from raekoda.registry.services.texts import written

log = structlog.get_logger(__name__)

PASSAGES = 60
LEAST_NAMED = 0.34


@dataclass(frozen=True)
class Analysis:
    """The candidates of a question, best first, with their features."""

    found: Retrieved
    matches: list[Match]
    companion: Material | None
    features: Features | None
    formula: Formula

    @property
    def materials(self) -> list[Material]:
        return [match.material for match in self.matches]

    @property
    def cited(self) -> list[Material]:
        """The texts of an answer: the best one and its companion in the same language."""
        first = self.materials[0]
        is_fit = self.companion is not None and self.companion.found.language == first.found.language
        return [first, self.companion] if is_fit and self.companion else [first]

    @property
    def related(self) -> list[Material]:
        """Texts that name something of the question or that its everyday words mean, in its language."""
        fit = (match.material for match in self.matches if match.is_meant or match.subject.named >= LEAST_NAMED)
        return [material for material in fit if material.found.language == self.found.language]

    @property
    def confidence(self) -> float:
        return round(self.formula.confidence(self.features), 4) if self.features else 0.0


def analyse(question: str, language: str) -> Analysis:
    """Retrieve, rank and match texts for a question and compute the features. Reads only."""
    question = without_own_name(question, current())
    found = retrieve(question, language, limit=PASSAGES)
    near = nearness(found.vector, found.model, current())
    formula = formula_for(near)
    ranked = rank(candidates(found, near), formula.weights)
    matches = match_texts(question, found.language, ranked)
    companion_ref = companion_of(matches[0].material, found.language, near) if matches else None
    companion = next(iter(load_materials([companion_ref])), None) if companion_ref else None
    features = Features.of(question, ranked, matches, near, found.model) if matches else None
    return Analysis(found, matches, companion, features, formula)


def reply_to(question: str, language: str, *, may_use_model: bool = True) -> tuple[Reply, Service | None]:
    """The reply to a question, not stored, and its service. Reads only. An emergency is answered before any search.

    ``may_use_model``: use the language model when one is configured (slower).
    """
    if (card := card_for(question, language)) is not None:
        return _emergency_reply(question, card), None
    analysis = analyse(question, language)
    threshold = rule_in_force(current()).threshold
    if analysis.confidence < (analysis.formula.threshold if threshold is None else threshold) or not analysis.materials:
        return _no_reply(question, analysis), None
    answer, mode = _answer(question, analysis, may_use_model)
    if not answer.sentences:
        return _no_reply(question, analysis), None
    service = answering.service_of(answer, analysis.materials)
    language = analysis.found.language
    reply = Reply(
        ref="", question=question, language=language, answered=True, sentences=answer.sentences,
        sources=answer.sources, confidence=analysis.confidence, service_key=str(service.pk) if service else None,
        service_title=written(service, "name", language).words if service else "",
        next_steps=next_steps.service_steps(service, language) if service else next_steps.contact_steps(current()), mode=mode,
    )  # fmt: skip
    return reply, service


def _emergency_reply(question: str, card: Card) -> Reply:
    first = card.lines[0].url if card.lines else ""
    return Reply(
        ref="", question=question, language=card.language, answered=True, emergency=card, confidence=1.0, mode="emergency",
        sentences=[Sentence(text, 1) for text in card.sentences],
        sources=[Source(1, "emergency", "card", card.language, card.title, first, " ".join(card.sentences))],
        next_steps=[NextStep("phone", f"{line.number} {line.name}", line.url) for line in card.lines],
    )  # fmt: skip


def _no_reply(question: str, analysis: Analysis) -> Reply:
    return Reply(
        ref="", question=question, language=analysis.found.language, answered=False, confidence=analysis.confidence,
        next_steps=next_steps.contact_steps(current()), near=answering.related_sources(analysis.related),
    )  # fmt: skip


def _answer(question: str, analysis: Analysis, may_use_model: bool) -> tuple[Answer, Mode]:
    """The verified answer of the language model when configured, else the extractive one."""
    if may_use_model and chat.is_set():
        by_model = _by_model(question, analysis)
        if by_model.sentences:
            return by_model, Mode.MODEL
    return answering.compose_answer(question, analysis.found, analysis.cited), Mode.SENTENCES


def _one_language(materials: Sequence[Material]) -> list[Material]:
    """The texts in the language of the first."""
    return [material for material in materials if material.found.language == materials[0].found.language]


def _by_model(question: str, analysis: Analysis) -> Answer:
    """The verified sentences of the model; empty when the endpoint fails. The question is redacted first."""
    language = analysis.found.language
    sources = [
        answering.full_source(material, number)
        for number, material in enumerate(_one_language(analysis.materials), start=1)
    ]
    try:
        drafted = chat.draft(redact(question, language, kinds=PERSONAL).text, language, sources)
    except chat.ChatUnavailable:
        return Answer([], [])
    supported = verify_sentences(drafted, sources, language)
    log.info("chat_answer", drafted=len(drafted), kept=len(supported))
    return answering.renumber_sources(supported, sources)
