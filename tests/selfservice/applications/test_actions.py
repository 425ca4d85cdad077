"""The way of an application: begun, saved, sent once, handled, decided by two, told, disputed, withdrawn."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from pypdf import PdfReader

from raekoda.casework.cases import actions as cases
from raekoda.casework.cases.errors import CaseError, TransitionNotAllowed
from raekoda.casework.cases.models import Case, Outcome, Status
from raekoda.casework.letters.models import Letter
from raekoda.platform.core.journal import history
from raekoda.registry.benefits.rules import Entitled
from raekoda.selfservice.applications import actions, documents, facts, queries
from raekoda.selfservice.applications.actions.decisions import draft_version
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Application, Decision, Draft, Grant
from tests.selfservice.applications.conftest import IBAN, Town


def test_sent_it_is_a_case_with_encrypted_answers(town: Town) -> None:
    application = town.sent()
    assert application.case.kind == "application"
    assert application.case.person == town.child
    assert application.case.due_on > application.case.clock_from
    assert application.data["account"] == IBAN
    raw = Application.objects.raw("SELECT id, answers AS secret FROM applications_application")[0].secret
    assert IBAN not in raw and "Mia" not in raw
    assert not Draft.objects.exists()
    said = " ".join(application.case.messages.values_list("text", flat=True)) + application.case.subject
    assert "Mia" not in said and IBAN not in said
    assert [line.action for line in history(application)] == ["applications.send"]
    assert Letter.objects.get().to == "mari@example.ee"


def test_what_is_missing_keeps_it_from_being_sent_and_nothing_is_lost(town: Town) -> None:
    draft = town.draft(account="")
    with pytest.raises(ApplicationError):
        actions.send(draft, actor=town.parent)
    assert Draft.objects.get().data["child_class"] == "2"
    assert not Case.objects.exists()


def test_sent_twice_it_is_one(town: Town) -> None:
    draft = town.draft()
    first, second = actions.send(draft, actor=town.parent), actions.send(draft, actor=town.parent)
    assert first == second
    assert Case.objects.count() == 1


def test_a_draft_is_one_for_applicant_person_and_form(town: Town) -> None:
    assert town.draft() == actions.begin(town.version, person=town.child, applicant=town.mari, actor=town.parent)
    with pytest.raises(PermissionDenied):
        actions.begin(town.version, person=town.child, applicant=town.jaan, actor=town.stranger)


def test_two_devices_save_different_steps(town: Town) -> None:
    draft = town.draft()
    same = Draft.objects.get()
    actions.save(draft, {"child_class": "3"}, step="laps", actor=town.parent)
    actions.save(same, {"email": "uus@example.ee"}, step="raha", actor=town.parent)
    assert Draft.objects.get().data["child_class"] == "3"
    assert Draft.objects.get().data["email"] == "uus@example.ee"


def test_the_rule_is_judged_by_registers_and_answers(town: Town) -> None:
    found = facts.assess(town.sent())
    assert found is not None
    _rule, assessment = found
    assert (assessment.entitled, assessment.amount) == (Entitled.YES, Decimal(50))
    assert all(finding.source for finding in assessment.findings)
    older = town.sent(child_class="7")
    refused = facts.assess(older)
    assert refused is not None and refused[1].entitled == Entitled.NO


def test_decided_by_two_told_and_to_be_paid(town: Town) -> None:
    application = town.sent()
    decision = town.decided(application)
    application.refresh_from_db()
    assert decision.is_made and decision.confirmed_by == town.teine.user
    assert (application.case.status, application.case.outcome) == (Status.CLOSED, Outcome.SOLVED)
    grant = Grant.objects.get()
    assert (grant.amount, grant.period, grant.pay_by) == (Decimal(50), "2026/2027", date(2026, 10, 1))
    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(decision.file.read())).pages)
    flat = " ".join(text.split())
    for part in (
        "Otsus: Koolitoetus",
        "Laps ja vanem elavad Tartus.",
        "50 €",
        "30 päeva",
        "§ 75",
        "01.10.2026",
        "Mia Maasikas",
    ):
        assert part in flat, part
    assert "on tehtud otsus" in Letter.objects.order_by("-id")[0].text
    assert Letter.objects.filter(text__contains=IBAN).count() == 0
    assert town.rule.__class__.objects.get(pk=town.rule.pk).used_at is not None


def test_who_drafts_cannot_confirm_and_checks_come_first(town: Town) -> None:
    application = town.sent()
    decision = town.drafted(application)
    with pytest.raises(ApplicationError, match="Laps õpib"):
        actions.submit(decision, actor=town.ametnik)
    town.check_all(application)
    decision = actions.submit(decision, actor=town.ametnik)
    with pytest.raises(PermissionDenied):
        actions.confirm(decision, actor=town.ametnik)
    actions.send_back(decision, actor=town.teine, reason="Lisage põhjendus")
    decision = Decision.objects.get()
    assert (decision.state, decision.returned) == ("draft", "Lisage põhjendus")
    assert not Grant.objects.exists()
    with pytest.raises(PermissionDenied):
        town.drafted_by(town.operator, application)


def test_a_colleagues_newer_draft_is_not_written_over(town: Town) -> None:
    application = town.sent()
    town.drafted(application)
    with pytest.raises(ApplicationError):
        town.drafted(application, reasons="Vana")
    again = town.drafted(application, reasons="Uus", seen=draft_version(Decision.objects.get()))
    assert again.reasons == "Uus"


def test_one_official_is_enough_where_set(town: Town) -> None:
    form = town.version.form
    actions.configure(form, actor=town.owner, benefit=town.rule.benefit, four_eyes=False, account_field="account")
    decision = actions.submit(town.drafted(town.sent()), actor=town.ametnik)
    assert decision.is_made and decision.confirmed_by == town.ametnik.user


def test_refused_with_reasons(town: Town) -> None:
    decision = town.decided(outcome="refused", reasons="Laps õpib 7. klassis.", amount=Decimal(50))
    assert decision.amount is None and not Grant.objects.exists()
    assert decision.application.case.__class__.objects.get().outcome == Outcome.REFUSED


def test_the_same_child_and_school_year_once(town: Town) -> None:
    first = town.decided()
    second = town.sent()
    town.check_all(second)
    decision = actions.submit(town.drafted(second), actor=town.ametnik)
    with pytest.raises(ApplicationError, match=first.application.case.number):
        actions.confirm(decision, actor=town.teine)
    assert Grant.objects.count() == 1
    assert Decision.objects.get(pk=decision.pk).state == "waiting"
    assert queries.get_decision(second).file.name == ""


def test_withdrawn_before_it_is_decided(town: Town) -> None:
    application = town.sent()
    town.drafted(application)
    actions.withdraw(application, actor=town.parent, reason="Muutsin meelt")
    application = Application.objects.get()
    assert (application.case.status, application.case.outcome) == (Status.CLOSED, Outcome.WITHDRAWN)
    assert not Decision.objects.exists()
    with pytest.raises(ApplicationError):
        town.drafted(application)
    decided = town.decided(town.sent())
    with pytest.raises(ApplicationError):
        actions.withdraw(decided.application, actor=town.parent)


def test_the_usual_buttons_do_not_end_an_application(town: Town) -> None:
    case = town.sent().case
    with pytest.raises(CaseError):
        cases.answer(case, text="Korras", outcome="solved", actor=town.ametnik)
    assert Case.objects.get().status == Status.NEW
    other = town.sent_for(town.mari).case
    with pytest.raises(TransitionNotAllowed):
        cases.merge(case, into=other, actor=town.ametnik)
    with pytest.raises(TransitionNotAllowed):
        cases.set_kind(case, kind="memo", actor=town.ametnik)
    decided = town.decided(Application.objects.get(case=case))
    with pytest.raises(TransitionNotAllowed):
        cases.reopen(Case.objects.get(pk=decided.application.case_id), reason="Uuesti", actor=town.ametnik)


def test_asked_for_more_and_answered(town: Town) -> None:
    application = town.sent()
    cases.ask_sender(application.case, text="Palun saatke kooli tõend.", actor=town.ametnik)
    letter = Letter.objects.order_by("-id")[0]
    assert "iseteenindus/taotlused" in letter.text and "tõend" not in letter.text and "/minu/" not in letter.text
    actions.reply(application, text="Siin on.", actor=town.parent)
    assert Case.objects.get().status == Status.ASSIGNED
    with pytest.raises(ApplicationError):
        actions.reply(application, text="Mina ka", actor=town.stranger)


def test_nobody_decides_over_their_own(town: Town) -> None:
    application = town.sent()
    town.mari.user = town.ametnik.user
    town.mari.save()
    with pytest.raises(PermissionDenied):
        town.drafted(Application.objects.get(pk=application.pk))


def test_out_of_the_window_nothing_is_sent(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    draft = town.draft()
    town.at(monkeypatch, month=10)
    with pytest.raises(ApplicationError):
        actions.send(draft, actor=town.parent)
    assert Draft.objects.get().data["child_class"] == "2"


def test_money_without_a_rule_is_refused_before_it_is_decided(town: Town) -> None:
    application = town.sent()
    town.rule.__class__.objects.update(valid_from="2030-01-01")
    with pytest.raises(ApplicationError) as refusal:
        town.drafted(application)
    assert refusal.value.field == "amount"
    actions.configure(town.version.form, actor=town.owner, benefit=None, four_eyes=True)
    with pytest.raises(ApplicationError) as refusal:
        town.drafted(application)
    assert refusal.value.field == "amount"
    assert town.drafted(application, amount=None).amount is None


def test_an_application_is_not_forwarded_and_its_page_offers_no_such_buttons(town: Town) -> None:
    application = town.sent()
    with pytest.raises(TransitionNotAllowed, match="edastada"):
        cases.forward_outside(application.case, to="Elva vald", reason="Elab seal", actor=town.ametnik)
    assert Case.objects.get().status == Status.NEW
    page = town.staff().get(f"/toolaud/juhtum/{application.case.number}/").content.decode()
    for verb in ("vastan", "liidan", "edastan", "lopetan", "liik"):
        assert f"/{verb}/" not in page, verb
    assert "/kysin/" in page and "logis sisse" in page


def test_the_document_is_written_before_anything_is_locked(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    application = town.sent()
    town.check_all(application)
    decision = actions.submit(town.drafted(application), actor=town.ametnik)
    real, rendered = documents.decision_document, []

    def document(*given: Any) -> bytes:
        rendered.append(connection.savepoint_ids[:])
        actions.send_back(Decision.objects.get(), actor=town.teine, reason="Veel")
        return real(*given)

    monkeypatch.setattr(documents, "decision_document", document)
    before = connection.savepoint_ids[:]
    with pytest.raises(ApplicationError):
        actions.confirm(decision, actor=town.teine)
    assert rendered == [before]
    kept = Decision.objects.get()
    assert (kept.state, kept.file.name) == ("draft", "") and not Grant.objects.exists()
