"""The kinds of fields."""

from __future__ import annotations

from raekoda.registry.forms.kinds.base import Kind
from raekoda.registry.forms.kinds.choices import Agree, Choice, Choices, YesNo
from raekoda.registry.forms.kinds.codes import Iban, PersonalCode, RegistryCode
from raekoda.registry.forms.kinds.composite import Person, Table
from raekoda.registry.forms.kinds.display import Fee, Note
from raekoda.registry.forms.kinds.files import Files
from raekoda.registry.forms.kinds.numbers import Date, Money, Number
from raekoda.registry.forms.kinds.texts import Address, Email, LongText, Phone, Text

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Text(),
        LongText(),
        YesNo(),
        Choice(),
        Choices(),
        Number(),
        Money(),
        Date(),
        Email(),
        Phone(),
        Address(),
        PersonalCode(),
        RegistryCode(),
        Iban(),
        Files(),
        Table(),
        Person(),
        Agree(),
        Fee(),
        Note(),
    )
}
