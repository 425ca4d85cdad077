"""A payment list as the bank and as people read it: ISO 20022 pain.001 XML, CSV, spreadsheet."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from sepaxml import SepaTransfer
from text_unidecode import unidecode

from raekoda.platform.core.spreadsheets import cell
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Batch, PayingAccount, Payout

SCHEMA = "pain.001.001.09"
CENTS = 100
LATIN = set("ÄÖÜÕŠŽäöüõšž")
LONGEST_NAME, LONGEST_WORDS = 70, 140
BYTE_ORDER_MARK = "\ufeff"


class Order(SepaTransfer):  # type: ignore[misc]
    """A credit transfer order whose message has the identifier of its list, however often it is written."""

    def _create_header(self) -> None:
        self.msg_id = self._config["msg_id"]
        super()._create_header()


def pain_001(batch: Batch, payouts: Iterable[Payout]) -> bytes:
    """The list as a credit transfer order (pain.001.001.09), checked against its schema. The message has the same identifier
    however often it is written, so that a bank refuses it the second time.

    Raises :class:`ApplicationError` while nobody has said from which account is paid.
    """
    payer = PayingAccount.objects.filter(municipality=batch.municipality_id).first()
    if payer is None:
        raise ApplicationError(_("Say first from which account benefits are paid."))
    config = {
        "name": banked(payer.name, LONGEST_NAME),
        "IBAN": payer.iban,
        "batch": True,
        "currency": "EUR",
        "msg_id": ref(batch),
    }
    if payer.bic:
        config["BIC"] = payer.bic
    order = Order(config, schema=SCHEMA, clean=False)
    for payout in payouts:
        order.add_payment(
            {
                "name": banked(payout.payee, LONGEST_NAME),
                "IBAN": payout.account,
                "amount": int(payout.amount * CENTS),
                "execution_date": batch.pay_on,
                "description": banked(words(payout), LONGEST_WORDS),
                "endtoend_id": payout.ref,
            }
        )
    return bytes(order.export(validate=True))


def as_csv(payouts: Iterable[Payout]) -> str:
    """The list with semicolons, as spreadsheets of Estonia read it."""
    output = io.StringIO()
    writer = csv.writer(output, delimiter=";")
    for row in rows(payouts):
        writer.writerow([cell(value) for value in row])
    return BYTE_ORDER_MARK + output.getvalue()


def as_spreadsheet(payouts: Iterable[Payout]) -> bytes:
    """The list as XLSX."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Payment list"))
    for row in rows(payouts):
        sheet.append([cell(value) for value in row])
    output = io.BytesIO()
    book.save(output)
    return output.getvalue()


def rows(payouts: Iterable[Payout]) -> Iterable[list[str | float]]:
    """A head and a line for each payment."""
    yield [_("Identifier"), _("Account holder"), _("Account"), _("Amount"), _("Currency"), _("Explanation"), _("State")]
    for payout in payouts:
        yield [
            payout.ref, payout.payee, payout.account, float(payout.amount), "EUR", words(payout),
            str(payout.get_state_display()),
        ]  # fmt: skip


def words(payout: Payout) -> str:
    """What the receiver reads on the bank statement: the benefit and the number of the case; no name."""
    return f"{payout.grant.benefit.name} {payout.grant.decision.application.case.number}"


def banked(text: str, longest: int) -> str:
    """A text in letters that Estonian banks take: Latin letters with those of Estonian, the rest transliterated."""
    taken = "".join(sign if sign.isascii() or sign in LATIN else unidecode(sign) for sign in text)
    return " ".join(taken.split())[:longest]


def ref(batch: Batch) -> str:
    """The identifier of the list at the bank."""
    return f"RK{batch.pay_on:%Y%m%d}{batch.ref}"


def file_name(batch: Batch, ending: str) -> str:
    return f"{_('payments')}-{date_format(batch.pay_on, 'Y-m-d')}-{batch.ref}.{ending}"
