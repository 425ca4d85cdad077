"""Payment lists: what the bank reads, what came back, and the account it goes to then."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest
from defusedxml import ElementTree
from django.core.exceptions import PermissionDenied
from openpyxl import load_workbook

from raekoda.applications import actions, bank, queries, rules
from raekoda.applications.errors import ApplicationRefused
from raekoda.applications.models import Batch, Grant, Payout
from tests.applications.conftest import IBAN, OTHER_IBAN, Town

NAMES = {"p": f"urn:iso:std:iso:20022:tech:xsd:{bank.SCHEMA}"}


def listed(town: Town, **given: object) -> Batch:
    """A confirmed list of one payment."""
    town.decided(**given)
    actions.set_paying_account(
        town.municipality, name="Tartu linn", iban="EE471000001020145685", bic="EEUHEE2X", by=town.owner
    )
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), by=town.ametnik)
    return actions.confirm_batch(batch, by=town.teine)


def test_the_bank_reads_a_valid_order(town: Town) -> None:
    batch = listed(town, payee="=Märt Жук & Õed")
    payout = batch.payouts.get()
    order = ElementTree.fromstring(bank.pain_001(batch, [payout]))

    def text(path: str) -> str:
        return str(order.findtext(f".//p:{path}", namespaces=NAMES))

    assert text("MsgId") == bank.ref(batch)
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
    assert (rows[1][1], rows[1][3]) == ("'=1+1", "50.0")
    sheet = load_workbook(io.BytesIO(bank.as_spreadsheet(payouts))).active
    assert [cell.value for cell in sheet[2]][1:4] == ["'=1+1", IBAN, 50]  # type: ignore[index]


def test_without_an_account_to_pay_from_nothing_is_written(town: Town) -> None:
    town.decided()
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), by=town.ametnik)
    with pytest.raises(ApplicationRefused):
        bank.pain_001(batch, batch.payouts.all())


def test_who_gathered_cannot_confirm(town: Town) -> None:
    town.decided()
    batch = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), by=town.ametnik)
    with pytest.raises(PermissionDenied):
        actions.confirm_batch(batch, by=town.ametnik)
    with pytest.raises(ApplicationRefused):
        actions.mark_paid(batch, by=town.ametnik)


def test_a_dropped_list_lets_its_grants_go(town: Town) -> None:
    batch = listed(town)
    actions.drop_batch(batch, by=town.ametnik, reason="Vale päev")
    assert queries.due_grants(town.far()).count() == 1
    again = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), by=town.teine)
    assert again.payouts.get().amount == 50


def test_what_came_back_goes_to_another_account(town: Town) -> None:
    batch = listed(town)
    actions.mark_paid(batch, by=town.ametnik)
    payout = Payout.objects.get()
    actions.mark_returned(payout, by=town.ametnik, reason="Konto on suletud")
    grant = Grant.objects.get()
    with pytest.raises(ApplicationRefused):
        actions.set_account(grant, account="EE12", payee="Mari", by=town.ametnik)
    actions.set_account(grant, account="EE47 1000 0010 2014 5685", payee="Mari Maasikas", by=town.ametnik)
    again = actions.gather(town.municipality, due_by=town.far(), pay_on=town.far(), by=town.ametnik)
    assert again.payouts.get().account == OTHER_IBAN
    assert Payout.objects.count() == 2
    with pytest.raises(ApplicationRefused):
        actions.mark_returned(again.payouts.get(), by=town.ametnik, reason="Veel")


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

    assert rules.period_of(per, date.fromisoformat(day), begins) == period
