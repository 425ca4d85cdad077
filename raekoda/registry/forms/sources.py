"""The prefill source of a person's own data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from raekoda.identity.persons.models import Person
from raekoda.registry.forms.prefill import Offer

PERSON_VALUES = {
    "person.given_name": lambda person: person.given_name,
    "person.family_name": lambda person: person.family_name,
    "person.name": lambda person: person.name,
    "person.code": lambda person: person.code,
    "person.born_on": lambda person: person.born_on.isoformat() if person.born_on else "",
    "person.email": lambda person: person.email,
    "person.phone": lambda person: person.phone,
    "person.address": lambda person: person.address,
}
OFFERS = (
    Offer("person.given_name", _("given name"), ("text",)),
    Offer("person.family_name", _("family name or name of the organisation"), ("text",)),
    Offer("person.name", _("full name"), ("text",)),
    Offer("person.code", _("personal or registry code"), ("personal_code", "registry_code", "text")),
    Offer("person.born_on", _("date of birth"), ("date",)),
    Offer("person.email", _("e-mail"), ("email", "text")),
    Offer("person.phone", _("phone"), ("phone", "text")),
    Offer("person.address", _("address of residence"), ("address", "text")),
)


def person_values(person: Person, names: list[str]) -> Mapping[str, Any]:
    """Known values of ``person`` for ``names``, without empty ones."""
    found = {name: PERSON_VALUES[name](person) for name in names if name in PERSON_VALUES}
    return {name: value for name, value in found.items() if value and value != "–"}
