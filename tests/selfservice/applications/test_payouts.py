"""Payment lists: what the bank reads, what came back, and the account it goes to then."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from raekoda.identity.accesslog.models import Look
from raekoda.identity.persons import actions as persons
from raekoda.platform.core.actor import Actor
from raekoda.selfservice.applications import actions, bank, queries, rules
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Batch, Decision, Grant, Payout
from tests.identity.persons.factory import actor_for, person
from tests.selfservice.applications.conftest import ANSWERS, IBAN, OTHER_IBAN, SYSTEM, Town

NAMES = {"p": f"urn:iso:std:iso:20022:tech:xsd:{bank.SCHEMA}"}


def listed(town: Town, **given: object) -> Batch:
    """A confirmed list of one payment."""
    town.decided(**given)
    actions.set_paying_account(
        town.municipality, name="Tartu linn", iban="EE471000001020145685", bic="EEUHEE2X", actor=SYSTEM
    )
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    return actions.confirm_batch(batch, actor=town.kolmas)


def test_the_bank_reads_a_valid_order(town: Town) -> None:
    batch = listed(town, payee="=Märt Жук & Õed")
    payout = batch.payouts.get()
    order = ElementTree.fromstring(bank.pain_001(batch, [payout]))

    def text(path: str) -> str:
        return str(order.findtext(f".//p:{path}", namespaces=NAMES))

    assert text("MsgId") == bank.message_id(batch)
    assert (text("NbOfTxs"), Decimal(text("CtrlSum"))) == ("1", Decimal("50.00"))
    assert text("EndToEndId") == payout.ref
    assert text("ReqdExctnDt/p:Dt") == "2026-12-01"
    assert text("Cdtr/p:Nm") == "=Märt Zhuk & Õed"
    assert text("CdtrAcct/p:Id/p:IBAN") == IBAN
    assert text("DbtrAcct/p:Id/p:IBAN") == "EE471000001020145685"
    assert order.find(".//p:InstdAmt", NAMES).attrib["Ccy"] == "EUR"  # type: ignore[union-attr]
    assert "Mia" not in text("RmtInf/p:Ustrd")


def test_no_spreadsheet_takes_a_name_for_a_formula(town: Town) -> None:
    batch = listed(town, payee="=1+1")
    payouts = list(batch.payouts.all())
    rows = list(csv.reader(io.StringIO(bank.as_csv(payouts).lstrip("\ufeff")), delimiter=";"))
    assert (rows[1][1], rows[1][3]) == ("'=1+1", "50,00")
    sheet = load_workbook(io.BytesIO(bank.as_spreadsheet(payouts))).active
    name, account, amount = sheet[2][1:4]  # type: ignore[index]
    assert (name.value, name.data_type) == ("=1+1", "s")
    assert (account.value, amount.value) == (IBAN, 50)


@pytest.mark.parametrize("payee", ["Mari\x0bMaasikas", "Mari\u200b Maasi\xadkas\x08", "\u202eMari Maasikas\ufffe"])
def test_names_in_a_payment_list_have_no_invisible_signs(payee: str) -> None:
    assert bank.transliterate(payee, 70) == "Mari Maasikas"


def test_without_an_account_to_pay_from_nothing_is_written(town: Town) -> None:
    town.decided()
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    with pytest.raises(ApplicationError):
        bank.pain_001(batch, batch.payouts.all())


def test_who_gathered_cannot_confirm(town: Town) -> None:
    town.decided()
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    with pytest.raises(PermissionDenied):
        actions.confirm_batch(batch, actor=town.ametnik)
    with pytest.raises(ApplicationError):
        actions.mark_paid(batch, actor=town.ametnik)


def test_a_dropped_list_lets_its_grants_go(town: Town) -> None:
    batch = listed(town)
    actions.drop_batch(batch, actor=town.ametnik, reason="Vale päev")
    assert queries.due_grants(town.ametnik, town.far()).count() == 1
    again = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.teine)
    assert again.payouts.get().amount == 50


def test_what_came_back_goes_to_another_account(town: Town) -> None:
    batch = listed(town)
    actions.mark_paid(batch, actor=town.ametnik)
    payout = Payout.objects.get()
    actions.mark_returned(payout, actor=town.ametnik, reason="Konto on suletud")
    grant = Grant.objects.get()
    with pytest.raises(ApplicationError):
        actions.propose_account(grant, account="EE12", payee="Mari", actor=town.ametnik)
    change = actions.propose_account(
        grant, account="EE47 1000 0010 2014 5685", payee="Mari Maasikas", actor=town.ametnik
    )
    actions.confirm_account(change, actor=town.teine)
    again = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    assert again.payouts.get().account == OTHER_IBAN
    assert Payout.objects.count() == 2
    with pytest.raises(ApplicationError):
        actions.mark_returned(again.payouts.get(), actor=town.ametnik, reason="Veel")


@pytest.mark.parametrize(
    ("begins", "per", "day", "period"),
    [
        ("09-01", "child_year", "2026-09-01", "2026/2027"),
        ("09-01", "child_year", "2026-08-31", "2025/2026"),
        ("", "year", "2026-09-01", "2026"),
        ("", "child_month", "2026-09-01", "2026-09"),
        ("", "event", "2026-09-01", "once"),
    ],
)
def test_for_which_period_it_is_granted(begins: str, per: str, day: str, period: str) -> None:
    from datetime import date

    assert rules.get_period(per, date.fromisoformat(day), begins) == period


def came_back(town: Town) -> Grant:
    """A grant whose payment the bank sent back."""
    actions.mark_paid(listed(town), actor=town.ametnik)
    actions.mark_returned(Payout.objects.get(), actor=town.ametnik, reason="Konto on suletud")
    return Grant.objects.get()


def redirected(town: Town, grant: Grant, actor: Actor | None = None) -> None:
    proposer = actor or town.ametnik
    change = actions.propose_account(grant, account=OTHER_IBAN, payee="Mari Maasikas", actor=proposer)
    actions.confirm_account(change, actor=town.kolmas)


def test_the_account_that_two_decided_is_changed_only_after_a_payment_came_back(town: Town) -> None:
    town.decided()
    with pytest.raises(ApplicationError, match="tagasi tulnud"):
        redirected(town, Grant.objects.get())
    assert Decision.objects.get().account == IBAN


def test_what_came_back_waits_for_its_account(town: Town) -> None:
    grant = came_back(town)
    assert (
        not queries.due_grants(town.ametnik, town.far()).exists()
        and queries.returned_grants(town.ametnik).get() == grant
    )
    with pytest.raises(ApplicationError):
        actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
    assert "Mari" in town.staff().get(f"/toolaud/valjamaksed/konto/{grant.pk}/").content.decode()
    redirected(town, grant)
    assert (
        queries.due_grants(town.ametnik, town.far()).get() == grant
        and not queries.returned_grants(town.ametnik).exists()
    )
    with pytest.raises(ApplicationError):
        redirected(town, grant)


def test_nobody_touches_the_money_of_their_own_application(town: Town) -> None:
    grant = came_back(town)
    type(town.mari).objects.filter(pk=town.mari.pk).update(user=town.ametnik.user)
    grant = Grant.objects.get()
    with pytest.raises(PermissionDenied):
        redirected(town, grant)
    assert town.staff().get(f"/toolaud/valjamaksed/konto/{grant.pk}/").status_code == 403
    with pytest.raises(PermissionDenied):
        actions.mark_returned(Payout.objects.get(), actor=town.ametnik, reason="Minu oma")
    redirected(town, grant, town.teine)


def test_looks_at_a_list_and_its_payment_take_as_many_queries_for_one_as_for_three(town: Town) -> None:
    others = [person(town.municipality, code, given_name="Uno") for code in ("39105042713", "47101010033")]
    counts = []
    for who in ([town.mari], others):
        for each in who:
            persons.set_residence(each, SYSTEM, address="Tartu", area=town.mari.area, source="register")
            draft = actions.begin(town.version, person=each, applicant=each, actor=actor_for(each))
            town.decided(
                actions.send(
                    actions.save(draft, dict(ANSWERS), step="raha", actor=actor_for(each)), actor=actor_for(each)
                )
            )
        batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), actor=town.ametnik)
        desk = town.staff()
        desk.get("/toolaud/valjamaksed/")
        with CaptureQueriesContext(connection) as asked:
            assert desk.get(f"/toolaud/valjamaksed/{batch.ref}/").status_code == 200
        counts.append(len(asked))
        assert Look.objects.filter(action="applications.payment", subject_id=batch.pk).count() == len(who)
    assert counts[0] == counts[1]
