"""From a question to a reply: what was found, how sure it is, the answer or none, the service and the ways to go on."""

from __future__ import annotations

from dataclasses import dataclass

import structlog

from raekoda.casework.assistant import answering, chat, ways
from raekoda.casework.assistant.answering import Answer
from raekoda.casework.assistant.confidence import Features, Formula, formula_for
from raekoda.casework.assistant.configuration import rule_in_force
from raekoda.casework.assistant.material import Material, read
from raekoda.casework.assistant.models import Mode
from raekoda.casework.assistant.phrases import nearness
from raekoda.casework.assistant.ranking import Ranked, beside, candidates, in_order
from raekoda.casework.assistant.replies import Reply
from raekoda.casework.assistant.verification import verified
from raekoda.platform.core.redact import PERSONAL, redact
from raekoda.platform.core.tenancy import current
from raekoda.platform.search.retrieval import Retrieved, retrieve
from raekoda.registry.services.models import Service
from raekoda.registry.services.texts import written

log = structlog.get_logger(__name__)

PASSAGES = 60
MOST_TEXTS = 4


@dataclass(frozen=True)
class Weighed:
    """What was found for a question, in order, with its words and how sure an answer from it is."""

    found: Retrieved
    ranked: list[Ranked]
    materials: list[Material]
    belonging: Material | None
    features: Features | None
    formula: Formula

    @property
    def worth_citing(self) -> list[Material]:
        """The texts that a built-in answer is made of."""
        return answering.worth_citing(self.materials, {one.text: one.score for one in self.ranked}, self.belonging)

    @property
    def confidence(self) -> float:
        return round(self.formula.confidence(self.features), 4) if self.features else 0.0


def weigh(question: str, language: str) -> Weighed:
    """Find what fits a question, put it in order and see how sure an answer from it is. Reads only."""
    found = retrieve(question, language, limit=PASSAGES)
    near = nearness(found.vector, found.model, current())
    formula = formula_for(near)
    ranked = in_order(candidates(found, near), formula.weights)
    materials = read(one.text for one in ranked[:MOST_TEXTS])
    with_it = beside(materials[0], found.language, near) if materials else None
    belonging = next(iter(read([with_it])), None) if with_it else None
    features = Features.of(question, ranked, materials, near, found.model) if materials else None
    return Weighed(found, ranked, materials, belonging, features, formula)


def reply_to(question: str, language: str, *, may_word: bool = True) -> tuple[Reply, Service | None]:
    """The reply to a question, not kept yet, and the service it leads to. Reads only.

    ``may_word`` lets a language model word it where one is set; without, the answer is there at once.
    """
    weighed = weigh(question, language)
    threshold = rule_in_force(current()).threshold
    if weighed.confidence < (weighed.formula.threshold if threshold is None else threshold) or not weighed.materials:
        return _no_reply(question, weighed), None
    answer, mode = _answer(question, weighed, may_word)
    if not answer.sentences:
        return _no_reply(question, weighed), None
    service = answering.service_of(answer, weighed.materials)
    language = weighed.found.language
    reply = Reply(
        ref="", question=question, language=language, answered=True, sentences=answer.sentences,
        sources=answer.sources, confidence=weighed.confidence, service_key=str(service.pk) if service else None,
        service_title=written(service, "name", language).words if service else "",
        ways=ways.ways_of(service, language) if service else ways.ways_to(current()), mode=mode,
    )  # fmt: skip
    return reply, service


def _no_reply(question: str, weighed: Weighed) -> Reply:
    return Reply(
        ref="", question=question, language=weighed.found.language, answered=False, confidence=weighed.confidence,
        ways=ways.ways_to(current()), near=answering.near(weighed.materials),
    )  # fmt: skip


def _answer(question: str, weighed: Weighed, may_word: bool) -> tuple[Answer, Mode]:
    """By the language model where one is set and what it writes stands on the sources, else by sentences of the sources."""
    if may_word and chat.is_set():
        by_model = _by_model(question, weighed)
        if by_model.sentences:
            return by_model, Mode.MODEL
    return answering.answer(question, weighed.found, weighed.worth_citing), Mode.SENTENCES


def _by_model(question: str, weighed: Weighed) -> Answer:
    """What the model wrote and could be verified; nothing when the endpoint fails. No personal data go out."""
    language = weighed.found.language
    sources = [answering.whole_source(material, number) for number, material in enumerate(weighed.materials, start=1)]
    try:
        drafted = chat.draft(redact(question, language, kinds=PERSONAL).text, language, sources)
    except chat.ChatUnavailable:
        return Answer([], [])
    kept = verified(drafted, sources, language)
    log.info("chat_answer", drafted=len(drafted), kept=len(kept))
    return answering.renumbered(kept, sources)
