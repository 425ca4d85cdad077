"""Anonymisation: the sender is erased, the figures are retained."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.management import call_command

from raekoda.casework.cases import actions, queries, retention
from raekoda.casework.cases.actions import TransitionNotAllowed
from raekoda.casework.cases.models import Attachment, Case, Follower, Kind, Message, RetentionRule
from raekoda.casework.cases.tasks import anonymise_cases
from raekoda.identity.accounts.models import Contact
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.fields import Point
from raekoda.platform.core.files import PreparedFile
from raekoda.platform.core.journal import history
from raekoda.platform.core.models import JournalEntry, RateCounter
from raekoda.platform.core.tasks import sweep_rate_counters
from tests.casework.cases.conftest import SENDER
from tests.jobs import run_for_each

WORDS = "Mari Maasikas, Rüütli 12, lamp ei põle"


@pytest.fixture
def full_case(make_case, lights, official, resident) -> Case:
    """A case with everything personal a case can have."""
    case = make_case(
        service=lights, text=WORDS, subject="Mari lamp", contact=SENDER, address="Rüütli 12", point=Point(26.72, 58.38),
        attributes={"telefon": "5550 1234"}, files=[PreparedFile("a.jpg", b"x", "image/jpeg", 1, 1, b"y")],
        make_public=False,
    )  # fmt: skip
    actions.note(case, text="Mari helistas", actor=official)
    actions.answer(case, text="Tere, Mari!", outcome="solved", actor=official)
    actions.rate(case, score=4, comment="Mari tänab", actor=resident)
    return case


def test_nothing_that_tells_who_it_was_is_left(full_case: Case, official, django_capture_on_commit_callbacks) -> None:
    stored = full_case.attachments.get().file
    with django_capture_on_commit_callbacks(execute=True):
        actions.anonymise(full_case, actor=Actor.system())

    case = Case.objects.get(pk=full_case.pk)
    contact = Contact.objects.get()
    everything = f"{case.subject}{case.public_text}{case.address}{case.attributes}{case.score_comment}{case.words}"
    everything += "".join(Message.objects.values_list("text", flat=True))
    everything += f"{contact.name}{contact.email}{contact.phone}"
    assert "ari" not in everything.replace("avalgustus", "")
    assert "5550" not in everything
    assert "Rüütli" not in everything
    assert (case.contact, case.point) == (None, None)
    assert contact.forgotten_at is not None
    assert not Attachment.objects.exists()
    assert not stored.storage.exists(stored.name)
    assert (case.score, case.outcome, case.service.name) == (4, "solved", "Tänavavalgustus")
    assert not queries.search_cases(queries.visible_to(official), "Rüütli").exists()


def test_what_the_public_saw_stays(make_case, lights, official) -> None:
    case = make_case(service=lights, text=WORDS, contact=SENDER, point=Point(26.72, 58.38), address="Rüütli 12")
    actions.follow(case, email="juhan@example.ee")
    actions.answer(case, text="Tehtud", outcome="solved", actor=official)
    actions.anonymise(case, actor=Actor.system())

    case = Case.objects.get(pk=case.pk)
    assert case.public_text
    assert case.point is not None
    assert not Follower.objects.exists()
    assert list(queries.public()) == [case]


def test_twice_is_once_and_open_cases_are_left(make_case, full_case: Case) -> None:
    actions.anonymise(full_case, actor=Actor.system())
    first = Case.objects.get(pk=full_case.pk)
    actions.anonymise(full_case, actor=Actor.system())
    assert Case.objects.get(pk=full_case.pk).anonymised_at == first.anonymised_at
    assert [line.action for line in history(full_case)].count("cases.anonymise") == 1
    with pytest.raises(TransitionNotAllowed):
        actions.anonymise(make_case(), actor=Actor.system())


def test_an_anonymised_sender_cannot_act_by_the_old_link(full_case: Case, resident) -> None:
    actions.anonymise(full_case, actor=Actor.system())
    for attempt in (
        lambda: actions.reopen(full_case, reason="Ikka pime", actor=resident),
        lambda: actions.rate(full_case, score=1, actor=resident),
    ):
        with pytest.raises(TransitionNotAllowed):
            attempt()


def test_contact_shared_by_two_cases_is_retained_until_both_are_anonymised(make_case, official) -> None:
    one, other = make_case(contact=SENDER), make_case()
    Case.objects.filter(pk=other.pk).update(contact=one.contact)
    for case in (one, Case.objects.get(pk=other.pk)):
        actions.answer(case, text="Tehtud", outcome="solved", actor=official)
    actions.anonymise(one, actor=Actor.system())
    assert Contact.objects.get().email == SENDER.email
    actions.anonymise(Case.objects.get(pk=other.pk), actor=Actor.system())
    assert Contact.objects.get().email == ""


def test_job_forgets_by_the_calendar_of_each_kind_and_municipality(
    make_case, municipality, official, monkeypatch
) -> None:
    RetentionRule.objects.create(
        kind=Kind.MEMO,
        days=10,
        valid_from=date(2020, 1, 1),
        source="Linna dokumentide loetelu",
        municipality=municipality,
    )
    memo, report, still_open = make_case(kind=Kind.MEMO), make_case(), make_case(kind=Kind.MEMO)
    for case in (memo, report):
        actions.answer(case, text="Tehtud", outcome="solved", actor=official)

    def anonymous_after(days: int) -> set[int]:
        moment = clock.now() + timedelta(days=days)
        with monkeypatch.context() as later:
            later.setattr("django.utils.timezone.now", lambda: moment)
            run_for_each(anonymise_cases)
        return set(Case.objects.exclude(anonymised_at=None).values_list("pk", flat=True))

    assert anonymous_after(9) == set()
    assert anonymous_after(12) == {memo.pk}
    lines = JournalEntry.objects.count()
    assert anonymous_after(12) == {memo.pk}
    assert JournalEntry.objects.count() == lines
    assert anonymous_after(1826 + 2) == {memo.pk, report.pk}
    assert still_open.is_open


def test_command_says_what_it_would_do_and_does_it(make_case, municipality, official, capsys) -> None:
    case = make_case()
    actions.answer(case, text="Tehtud", outcome="solved", actor=official)
    Case.objects.update(closed_at=clock.now() - timedelta(days=4000))
    call_command("cases_anonymise", "--dry-run")
    assert "Tartu linn: 1" in capsys.readouterr().out
    assert retention.overdue(municipality).count() == 1
    call_command("cases_anonymise")
    assert "Tartu linn: 1 anonymised" in capsys.readouterr().out
    assert not retention.overdue(municipality).exists()


@pytest.mark.django_db
def test_counters_whose_time_is_over_are_swept() -> None:
    RateCounter.objects.create(key="old", count=3, expires_at=clock.now() - timedelta(seconds=1))
    RateCounter.objects.create(key="new", count=3, expires_at=clock.now() + timedelta(hours=1))
    sweep_rate_counters(timestamp=0)
    assert list(RateCounter.objects.values_list("key", flat=True)) == ["new"]
