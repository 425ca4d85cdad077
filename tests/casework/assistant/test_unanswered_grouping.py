"""Questions about the same thing find each other with the real model, whatever the language; groups keep their identity."""

from __future__ import annotations

from datetime import timedelta

import pytest

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant.models import Exchange, Gap, QuestionVector
from raekoda.casework.assistant.unanswered.grouping import group_new_questions, nearest
from raekoda.platform.core import clock
from raekoda.platform.core.models import Municipality

WASTE = ["mis kell jäätmejaam laupäeval kinni pannakse", "Kas jäätmejaam on pühapäeval lahti?"]
TREE = ["kuhu ma jõulukuuse pärast pühi panen", "jõulukuuse äravedu"]


@pytest.fixture
def ask(municipality: Municipality):
    def make(question: str, language: str = "et", days_ago: int = 1, **fields: object) -> Exchange:
        return Exchange.objects.create(
            municipality=municipality, question=question, language=language, channel="site",
            asked_at=clock.now() - timedelta(days=days_ago), **fields,
        )  # fmt: skip

    return make


def groups() -> set[frozenset[str]]:
    return {frozenset(gap.exchanges.values_list("question", flat=True)) for gap in Gap.objects.all()}


def test_the_same_matter_in_other_words_and_languages_is_one_group(ask) -> None:
    other = {"куда выбросить новогоднюю ёлку": "ru", "where do i take my old christmas tree": "en"}
    for text in [*WASTE, *TREE]:
        ask(text, days_ago=9)
    assert group_new_questions() == 4
    assert groups() == {frozenset(WASTE), frozenset(TREE)}
    tree = Exchange.objects.get(question=TREE[0]).gap
    for text, language in other.items():
        ask(text, language)
    ask("ujula pileti hind pensionärile")
    assert group_new_questions() == 3
    assert groups() == {
        frozenset(WASTE), frozenset([*TREE, *other]), frozenset(["ujula pileti hind pensionärile"]),
    }  # fmt: skip
    assert set(Exchange.objects.filter(question__in=other).values_list("gap", flat=True)) == {tree.pk}
    tree.refresh_from_db()
    assert tree.asked == 4
    assert tree.title in {*TREE, *other}, "called by one of its own questions"
    assert (tree.last_asked_at - tree.first_asked_at).days == 8
    assert group_new_questions() == 0
    assert {gap.pk for gap in nearest(tree)} == set(Gap.objects.exclude(pk=tree.pk).values_list("pk", flat=True))


def test_answered_questions_join_a_group_and_never_start_one(ask, municipality: Municipality) -> None:
    answer = PublishedAnswer.objects.create(
        municipality=municipality, slug="kuusk", title="Kuhu viia jõulukuusk?", question="Kuhu?", answer="Jaama.",
        status="published", published_at=clock.now(),
    )  # fmt: skip
    answered = {"answered": True, "mode": "sentences", "sources": [{"kind": "answer", "key": str(answer.pk)}]}
    ask(WASTE[0], **answered)
    assert group_new_questions() == 1
    assert not Gap.objects.exists()
    ask(TREE[0])
    group_new_questions()
    later = ask("kuhu viia jõulukuusk", **answered)
    group_new_questions()
    later.refresh_from_db()
    gap = Gap.objects.get()
    assert later.gap == gap
    assert gap.asked == 1, "what was answered is not counted among what was not found"
    Exchange.objects.filter(question=WASTE[0]).update(helped=False)
    group_new_questions()
    assert groups() == {frozenset([TREE[0], "kuhu viia jõulukuusk"]), frozenset([WASTE[0]])}, (
        "rated as no help: found now"
    )


def test_another_model_recomputes_every_vector(ask) -> None:
    for text in WASTE:
        ask(text)
    group_new_questions()
    before = Gap.objects.get()
    QuestionVector.objects.update(space="model of yesterday")
    Gap.objects.update(space="model of yesterday")
    ask("jäätmejaama lahtiolekuajad")
    group_new_questions()
    gap = Gap.objects.get()
    assert gap.pk == before.pk
    assert gap.asked == 3
    assert gap.space == before.space
