"""The actions as a state machine: no sequence of actions brings a case into an invalid state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from raekoda.casework.cases import actions, rules
from raekoda.casework.cases.actions import CaseError, TransitionNotAllowed
from raekoda.casework.cases.actions.clock import longest_extension
from raekoda.casework.cases.models import Case, Kind, Outcome, Status
from raekoda.casework.cases.rules import TRANSITIONS, Verb
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.clock import is_working_day
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import JournalEntry

VERB_OF = {
    "assign": Verb.ASSIGN, "hand_over": Verb.ASSIGN_TO_UNIT, "note": Verb.NOTE, "ask": Verb.ASK, "reply": Verb.REPLY,
    "extend": Verb.EXTEND, "suspend": Verb.SUSPEND, "resume": Verb.RESUME, "forward": Verb.FORWARD, "merge": Verb.MERGE,
    "answer": Verb.ANSWER, "reopen": Verb.REOPEN, "rate": Verb.RATE, "anonymise": Verb.ANONYMISE,
}  # fmt: skip


def test_table_covers_every_verb_and_leads_only_to_statuses_that_have_a_way_on() -> None:
    assert set(TRANSITIONS) == set(Verb)
    for status in Status:
        assert rules.allowed_verbs(status), f"nothing can be done to a case that is {status}"
        for verb in Verb:
            assert rules.is_allowed(status, verb) or rules.reason_not_allowed(status, verb)


@pytest.mark.django_db
@pytest.mark.parametrize("examples", [10, pytest.param(250, marks=pytest.mark.soak)])
def test_no_order_of_actions_breaks_a_case(
    make_case, official, operator, resident, unit, other_unit, monkeypatch, examples: int
) -> None:
    today = [clock.now()]
    words: list[str] = []
    monkeypatch.setattr("django.utils.timezone.now", lambda: today[0])
    system = Actor.system()

    class Machine(RuleBasedStateMachine):
        def __init__(self) -> None:
            super().__init__()
            self.cases: list[Case] = [make_case(), make_case(kind=Kind.INFORMATION_REQUEST), make_case(kind=Kind.MEMO)]
            self.lines = {case.pk: 1 for case in self.cases}

        def attempt(self, verb: Verb, number: int, act: Any) -> None:
            case = Case.objects.get(pk=self.cases[number].pk)
            before, due, lines = Status(case.status), case.due_on, history(case).count()
            was_anonymous = case.anonymised_at is not None
            try:
                act(case)
            except (TransitionNotAllowed, CaseError) as error:
                words.append(error.message)
                kept = Case.objects.get(pk=case.pk)
                assert (kept.status, kept.due_on) == (before, due)
                assert history(case).count() == lines
                return
            after = Case.objects.get(pk=case.pk)
            assert rules.is_allowed(before, verb)
            assert after.status == rules.status_after(before, verb)
            assert history(case).count() > lines or (verb == Verb.ANONYMISE and was_anonymous)
            if verb != Verb.REOPEN:
                assert after.due_on >= due

        @rule(days=st.integers(0, 12))
        def time_passes(self, days: int) -> None:
            today[0] += timedelta(days=days)

        @rule(number=st.integers(0, 2), name=st.sampled_from(sorted(VERB_OF)), extra=st.integers(0, 40))
        def do(self, number: int, name: str, extra: int) -> None:
            other = self.cases[(number + 1 + extra % 2) % 3]
            acts = {
                "assign": lambda c: actions.assign_to_self(c, actor=official),
                "hand_over": lambda c: actions.assign(c, unit=other_unit if extra % 2 else unit, actor=operator),
                "note": lambda c: actions.note(c, text="Märge", actor=operator),
                "ask": lambda c: actions.ask_sender(c, text="Kus täpselt?", actor=official),
                "reply": lambda c: actions.reply_from_sender(c, text="Siin", actor=resident),
                "extend": lambda c: actions.extend(c, days=extra, reason="Põhjus", actor=official),
                "suspend": lambda c: actions.suspend(c, reason="Põhjus", actor=official),
                "resume": lambda c: actions.resume(c, actor=official),
                "forward": lambda c: actions.forward_outside(c, to="Asutus", reason="Nende", actor=official),
                "merge": lambda c: actions.merge(c, into=Case.objects.get(pk=other.pk), actor=official),
                "answer": lambda c: actions.answer(c, text="Vastus", outcome=Outcome.ANSWERED, actor=official),
                "reopen": lambda c: actions.reopen(c, reason="Ei ole korras", actor=resident),
                "rate": lambda c: actions.rate(c, score=1 + extra % 5, actor=resident),
                "anonymise": lambda c: actions.anonymise(c, actor=system),
            }
            self.attempt(VERB_OF[name], number, acts[name])

        @invariant()
        def every_case_is_sound(self) -> None:
            for case in Case.objects.filter(pk__in=[case.pk for case in self.cases]):
                assert is_working_day(case.due_on)
                assert (case.status == Status.SUSPENDED) == (case.suspended_on is not None)
                assert case.is_open == (case.closed_at is None) == (case.outcome == "")
                assert (case.status == Status.MERGED) == (case.merged_into_id is not None)
                if case.merged_into_id:
                    assert case.merged_into.status != Status.MERGED
                if case.status == Status.CLOSED:
                    assert case.anonymised_at or case.messages.filter(kind="answer").exclude(text="").exists()
                assert case.suspended_days or longest_extension(case) is None or case.due_on <= longest_extension(case)

        @invariant()
        def the_journal_only_grows(self) -> None:
            for pk, before in self.lines.items():
                now = JournalEntry.objects.filter(subject_type="cases.case", subject_id=pk).count()
                assert now >= before
                self.lines[pk] = now

    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=examples,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
        ),
    )
    assert all(words)
