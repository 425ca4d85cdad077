"""Decisions on suggestions, on the panel or by changes of the case, and their record."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.models import Case, Kind, Message, Status
from raekoda.casework.suggestions import actions, reports, statistics
from raekoda.casework.suggestions.errors import SuggestionError
from raekoda.casework.suggestions.models import AnswerDraft, Decision, Suggestion
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.models import Service

Suggest = Callable[..., Suggestion]


@pytest.fixture
def suggest(municipality: Municipality) -> Suggest:
    """``suggest(case, field, value)``: as the worker stores it."""

    def make(case: Case, field: str, value: object, confidence: float = 0.8, rank: int = 1) -> Suggestion:
        reports.mark_processed(case)
        return Suggestion.objects.create(
            municipality=municipality, case=case, field=field, value=str(value), confidence=confidence, rank=rank,
            made_by="register", made_at=clock.now(),
        )  # fmt: skip

    return make


@pytest.fixture
def roads(municipality: Municipality, other_unit: Unit) -> Service:
    return Service.objects.create(
        municipality=municipality, code="teed", slug="teed", name="Teede hooldus", unit=other_unit, takes_reports=True
    )


@pytest.fixture
def desk(official: Actor) -> Client:
    client = Client()
    client.force_login(official.user)  # type: ignore[arg-type]
    return client


def outcomes(case: Case, field: str) -> dict[str, str]:
    return dict(Suggestion.objects.filter(case=case, field=field).values_list("value", "outcome"))


def test_accepting_a_service_calls_the_action_of_the_case(
    desk: Client, make_case: Callable[..., Case], suggest: Suggest, lights: Service, roads: Service, official: Actor
) -> None:
    case = make_case()
    wanted, second = suggest(case, "service", roads.pk), suggest(case, "service", lights.pk, 0.1, 2)
    page = desk.get(f"/toolaud/juhtum/{case.number}/").content.decode()
    assert "Teede hooldus" in page
    assert "80&nbsp;%" in page
    desk.post(f"/toolaud/soovitused/{wanted.pk}/vota/")
    case.refresh_from_db()
    assert case.service == roads
    assert outcomes(case, "service") == {str(roads.pk): Decision.TAKEN, str(lights.pk): Decision.OTHER}
    wanted.refresh_from_db()
    assert wanted.decided_by == official.user
    assert [line.action for line in history(case)][-2:] == ["cases.set_service", "suggestions.take"]
    with pytest.raises(SuggestionError):
        actions.accept(reloaded(second), actor=official)


def reloaded(suggestion: Suggestion) -> Suggestion:
    return Suggestion.objects.select_related("case").get(pk=suggestion.pk)


def test_rejecting_does_not_change_the_case(
    desk: Client, make_case: Callable[..., Case], suggest: Suggest, lights: Service, official: Actor
) -> None:
    case = make_case()
    suggestion = suggest(case, "service", lights.pk)
    desk.post(f"/toolaud/soovitused/{suggestion.pk}/keeldu/")
    case.refresh_from_db()
    assert case.service is None
    assert outcomes(case, "service") == {str(lights.pk): Decision.REFUSED}
    with pytest.raises(SuggestionError):
        actions.reject(reloaded(suggestion), actor=official)


def test_changes_of_the_case_decide_its_suggestions(
    make_case: Callable[..., Case], suggest: Suggest, lights: Service, roads: Service, unit: Unit, other_unit: Unit,
    official: Actor,
) -> None:  # fmt: skip
    same, another = make_case(), make_case()
    for case in (same, another):
        suggest(case, "service", lights.pk)
        suggest(case, "unit", other_unit.pk)
        suggest(case, "kind", Kind.ENQUIRY)
    cases.set_service(same, service=lights, actor=official)
    cases.set_service(another, service=roads, actor=official)
    cases.assign(same, unit=unit, actor=official)
    cases.set_kind(same, kind=Kind.ENQUIRY, actor=official)
    cases.set_kind(another, kind=Kind.MEMO, actor=official)
    assert [outcomes(case, "service") for case in (same, another)] == [
        {str(lights.pk): Decision.TAKEN}, {str(lights.pk): Decision.OTHER}
    ]  # fmt: skip
    assert outcomes(same, "kind") == {Kind.ENQUIRY: Decision.TAKEN}
    assert outcomes(another, "kind") == {Kind.ENQUIRY: Decision.OTHER}
    assert outcomes(another, "unit") == {str(other_unit.pk): Decision.TAKEN}, "it came with the service"


def test_an_official_who_takes_the_case_leaves_the_unit_open(
    make_case: Callable[..., Case], suggest: Suggest, other_unit: Unit, unit: Unit, official: Actor
) -> None:
    case = make_case()
    suggest(case, "unit", other_unit.pk)
    cases.assign_to_self(case, actor=official)
    assert outcomes(case, "unit") == {str(other_unit.pk): Decision.OPEN}
    cases.assign(case, unit=unit, actor=official)
    assert outcomes(case, "unit") == {str(other_unit.pk): Decision.OTHER}


def test_merging_into_the_suggested_case(
    desk: Client, make_case: Callable[..., Case], suggest: Suggest, lights: Service
) -> None:
    first = make_case(text="Pirni tänava nurgal on lamp katki, öösel on pime.")
    case = make_case()
    suggestion, service = suggest(case, "duplicate", first.pk), suggest(case, "service", lights.pk)
    page = desk.get(f"/toolaud/juhtum/{case.number}/").content.decode()
    assert "Pirni tänava nurgal on lamp katki" in page
    assert first.number in page
    desk.post(f"/toolaud/soovitused/{suggestion.pk}/vota/")
    case.refresh_from_db()
    assert case.status == Status.MERGED
    assert case.merged_into == first
    assert outcomes(case, "duplicate") == {str(first.pk): Decision.TAKEN}
    service.refresh_from_db()
    assert service.outcome == Decision.UNUSED, "nobody decided before the case was over"


@pytest.mark.parametrize(
    ("sent", "became"),
    [
        ("Lambi vahetame kahe tööpäeva jooksul. Teade jõudis hooldajani.", Decision.TAKEN),
        ("Tere! Lambi vahetame kahe tööpäeva jooksul. Helistame, kui lamp põleb jälle.", Decision.CHANGED),
        ("Pöörduge palun korteriühistu poole.", Decision.REFUSED),
    ],
)
def test_the_outcome_of_the_draft_is_stored(
    make_case: Callable[..., Case], official: Actor, municipality: Municipality, sent: str, became: str
) -> None:
    case = make_case()
    draft = AnswerDraft.objects.create(
        municipality=municipality, case=case, made_at=clock.now(),
        text="Lambi vahetame kahe tööpäeva jooksul. Teade jõudis hooldajani.",
    )  # fmt: skip
    cases.answer(case, text=sent, outcome="answered", actor=official)
    draft.refresh_from_db()
    assert draft.outcome == became
    assert draft.decided_at is not None


def test_operators_merge_nothing_and_residents_see_nothing(
    make_case: Callable[..., Case], suggest: Suggest, operator: Actor, resident: Actor, lights: Service
) -> None:
    first, case = make_case(), make_case()
    suggestion = suggest(case, "duplicate", first.pk)
    with pytest.raises(PermissionDenied):
        actions.accept(suggestion, actor=operator)
    with pytest.raises(PermissionDenied):
        actions.reject(suggestion, actor=resident)
    suggestion.refresh_from_db()
    assert suggestion.outcome == Decision.OPEN
    assert Client().post(f"/toolaud/soovitused/{suggestion.pk}/vota/").status_code == 302
    assert Client().get("/toolaud/soovitused/").status_code == 302


def test_other_municipalities_see_and_decide_nothing(
    make_case: Callable[..., Case], suggest: Suggest, lights: Service, official: Actor, other_municipality: Municipality
) -> None:
    case = make_case()
    suggestion = suggest(case, "service", lights.pk)
    stranger = Client(HTTP_HOST="elva.localhost")
    stranger.force_login(official.user)  # type: ignore[arg-type]
    assert stranger.post(f"/toolaud/soovitused/{suggestion.pk}/vota/").status_code in (302, 403)
    with municipality_scope(other_municipality):
        assert not Suggestion.objects.exists()
    suggestion.refresh_from_db()
    assert suggestion.outcome == Decision.OPEN


def test_personal_data_are_highlighted_in_the_panel(
    desk: Client, make_case: Callable[..., Case], suggest: Suggest
) -> None:
    case = make_case(text="<b>Naaber Jaan Tamm</b> tõstab prügi tee äärde, helistage 5550 1234.")
    reports.mark_processed(case)
    page = desk.get(f"/toolaud/juhtum/{case.number}/").content.decode()
    assert "<mark>5550 1234</mark>" in page
    assert "Jaan Tamm</mark>" in page
    assert "<b>Naaber" not in page


def test_statistics_count_by_case(
    desk: Client, make_case: Callable[..., Case], suggest: Suggest, lights: Service, roads: Service, official: Actor
) -> None:
    taken, refused, other, waiting = (make_case() for _ in range(4))
    for case in (taken, refused, other, waiting):
        suggest(case, "service", lights.pk)
        suggest(case, "service", roads.pk, 0.2, 2)
    cases.set_service(taken, service=roads, actor=official)
    for suggestion in Suggestion.objects.filter(case=refused):
        actions.reject(suggestion, actor=official)
    cases.set_service(other, service=None, actor=official)
    line = statistics.acceptance(official, 30)[0]
    assert (line.offered, line.taken, line.first_taken, line.refused, line.other, line.undecided) == (4, 1, 0, 1, 1, 1)
    assert line.share == 33
    assert "33&nbsp;%" in desk.get("/toolaud/soovitused/").content.decode()


def test_number_of_queries_is_constant(
    desk: Client, make_case: Callable[..., Case], suggest: Suggest, lights: Service, roads: Service, unit: Unit
) -> None:
    case = make_case()
    others = [make_case() for _ in range(3)]
    counts = []
    for many in (1, 3):
        Suggestion.objects.all().delete()
        for rank, (service, other) in enumerate(zip((lights, roads, None), others, strict=True), 1):
            if rank <= many:
                suggest(case, "duplicate", other.pk, rank=rank)
                if service is not None:
                    suggest(case, "service", service.pk, rank=rank)
        suggest(case, "unit", unit.pk)
        for path in (f"/toolaud/juhtum/{case.number}/", "/toolaud/soovitused/"):
            desk.get(path)
            with CaptureQueriesContext(connection) as queries:
                assert desk.get(path).status_code == 200
            counts.append(len(queries))
    assert counts[:2] == counts[2:]


def test_anonymising_a_case_deletes_its_vector(make_case: Callable[..., Case], official: Actor) -> None:
    case = make_case()
    reports.mark_processed(case)
    cases.close(case, outcome="no_answer_due", text="Lõpetatud.", actor=official)
    cases.anonymise(case, actor=Actor.system())
    assert not hasattr(Case.objects.get(pk=case.pk), "vector")
    assert Message.objects.get(case=case, kind="opening").text == ""
