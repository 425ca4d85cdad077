"""Published answers: drafted without personal data, checked, released, found, withdrawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied

from raekoda.casework.answers import actions, queries
from raekoda.casework.answers.errors import AnswerError, PersonalDataLeft
from raekoda.casework.answers.models import PublishedAnswer
from raekoda.casework.cases import actions as case_actions
from raekoda.casework.cases.models import Case
from raekoda.identity.accounts.models import Unit, User
from raekoda.identity.places.models import Area
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.platform.search.queries import search
from raekoda.registry.services.models import Topic
from tests.casework.cases.conftest import SENDER

MakeCase = Callable[..., Case]
Status = PublishedAnswer.Status
QUESTION = "Millal tuleb lumesahk Rüütli tänavale? Mari Maasikas, mari.maasikas@example.ee, isikukood 60001019906"
ANSWER = "Tere, Mari Maasikas!\n\nLumesahk jõuab teie tänavale homme. Küsige Mari Maasikalt numbril 1789."


@pytest.fixture
def answered(make_case: MakeCase, municipality: Municipality, official: Actor) -> Case:
    topic = Topic.objects.create(municipality=municipality, name="Tänavad", slug="tanavad")
    case = make_case(kind="enquiry", text=QUESTION, subject="Millal tuleb lumesahk?", contact=SENDER, topic=topic)
    case_actions.answer(case, text=ANSWER, outcome="answered", actor=official)
    return case


@pytest.fixture
def draft(answered: Case, official: Actor) -> PublishedAnswer:
    return actions.draft_from_case(answered, actor=official)


def test_a_draft_is_a_copy_without_personal_data(draft: PublishedAnswer, answered: Case) -> None:
    assert draft.status == Status.DRAFT
    text = f"{draft.title} {draft.question} {draft.answer}"
    for secret in ("Mari", "Maasika", "example.ee", "60001019906"):
        assert secret not in text
    assert draft.answer.startswith("Tere!\n")
    assert "lumesahk" in draft.question.lower()
    assert (draft.topic, draft.case, draft.slug) == (answered.topic, answered, "millal-tuleb-lumesahk")
    assert draft.asked_on is not None


def test_the_municipalitys_own_contacts_stay(make_case: MakeCase, unit: Unit, official: Actor) -> None:
    unit.phone, unit.email = "+372 736 1234", "majandus@example.ee"
    unit.save()
    case = make_case(kind="enquiry", text="Kust küsida?", contact=SENDER)
    case_actions.answer(case, text="Helistage 736 1234 või majandus@example.ee.", outcome="answered", actor=official)
    draft = actions.draft_from_case(case, actor=official)
    assert "736 1234" in draft.answer
    assert "majandus@example.ee" in draft.answer
    assert queries.findings(draft) == []


def test_a_case_is_drafted_once_and_only_when_answered(
    draft: PublishedAnswer, answered: Case, make_case: MakeCase, official: Actor
) -> None:
    assert actions.draft_from_case(answered, actor=official) == draft
    with pytest.raises(AnswerError):
        actions.draft_from_case(make_case(), actor=official)


def test_a_released_answer_is_found_at_once_and_a_withdrawn_one_no_more(
    draft: PublishedAnswer, official: Actor
) -> None:
    def found() -> list[str]:
        return [hit.url for hit in search("lumesahad", "et", kinds=["answer"]).hits]

    assert found() == []
    actions.release(draft, actor=official)
    assert found() == ["/vastused/millal-tuleb-lumesahk/"]
    assert draft.checked_by == official.user
    assert draft in queries.public()
    actions.withdraw(draft, actor=official, reason="Vananenud")
    assert found() == []
    assert draft not in queries.public()
    assert [line.action for line in history(draft)] == ["answers.draft", "answers.release", "answers.withdraw"]
    assert history(draft).last().reason == "Vananenud"  # type: ignore[union-attr]


def test_a_changed_answer_is_checked_again_before_it_is_public(draft: PublishedAnswer, official: Actor) -> None:
    actions.release(draft, actor=official)
    first = draft.published_at
    actions.edit(draft, actor=official, answer="Lumesahk jõuab tänavale ülehomme.")
    assert draft.status == Status.DRAFT
    assert draft not in queries.public()
    assert search("lumesahk", "et", kinds=["answer"]).hits == []
    actions.release(draft, actor=official)
    assert draft.published_at == first
    assert search("ülehomme", "et", kinds=["answer"]).hits


def test_findings_of_personal_data_block_the_release_until_accepted(draft: PublishedAnswer, official: Actor) -> None:
    actions.edit(draft, actor=official, answer="Mari Maasikale vastati. Kirjutage jaan@example.ee või 5551 2345.")
    with pytest.raises(PersonalDataLeft) as refused:
        actions.release(draft, actor=official)
    assert [(each.kind, each.text) for each in refused.value.findings] == [
        ("name", "Mari Maasikale"), ("email", "jaan@example.ee"), ("phone", "5551 2345"),
    ]  # fmt: skip
    draft.refresh_from_db()
    assert draft.status == Status.DRAFT
    actions.release(draft, actor=official, accept_findings=True)
    assert draft.status == Status.PUBLISHED
    assert history(draft).last().data == {"findings_accepted": 3}  # type: ignore[union-attr]


def test_a_draft_has_no_names_of_others_and_its_own_officials_are_no_finding(
    make_case: MakeCase, municipality: Municipality, unit: Unit, official: Actor
) -> None:
    Area.objects.create(kind=Area.Kind.DISTRICT, code="rahinge", name="Rahinge", municipality=municipality)
    municipality.street_address = "Raekoja plats 1, 50089 Tartu"
    municipality.save()
    User.objects.filter(pk=official.id).update(first_name="Liina", last_name="Lepik")
    case = make_case(kind="enquiry", text="Naaber Jaan Tamm, Riia 12-5, lärmab. Kuhu kaevata?", contact=SENDER)
    text = "Kirjutage Liina Lepikule, Raekoja plats 1. Rahingel käib Toomas Kask."
    case_actions.answer(case, text=text, outcome="answered", actor=official)
    draft = actions.draft_from_case(case, actor=official)
    assert draft.question == "Naaber [nimi], Riia 12-5, lärmab. Kuhu kaevata?"
    assert draft.answer == "Kirjutage Liina Lepikule, Raekoja plats 1. Rahingel käib [nimi]."
    assert {(each.kind, each.text) for each in queries.findings(draft)} == {("address", "Riia 12-5")}
    actions.edit(draft, actor=official, answer="Toomas Kask käib.")
    found = [each for each in queries.findings(draft) if each.field == "answer"]
    assert [(each.text, str(each.label)) for each in found] == [("Toomas Kask", "inimese nimi")]


def test_an_empty_answer_is_not_released(draft: PublishedAnswer, official: Actor) -> None:
    actions.edit(draft, actor=official, question=" ")
    with pytest.raises(AnswerError) as refused:
        actions.release(draft, actor=official)
    assert refused.value.field == "question"


@pytest.mark.parametrize("who", ["operator", "resident"])
def test_others_may_not(who: str, draft: PublishedAnswer, answered: Case, request: pytest.FixtureRequest) -> None:
    actor: Actor = request.getfixturevalue(who)
    for act in (
        lambda: actions.draft_from_case(answered, actor=actor),
        lambda: actions.edit(draft, actor=actor, title="X"),
        lambda: actions.release(draft, actor=actor),
        lambda: actions.withdraw(draft, actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_an_official_elsewhere_may_not(
    draft: PublishedAnswer, official: Actor, other_municipality: Municipality
) -> None:
    with municipality_scope(other_municipality):
        assert draft not in queries.visible_to(official)
        with pytest.raises(PermissionDenied):
            actions.release(draft, actor=official)


def test_two_of_the_same_title_have_addresses_of_their_own(municipality: Municipality, official: Actor) -> None:
    texts = {"title": "Как вывезти мусор?", "question": "?", "answer": "!"}
    slugs = [actions.write(municipality=municipality, actor=official, **texts).slug for _time in range(3)]
    assert slugs == ["kak-vovezti-musor", "kak-vovezti-musor-2", "kak-vovezti-musor-3"]


def test_help_is_counted_on_public_answers_only(draft: PublishedAnswer, official: Actor) -> None:
    actions.count_help(draft, helped=True)
    actions.release(draft, actor=official)
    actions.count_help(draft, helped=True)
    actions.count_help(draft, helped=False)
    draft.refresh_from_db()
    assert (draft.helped, draft.did_not_help) == (1, 1)
