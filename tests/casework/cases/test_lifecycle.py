"""A case from registration to the last answer, and the permissions of every step."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied

from raekoda.casework.cases import actions, queries
from raekoda.casework.cases.actions import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Kind, Message, Outcome, Status
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import history
from tests.casework.cases.conftest import SENDER, make_user


def journal_actions(case: Case) -> list[str]:
    return [line.action for line in history(case)]


def test_report_of_a_stranger_is_registered_and_routed_to_the_owner_of_its_service(make_case, lights, unit) -> None:
    case = make_case(service=lights)

    assert case.status == Status.NEW
    assert case.unit == unit
    assert case.number == f"{clock.today().year}-{case.pk:06d}"
    assert case.contact is None
    assert [(m.kind, m.text) for m in case.messages.all()] == [(Message.Kind.OPENING, "Lamp ei põle Rüütli tänaval.")]
    assert journal_actions(case) == ["cases.open"]
    assert case.due_on > clock.today()


def test_public_text_holds_no_way_to_reach_the_sender(make_case, lights) -> None:
    case = make_case(
        service=lights, text="Kati 5550 1234: lamp ei põle, kati@example.ee, 60001019906", contact=SENDER, subject=""
    )

    assert case.is_public
    assert case.public_text == "Kati [telefon]: lamp ei põle, [e-post], [isikukood]"
    assert "5550" not in case.subject
    assert case.messages.get().text.startswith("Kati 5550 1234")
    assert case.contact.email == SENDER.email


def test_public_text_holds_no_full_names_of_others_but_every_place(make_case, lights) -> None:
    text = "Kaarli juures Riia 12 ees on auk. Naaber Jaan Tamm kukkus, Tamme jalg on haige. Lugupidamisega Kati Karu"
    case = make_case(text=text, service=lights)
    assert case.public_text == (
        "Kaarli juures Riia 12 ees on auk. Naaber [nimi] kukkus, [nimi] jalg on haige. Lugupidamisega [nimi]"
    )
    assert case.messages.get().text == text


def test_sender_may_keep_a_report_from_the_public(make_case, lights) -> None:
    assert not make_case(service=lights, make_public=False).is_public
    assert not make_case(service=lights, kind=Kind.ENQUIRY).is_public


def test_official_takes_asks_gets_a_reply_and_answers(make_case, official, resident) -> None:
    case = make_case(contact=SENDER)

    actions.assign_to_self(case, actor=official)
    assert (case.status, case.official) == (Status.ASSIGNED, official.user)
    actions.ask_sender(case, text="Milline post?", actor=official)
    assert case.status == Status.WAITING
    actions.reply_from_sender(case, text="Number 12.", actor=resident)
    assert case.status == Status.ASSIGNED
    actions.answer(case, text="Lamp vahetati.", outcome=Outcome.SOLVED, actor=official)

    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.SOLVED)
    assert case.closed_at is not None
    assert journal_actions(case) == [f"cases.{verb}" for verb in ("open", "assign", "ask", "reply", "answer")]
    assert [m.kind for m in case.messages.all()] == ["opening", "question", "reply", "answer"]
    assert case.messages.last().author == official.user


def test_case_closes_only_with_outcome_and_text(make_case, official) -> None:
    case = make_case()

    with pytest.raises(CaseError) as refused:
        actions.answer(case, text="  \n", outcome=Outcome.SOLVED, actor=official)
    assert refused.value.field == "text"
    with pytest.raises(CaseError) as refused:
        actions.close(case, text="Tehtud", outcome="", actor=official)
    assert refused.value.field == "outcome"
    assert Case.objects.get(pk=case.pk).status == Status.NEW


def test_what_is_left_unanswered_by_law_is_no_answer(make_case, official) -> None:
    case = make_case()
    with pytest.raises(CaseError):
        actions.answer(case, text="Ei vasta.", outcome=Outcome.NO_ANSWER_DUE, actor=official)

    message = actions.close(case, text="Sama on vastatud aasta jooksul.", outcome=Outcome.NO_ANSWER_DUE, actor=official)

    assert message.kind == Message.Kind.UPDATE
    assert case.status == Status.CLOSED


def test_reopening_reaches_the_same_unit_with_a_new_period(make_case, lights, unit, official, resident) -> None:
    case = make_case(service=lights, registered_at=clock.now() - timedelta(days=60))
    actions.assign_to_self(case, actor=official)
    actions.answer(case, text="Tehtud.", outcome=Outcome.SOLVED, actor=official)
    actions.rate(case, score=2, comment="Ikka pime", actor=resident)

    actions.reopen(case, reason="Lamp kustus jälle. Helista 5550 1234", actor=resident)

    case = Case.objects.get(pk=case.pk)
    assert (case.status, case.unit, case.official) == (Status.ASSIGNED, unit, official.user)
    assert (case.outcome, case.closed_at, case.reopened) == ("", None, 1)
    assert case.due_on > clock.today()
    assert case.messages.last().kind == Message.Kind.REPLY
    assert "5550" not in "".join(line.reason for line in history(case))


def test_operator_answers_on_the_spot_but_closes_nothing_else(make_case, operator) -> None:
    case = make_case(actor=operator, channel="phone")
    with pytest.raises(PermissionDenied):
        actions.answer(case, text="Nii.", outcome=Outcome.ANSWERED, actor=operator)

    actions.answer_on_the_spot(case, text="Infokeskus on avatud kella kuueni.", actor=operator)

    assert (case.status, case.outcome) == (Status.CLOSED, Outcome.ANSWERED)


def test_case_is_assigned_between_units(make_case, lights, unit, other_unit, official, operator) -> None:
    case = make_case(service=lights)
    actions.assign_to_self(case, actor=official)

    actions.assign(case, unit=other_unit, reason="Haridusosakonna teema", actor=operator)

    assert (case.unit, case.official, case.status) == (other_unit, None, Status.NEW)
    line = history(case).last()
    assert line.reason == "Haridusosakonna teema"
    assert line.data["unit_before"] == unit.pk


def test_case_is_assigned_only_to_staff_of_the_municipality(make_case, other_municipality, official) -> None:
    stranger = make_user(other_municipality, "elvalane", "official")

    with pytest.raises(CaseError) as refused:
        actions.assign(make_case(), official=stranger, actor=official)

    assert refused.value.field == "official"


def test_resident_and_editor_may_not_work_on_cases(make_case, municipality, resident) -> None:
    case = make_case()
    editor = Actor.staff(make_user(municipality, "edith", "editor"))

    for actor in (resident, editor):
        for attempt in (
            lambda actor=actor: actions.note(case, text="x", actor=actor),
            lambda actor=actor: actions.answer(case, text="x", outcome=Outcome.SOLVED, actor=actor),
            lambda actor=actor: actions.suspend(case, reason="x", actor=actor),
            lambda actor=actor: actions.forward_outside(case, to="x", reason="x", actor=actor),
            lambda actor=actor: actions.anonymise(case, actor=actor),
        ):
            with pytest.raises(PermissionDenied):
                attempt()
    assert journal_actions(case) == ["cases.open"]


def test_forwarding_to_another_body_ends_the_case_here(make_case, official) -> None:
    case = make_case()

    actions.forward_outside(case, to="Transpordiamet", reason="Riigitee ei kuulu linnale.", actor=official)

    assert (case.status, case.outcome, case.forwarded_to) == (Status.FORWARDED, Outcome.NOT_OURS, "Transpordiamet")
    assert history(case).last().data["in_time"] is True
    with pytest.raises(TransitionNotAllowed, match=r"\w"):
        actions.answer(case, text="x", outcome=Outcome.SOLVED, actor=official)


def test_same_foreign_report_sent_again_is_the_same_case(make_case, lights) -> None:
    first = make_case(external_source="konstanz", external_id="17")
    again = make_case(external_source="konstanz", external_id="17", text="Midagi muud")

    assert again.pk == first.pk
    assert Case.objects.count() == 1
    assert Message.objects.count() == 1


def test_private_link_finds_the_case_and_no_other(make_case, other_municipality) -> None:
    case = make_case()

    assert queries.find_by_token(case.token) == case
    assert queries.find_by_token(case.ref) is None
    from raekoda.platform.core.tenancy import municipality_scope

    with municipality_scope(other_municipality):
        assert queries.find_by_token(case.token) is None


def test_rating_only_by_the_scale_and_only_what_is_answered(make_case, official, resident) -> None:
    case = make_case()
    with pytest.raises(TransitionNotAllowed):
        actions.rate(case, score=5, actor=resident)
    actions.answer(case, text="Tehtud", outcome=Outcome.SOLVED, actor=official)
    with pytest.raises(CaseError):
        actions.rate(case, score=6, actor=resident)

    actions.rate(case, score=4, actor=resident)
    actions.rate(case, score=5, comment="Aitäh!", actor=resident)

    assert (case.score, case.score_comment) == (5, "Aitäh!")
