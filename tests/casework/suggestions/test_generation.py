"""Generation of suggestions for new cases, and training on closed ones."""

from __future__ import annotations

from collections.abc import Callable
from random import Random
from time import monotonic

import pytest
from django.core.management import call_command

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case, Kind, RoutingRule
from raekoda.casework.suggestions import actions, embeddings, generation, reports, tasks, training
from raekoda.casework.suggestions.errors import SuggestionError
from raekoda.casework.suggestions.models import CaseVector, Decision, Field, LearntModel, Suggestion
from raekoda.casework.suggestions.panels import panel
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search import index
from raekoda.platform.search.embedding import EmbeddingUnavailable
from raekoda.platform.search.models import Document
from raekoda.registry.services.models import Service

HERE, FAR = Point(26.7225, 58.3780), Point(26.7600, 58.3900)
MATTERS = {
    "lights": ("Lamp ei põle {} tänaval.", "Tänavavalgusti {} juures on kustunud.", "{}: laternad on pimedad."),
    "roads": ("Auk teekattes {} tänaval.", "{} sõidutee on lagunenud.", "Asfalt on {} juures katki."),
}
STREETS = ("Kase", "Kuuse", "Pihlaka", "Vahtra", "Lepa", "Tamme", "Saare", "Toome", "Sireli", "Paju")


@pytest.fixture
def roads(municipality: Municipality, other_unit: Unit) -> Service:
    return Service.objects.create(
        municipality=municipality, code="teed", slug="teed", name="Teede hooldus", unit=other_unit, takes_reports=True
    )


@pytest.fixture
def register(municipality: Municipality, lights: Service, roads: Service) -> None:
    """Both services in the search index."""
    texts = {
        lights: "Lambid ja laternad tänavatel. Teatage, kui lamp ei põle.",
        roads: "Augud teekattes, asfalt, sõiduteed.",
    }
    for service, text in texts.items():
        index.put(
            municipality, Document.Kind.SERVICE, str(service.pk), "et", service.name, text, f"/teenused/{service.slug}/"
        )


def made(case: Case, field: Field) -> list[tuple[str, str]]:
    return list(Suggestion.objects.filter(case=case, field=field).order_by("rank").values_list("value", "made_by"))


def test_new_cases_get_service_unit_and_kind(
    register: None, make_case: Callable[..., Case], lights: Service, unit: Unit
) -> None:
    case = make_case(kind=Kind.MEMO, text="Kas Pirni tänava lamp saab korda? Lamp ei põle.")
    assert tasks.process_batch(monotonic() + 60) == 1
    assert made(case, Field.SERVICE)[0] == (str(lights.pk), generation.REGISTER)
    assert made(case, Field.UNIT)[0] == (str(unit.pk), generation.REGISTER), "the service's own unit"
    assert made(case, Field.KIND) == [(Kind.ENQUIRY, generation.RULE)]
    assert CaseVector.objects.get(case=case).vector is not None
    assert tasks.process_batch(monotonic() + 60) == 0, "once for each case"
    with_service = make_case(service=lights)
    generation.generate_suggestions(with_service)
    agreed = Suggestion.objects.get(case=with_service, field=Field.SERVICE)
    assert (agreed.value, agreed.outcome) == (str(lights.pk), Decision.AGREED), "nothing to say against what was chosen"


def test_a_routing_rule_written_later_gives_the_unit(
    make_case: Callable[..., Case], municipality: Municipality, other_unit: Unit
) -> None:
    case = make_case(text="Lund ei ole lükatud.")
    RoutingRule.objects.create(municipality=municipality, name="Lumi", words="lumi", unit=other_unit)
    generation.generate_suggestions(case)
    assert made(case, Field.UNIT) == [(str(other_unit.pk), generation.ROUTING)]


def test_duplicates_by_place_time_and_meaning(make_case: Callable[..., Case], lights: Service, roads: Service) -> None:
    first = make_case(text="Lamp on juba kolmandat päeva kustunud.", point=HERE, service=lights)
    other_matter = make_case(text="Ülekäigukoha joon on kulunud, palun värvida.", point=HERE, service=roads)
    elsewhere = make_case(text="Tänavavalgusti on kolmandat päeva kustunud.", point=FAR, service=lights)
    case = make_case(text="Lamp ei põle, tänav on pime.", point=Point(HERE.lon + 0.0001, HERE.lat), service=lights)
    for each in (first, other_matter, elsewhere, case):
        generation.generate_suggestions(each)
    found = [value for value, _made_by in made(case, Field.DUPLICATE)]
    assert str(first.pk) in found
    assert str(elsewhere.pk) not in found
    assert str(other_matter.pk) not in found
    assert made(first, Field.DUPLICATE) == [], "only earlier cases are joined to"


def test_words_and_place_work_without_an_embedding_model(
    register: None, make_case: Callable[..., Case], lights: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def dead(*_: object, **__: object) -> None:
        raise EmbeddingUnavailable("dead")

    monkeypatch.setattr(embeddings, "embedder", dead)
    monkeypatch.setattr(generation, "embedder", dead)
    case = make_case(text="Pirni tänava lamp ei põle.")
    generation.generate_suggestions(case)
    assert made(case, Field.SERVICE)[0][0] == str(lights.pk)
    assert CaseVector.objects.get(case=case).vector is None


def test_a_failing_case_does_not_block_others(make_case: Callable[..., Case], monkeypatch: pytest.MonkeyPatch) -> None:
    bad, good = make_case(), make_case()
    real = generation.generate_suggestions

    def generate_suggestions(case: Case) -> object:
        if case.pk == bad.pk:
            raise RuntimeError("unreadable")
        return real(case)

    monkeypatch.setattr(generation, "generate_suggestions", generate_suggestions)
    assert tasks.process_batch(monotonic() + 60) == 2
    assert set(CaseVector.objects.filter(sought_at__isnull=False).values_list("case", flat=True)) == {bad.pk, good.pk}


def test_training_uses_closed_cases_of_one_municipality(
    make_case: Callable[..., Case], lights: Service, roads: Service, official: Actor, municipality: Municipality,
    other_municipality: Municipality, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.setattr(training, "embedder", _unavailable)
    monkeypatch.setattr(generation, "embedder", _unavailable)
    _close_cases(20, make_case, {"lights": lights, "roads": roads}, official)
    call_command("suggestions_train")
    assert "service: too few ended cases to learn from (20, needed 100" in capsys.readouterr().out
    assert training.active_model(Field.SERVICE) is None
    _close_cases(100, make_case, {"lights": lights, "roads": roads}, official)
    runs = {run.field: run for run in training.train_models(actor=Actor.system())}
    assert (runs["service"].cases, runs["service"].held_out) == (120, 24)
    assert runs["service"].top_1 > 0.9
    assert runs["kind"].result == LearntModel.Result.TOO_FEW, "all of one kind"
    case = make_case(text="Sireli sõiduteel on auk, asfalt lagunenud.")
    generation.generate_suggestions(case)
    value, made_by = made(case, Field.SERVICE)[0]
    assert (value, made_by) == (str(roads.pk), runs["service"].version)
    with municipality_scope(other_municipality):
        assert training.active_model(Field.SERVICE) is None
        assert {run.cases for run in training.train_models(actor=Actor.system())} == {0}
    LearntModel.objects.filter(pk=runs["service"].pk).update(top_1=1.0)
    monkeypatch.setattr(training, "train", _worse(training.train))
    again = {run.field: run for run in training.train_models(actor=Actor.system())}
    assert again["service"].result == LearntModel.Result.WORSE
    assert again["service"].data is None
    assert training.active_model(Field.SERVICE).pk == runs["service"].pk, "the better one stays"


def _close_cases(count: int, make_case: Callable[..., Case], services: dict[str, Service], official: Actor) -> None:
    for number in range(count):
        matter = list(MATTERS)[number % 2]
        text = MATTERS[matter][number // 2 % 3].format(STREETS[number % 10])
        case = make_case(text=text, service=services[matter])
        cases.close(case, outcome="solved", text="Tehtud.", actor=official)


def _worse(train: Callable[..., object]) -> Callable[..., object]:
    """Training with shuffled labels."""

    def disordered(reports: list[object], labels: list[str], groups: object) -> object:
        return train(reports, Random(7).sample(labels, len(labels)), groups)

    return disordered


def _unavailable() -> None:
    raise EmbeddingUnavailable("not in this test")


def test_a_restricted_case_is_not_processed(make_case, official) -> None:
    case = make_case(is_restricted=True)
    assert not Case.objects.filter(reports.unprocessed(), pk=case.pk).exists()
    assert panel(case, official) is None
    with pytest.raises(SuggestionError):
        actions.draft_answer(case, actor=official)
