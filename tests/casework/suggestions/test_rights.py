"""What is suggested to whom, and that nothing is learnt from special matters."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.assistant.models import Exchange
from raekoda.casework.cases.events import CaseSensitivitySet
from raekoda.casework.cases.models import Case
from raekoda.casework.suggestions import actions, generation, panels, queries, reports, statistics
from raekoda.casework.suggestions.errors import SuggestionError
from raekoda.casework.suggestions.models import AnswerDraft, CaseVector, Decision, Field, LearntModel, Suggestion
from raekoda.identity.accounts.models import Unit
from raekoda.platform.core.events import emit
from raekoda.platform.core.fields import Point
from raekoda.platform.core.models import Municipality
from raekoda.registry.services.models import Service
from tests.casework.cases.rights import browser, matters, member_of, place

HERE = Point(26.7225, 58.3800)
TEXT = "Lamp on juba kolmandat päeva kustunud."


def duplicates_shown(case: Case, actor: object) -> list[int]:
    shown = panels.groups(case, actor)  # type: ignore[arg-type]
    return [line["other"].pk for group in shown for line in group.lines if line["suggestion"].field == Field.DUPLICATE]


def test_the_best_of_the_cases_that_the_reader_may_see_are_offered(
    municipality: Municipality, make_case: Callable[..., Case], lights: Service, unit: Unit, other_unit: Unit
) -> None:
    def report(where: Unit, sensitivity: str = "internal", metres: float = 0.0) -> Case:
        point = Point(HERE.lon, HERE.lat + metres / 111_000)
        return place(make_case(text=TEXT, point=point, service=lights), where, sensitivity)

    own = report(unit, metres=30)
    others = [report(other_unit) for _each in range(generation.rules.MOST_OFFERED + 1)]
    special = report(unit, "child")
    case = report(unit)
    generation.generate_suggestions(case)
    of_unit, everywhere = member_of(municipality, "uks", unit), member_of(municipality, "koik", None)
    of_children = member_of(municipality, "lapsed", unit, categories=["child"])
    assert duplicates_shown(case, of_unit) == [own.pk]
    assert duplicates_shown(case, of_children) == [own.pk]
    shown = duplicates_shown(case, everywhere)
    assert len(shown) == generation.rules.MOST_OFFERED and set(shown) < {each.pk for each in others} | {own.pk}
    assert not Suggestion.objects.filter(field=Field.DUPLICATE, value=str(special.pk)).exists()


def test_suggestions_and_their_counts_follow_the_case(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    of_unit = member_of(municipality, "uks", unit)
    for case in (cases.own, cases.other, cases.special):
        Suggestion.objects.create(
            municipality=municipality, case=case, field=Field.UNIT, value=str(unit.pk), confidence=0.9, made_by="x",
            made_at=timezone.now(),
        )  # fmt: skip
        AnswerDraft.objects.create(municipality=municipality, case=case, text="Tere", made_at=timezone.now())
    assert [each.case for each in queries.visible_to(of_unit)] == [cases.own]
    assert [each.case for each in queries.drafts_visible_to(of_unit)] == [cases.own]
    line = next(each for each in statistics.acceptance(of_unit, 30) if each.title == Field.UNIT.label)
    assert line.offered == 1
    client = browser(of_unit)
    for suggestion in Suggestion.objects.exclude(case=cases.own):
        assert client.post(f"/toolaud/soovitused/{suggestion.pk}/vota/").status_code == 404
        with pytest.raises(PermissionDenied):
            actions.accept(suggestion, actor=of_unit)
    assert client.get(f"/toolaud/soovitused/juhtum/{cases.other.number}/").status_code == 404


def test_nothing_is_learnt_from_a_special_matter(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    waiting = Case.objects.filter(reports.unprocessed())
    assert cases.special not in waiting and cases.own in waiting
    Case.objects.update(status="closed", outcome="solved", closed_at=timezone.now())
    assert {case.pk for case in reports.closed_cases()} == {cases.own.pk, cases.other.pk}
    of_children = member_of(municipality, "lapsed", unit, categories=["child"])
    Case.objects.update(status="assigned", outcome="", closed_at=None)
    cases.special.refresh_from_db()
    with pytest.raises(SuggestionError):
        actions.draft_answer(cases.special, actor=of_children)
    assert panels.panel(cases.special, of_children) is None


def test_what_was_learnt_is_removed_when_a_case_becomes_special(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    case, other = place(make_case(text=TEXT), unit), place(make_case(text="Auk tees."), unit)
    now = timezone.now()
    for each in (case, other):
        CaseVector.objects.create(municipality=municipality, case=each, made_at=now, sought_at=now)
        AnswerDraft.objects.create(municipality=municipality, case=each, text="Tere", made_at=now)
    of = {"municipality": municipality, "confidence": 0.9, "made_by": "x", "made_at": now}
    Suggestion.objects.create(case=case, field=Field.UNIT, value=str(unit.pk), **of)
    Suggestion.objects.create(case=other, field=Field.DUPLICATE, value=str(case.pk), **of)
    kept = Suggestion.objects.create(case=other, field=Field.UNIT, value=str(unit.pk), **of)
    model = LearntModel.objects.create(
        municipality=municipality, field=Field.UNIT, trained_at=now + timedelta(minutes=1), result="used", data=b"words"
    )
    asked = Exchange.objects.create(municipality=municipality, asked_at=now, channel="phone", question=TEXT)
    Case.objects.filter(pk=case.pk).update(status="closed", outcome="solved", closed_at=now)
    place(case, unit, "child")
    emit(CaseSensitivitySet(case, "internal"))
    assert list(CaseVector.objects.values_list("case", flat=True)) == [other.pk]
    assert [draft.case for draft in AnswerDraft.objects.all()] == [other]
    assert list(Suggestion.objects.all()) == [kept]
    model.refresh_from_db()
    assert (model.result, model.data) == ("replaced", None)
    assert not Exchange.objects.filter(pk=asked.pk).exists()


def test_the_words_of_a_case_are_not_listed_among_the_questions(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit
) -> None:
    case = place(make_case(kind="enquiry", text="Kuhu ma saan vana diivani viia?"), unit)
    draft = actions.draft_answer(case, actor=member_of(municipality, "uks", unit))
    assert draft.outcome == Decision.OPEN
    assert not Exchange.objects.exists() and not PublishedAnswer.objects.exists()
