"""Native code on outside text dies alone: one answer is lost, the next one comes from a new child."""

from __future__ import annotations

import os

import pytest

from raekoda.platform.core.aside import Child, ChildFailed
from raekoda.platform.search.embedding import BuiltIn, EmbeddingUnavailable, normalize_text

TARGET, POISONED = "tests.platform.core.children:answering", "tests.platform.core.children:poisoned"


@pytest.fixture
def child():
    made = Child(TARGET, seconds=60)
    yield made
    made.stop()


def test_a_child_answers_knows_no_secret_and_stays(child: Child) -> None:
    said, blob = child.ask("who", b"abc")
    assert (said["secrets"], blob) == ([], b"cba")
    assert said["pid"] not in (os.getpid(), None)
    assert child.ask("who")[0] == said


def test_a_death_costs_one_answer_and_a_new_child_takes_over(child: Child) -> None:
    first = child.ask("who")[0]["pid"]
    with pytest.raises(ChildFailed) as death:
        child.ask("die")
    assert death.value.is_death
    with pytest.raises(ChildFailed) as rest:
        child.ask("who")
    assert not rest.value.is_death
    assert child.ask("who", waits=True)[0]["pid"] != first


def test_a_child_that_takes_too_long_is_killed(child: Child) -> None:
    pid = child.ask("who")[0]["pid"]
    with pytest.raises(ChildFailed):
        child.ask("sleep", seconds=0.2)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_texts_reach_the_engine_normalised_and_bounded() -> None:
    assert len(normalize_text("\ufdfa" * 1000, 1000)) == 1000
    assert normalize_text("ﬁ\x00\ud800", 10) == "fi "
    assert BuiltIn().queries(["\ufdfa" * 40]).shape == (1, 384)


def test_a_text_that_kills_the_engine_is_left_out_and_the_others_have_their_vectors(monkeypatch) -> None:
    monkeypatch.setattr("raekoda.platform.search.embedding.Child", lambda target, seconds: Child(POISONED, seconds=60))
    model = BuiltIn()
    assert model.passages(["tere", "poison", "koer"]).tolist() == [[4.0], [0.0], [4.0]]
    with pytest.raises(EmbeddingUnavailable):
        model.queries(["poison"])
