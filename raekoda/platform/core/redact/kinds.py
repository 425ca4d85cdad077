"""Kinds of personal data in a text, and the marks that replace them."""

from __future__ import annotations

EMAIL, PHONE, PERSONAL_CODE, IBAN = "email", "phone", "personal_code", "iban"
NAME, ADDRESS = "name", "address"
CONTACTS = frozenset({EMAIL, PHONE, PERSONAL_CODE, IBAN})
PERSONAL = CONTACTS | {NAME, ADDRESS}

Found = tuple[str, int, int]

MARKS = {
    "et": {
        EMAIL: "[e-post]", PHONE: "[telefon]", PERSONAL_CODE: "[isikukood]", IBAN: "[pangakonto]",
        NAME: "[nimi]", ADDRESS: "[aadress]",
    },
    "en": {
        EMAIL: "[e-mail]", PHONE: "[phone]", PERSONAL_CODE: "[personal code]", IBAN: "[bank account]",
        NAME: "[name]", ADDRESS: "[address]",
    },
    "ru": {
        EMAIL: "[эл. почта]", PHONE: "[телефон]", PERSONAL_CODE: "[личный код]", IBAN: "[банковский счёт]",
        NAME: "[имя]", ADDRESS: "[адрес]",
    },
}  # fmt: skip
