"""From which cases published answers are drafted, and by whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from raekoda.casework.answers import actions
from raekoda.casework.answers.errors import AnswerError
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases.events import CaseSensitivitySet
from raekoda.casework.cases.models import Case, Message
from raekoda.identity.accounts.models import Role, Unit
from raekoda.platform.core import clock
from raekoda.platform.core.events import emit
from raekoda.platform.core.models import Municipality
from tests.casework.cases.rights import browser, matters, member_of, place


def test_a_draft_is_made_from_a_case_that_its_writer_reads(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit, other_unit: Unit
) -> None:
    cases = matters(make_case, unit, other_unit)
    for case in (cases.own, cases.other, cases.special):
        Message.objects.create(
            municipality=municipality, case=case, kind=Message.Kind.ANSWER, text="Parandame.", at=clock.now()
        )
    of_unit = member_of(municipality, "uks", unit)
    editor = member_of(municipality, "toimetaja", None, Role.EDITOR)
    of_children = member_of(municipality, "lapsed", unit, categories=["child"])
    for actor, case in ((of_unit, cases.other), (of_unit, cases.special), (editor, cases.own)):
        with pytest.raises(PermissionDenied):
            actions.draft_from_case(case, actor=actor)
        assert browser(actor).post(f"/toolaud/vastused/mustand/{case.number}/").status_code == 404
    with pytest.raises(AnswerError):
        actions.draft_from_case(cases.special, actor=of_children)
    assert not PublishedAnswer.objects.exists()
    assert actions.draft_from_case(cases.own, actor=of_unit).case == cases.own


def test_drafts_of_a_case_that_becomes_special_are_deleted(
    municipality: Municipality, make_case: Callable[..., Case], unit: Unit
) -> None:
    case = place(make_case(), unit)
    of = {"municipality": municipality, "case": case, "title": "Lamp", "question": "Lamp?", "answer": "Parandame."}
    PublishedAnswer.objects.create(slug="mustand", **of)
    published = PublishedAnswer.objects.create(
        slug="avaldatud", status=PublishedAnswer.Status.PUBLISHED, published_at=clock.now(), **of
    )
    emit(CaseSensitivitySet(case, "open"))
    assert PublishedAnswer.objects.count() == 2, "an ordinary level changes nothing"
    place(case, unit, "health")
    emit(CaseSensitivitySet(case, "internal"))
    assert list(PublishedAnswer.objects.all()) == [published]
