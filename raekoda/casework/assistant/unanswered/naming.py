"""Automatic title (the most central question) and topic of a group that no person has named."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant.models import Exchange, Gap
from raekoda.platform.search.finding import Candidate
from raekoda.platform.search.retrieval import Retrieved, retrieve
from raekoda.platform.search.vectors import active_model
from raekoda.registry.services.models import Service, Topic

KINDS = ("service", "answer")
MOST_CANDIDATES = 6
QUESTIONS_ASKED_OF = 5
CLEAR, NEAR = 2, 1
ENOUGH_WORDS = {CLEAR: 0.5, NEAR: 0.3}
ENOUGH_DEVIATIONS = {CLEAR: 3.5, NEAR: 2.3}


def set_name(gap: Gap, questions: Sequence[Exchange]) -> None:
    """Set title, language and topic of the group from its questions, the most central one first."""
    central = questions[0]
    gap.title, gap.language = central.question[:300], central.language
    gap.topic = likely_topic(questions[:QUESTIONS_ASKED_OF])


def likely_topic(questions: Sequence[Exchange]) -> Topic | None:
    """The topic with at least two votes and votes from half of the questions; a clearly near question has two votes."""
    votes: Counter[int] = Counter()
    for each in questions:
        found = retrieve(each.question, each.language, kinds=KINDS, limit=MOST_CANDIDATES)
        if (nearness := _nearness(found)) and (topic := _topic_of(found.texts[:MOST_CANDIDATES])):
            votes[topic] += nearness
    if not votes:
        return None
    topic, number = votes.most_common(1)[0]
    return Topic.objects.filter(pk=topic).first() if number >= max(CLEAR, len(questions) / 2) else None


def _nearness(found: Retrieved) -> int:
    """CLEAR, NEAR or 0, by the best of the passages."""
    words = max((each.passage_coverage for each in found.passages), default=0.0)
    model, likeness = active_model(), max((each.likeness for each in found.passages), default=0.0)
    deviations = (likeness - model.background_mean) / model.background_deviation if model and likeness else 0.0
    near = (step for step in (CLEAR, NEAR) if words >= ENOUGH_WORDS[step] or deviations >= ENOUGH_DEVIATIONS[step])
    return next(near, 0)


def _topic_of(texts: Sequence[Candidate]) -> int | None:
    """The topic with the most weight among the texts, the first one weighing most."""
    weights = {each.text: 1 / place for place, each in enumerate(texts, start=1)}
    votes: dict[int, float] = Counter()  # type: ignore[assignment]
    services = [int(key) for kind, key in weights if kind == "service"]
    of_services = Service.topics.through.objects.filter(service__in=services).values_list("service_id", "topic_id")
    for service, topic in of_services:
        votes[topic] += weights["service", str(service)]
    answers = [int(key) for kind, key in weights if kind == "answer"]
    of_answers = PublishedAnswer.objects.filter(pk__in=answers).exclude(topic=None).values_list("pk", "topic_id")
    for answer, topic in of_answers:
        votes[topic] += weights["answer", str(answer)]
    return max(votes, key=lambda topic: votes[topic], default=None)
