"""Payment lists as ISO 20022 pain.001 XML, CSV and XLSX."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from sepaxml import SepaTransfer
from text_unidecode import unidecode

from raekoda.platform.core.spreadsheets import lines_for_people, workbook
from raekoda.platform.core.text import clean_text
from raekoda.selfservice.applications.errors import ApplicationError
from raekoda.selfservice.applications.models import Batch, PayingAccount, Payout

SCHEMA = "pain.001.001.09"
CENTS = 100
LATIN = set("ÄÖÜÕŠŽäöüõšž")
MAX_NAME_LENGTH, MAX_DESCRIPTION_LENGTH = 70, 140


class Order(SepaTransfer):  # type: ignore[misc]
    """A credit transfer order with a stable message identifier."""

    def _create_header(self) -> None:
        self.msg_id = self._config["msg_id"]
        super()._create_header()


def pain_001(batch: Batch, payouts: Iterable[Payout]) -> bytes:
    """The list as a credit transfer order (pain.001.001.09), validated against its schema. The message identifier is stable,
    so that a bank refuses a second submission.

    Raises :class:`ApplicationError` when no paying account is set.
    """
    payer = PayingAccount.objects.filter(municipality=batch.municipality_id).first()
    if payer is None:
        raise ApplicationError(_("Say first from which account benefits are paid."))
    config = {
        "name": transliterate(payer.name, MAX_NAME_LENGTH),
        "IBAN": payer.iban,
        "batch": True,
        "currency": "EUR",
        "msg_id": message_id(batch),
    }
    if payer.bic:
        config["BIC"] = payer.bic
    order = Order(config, schema=SCHEMA, clean=False)
    for payout in payouts:
        order.add_payment(
            {
                "name": transliterate(payout.payee, MAX_NAME_LENGTH),
                "IBAN": payout.account,
                "amount": int(payout.amount * CENTS),
                "execution_date": batch.pay_on,
                "description": transliterate(payment_description(payout), MAX_DESCRIPTION_LENGTH),
                "endtoend_id": payout.ref,
            }
        )
    return bytes(order.export(validate=True))


def as_csv(payouts: Iterable[Payout]) -> str:
    """The list as CSV for spreadsheet programs."""
    return "".join(lines_for_people(rows(payouts)))


def as_spreadsheet(payouts: Iterable[Payout]) -> bytes:
    """The list as XLSX."""
    return workbook([(_("Payment list"), rows(payouts))])


def rows(payouts: Iterable[Payout]) -> Iterable[list[str | Decimal]]:
    """Header row and a row for each payment."""
    yield [_("Identifier"), _("Account holder"), _("Account"), _("Amount"), _("Currency"), _("Explanation"), _("State")]
    for payout in payouts:
        yield [
            payout.ref, payout.payee, payout.account, payout.amount, "EUR", payment_description(payout),
            str(payout.get_state_display()),
        ]  # fmt: skip


def payment_description(payout: Payout) -> str:
    """Text on the bank statement: benefit and case number, without names."""
    return f"{payout.grant.benefit.name} {payout.grant.decision.application.case.number}"


def transliterate(text: str, limit: int) -> str:
    """``text`` in characters accepted by Estonian banks, at most ``limit`` long; others are transliterated."""
    latin = "".join(sign if sign.isascii() or sign in LATIN else unidecode(sign) for sign in clean_text(text))
    return " ".join(latin.split())[:limit]


def message_id(batch: Batch) -> str:
    """Message identifier of the list."""
    return f"RK{batch.pay_on:%Y%m%d}{batch.ref}"


def file_name(batch: Batch, ending: str) -> str:
    return f"{_('payments')}-{date_format(batch.pay_on, 'Y-m-d')}-{batch.ref}.{ending}"
