"""Mandates given through Pääsuke: listing, adding, ending."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q

from raekoda.identity.persons import actions
from raekoda.identity.persons.models import Person, Representation, Source
from raekoda.identity.persons.queries import find_by_code
from raekoda.identity.registers.paasuke import roles
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.journal import record
from raekoda.platform.core.tenancy import current
from raekoda.platform.core.xroad.authentication import XRoadError

IDENTIFIER = re.compile(r"(?P<country>[A-Z]{2})(?P<code>[A-Za-z0-9-]{1,40})")
LEGAL_CODE = re.compile(r"\d{8}")
NATURAL, LEGAL = "NATURAL_PERSON", "LEGAL_PERSON"
OURS = "own:"


@dataclass(frozen=True)
class Party:
    """A person in Pääsuke's format."""

    country: str
    code: str
    kind: str
    given_name: str = ""
    family_name: str = ""

    @property
    def identifier(self) -> str:
        return f"{self.country}{self.code}"


def parse_identifier(identifier: str, content: Any = None) -> Party:
    """Parse an identifier, with name and type from ``content`` (a Person of the description). Raises
    :class:`XRoadError`."""
    match = IDENTIFIER.fullmatch(identifier)
    if match is None:
        raise XRoadError(400, "A person is named by the country and the code, as in EE38302250123.")
    content = content if isinstance(content, dict) else {}
    is_legal = content.get("type") == LEGAL or (
        match["country"] == "EE" and LEGAL_CODE.fullmatch(match["code"]) is not None
    )
    given, family = ("", content.get("legalName")) if is_legal else (content.get("firstName"), content.get("surname"))
    kind = Person.Kind.LEGAL if is_legal else Person.Kind.NATURAL
    return Party(match["country"], match["code"], kind, str(given or ""), str(family or ""))


def get_person(identifier: str) -> Person:
    """The known person with this identifier. Raises :class:`XRoadError` (404)."""
    who = parse_identifier(identifier)
    found = find_by_code(who.code, country=who.country, kind=who.kind)
    if found is None:
        raise XRoadError(404, "This person is not known here.")
    return found


def list_mandates(*, delegate: Person | None = None, representee: Person | None = None) -> list[dict[str, Any]]:
    """Current and future mandates, grouped by representee and delegate."""
    own = Representation.objects.filter(
        Q(valid_to=None) | Q(valid_to__gte=clock.today()), kind=Representation.Kind.MANDATE, ended_at=None,
        external_id__startswith=OURS, represented__forgotten_at=None, representative__forgotten_at=None,
    )  # fmt: skip
    if delegate is not None:
        own = own.filter(representative=delegate)
    if representee is not None:
        own = own.filter(represented=representee)
    pairs: dict[tuple[int, int], dict[str, Any]] = {}
    for each in own.select_related("representative", "represented").order_by("id"):
        pair = pairs.setdefault(
            (each.represented_id, each.representative_id),
            {"representee": _person(each.represented), "delegate": _person(each.representative), "mandates": []},
        )
        pair["mandates"] += [_mandate(each, role) for role in each.roles]
    return list(pairs.values())


@transaction.atomic
def add(representee: Party, delegate: Party, mandate: Any, actor: Actor) -> Representation:
    """Add a mandate; idempotent for the same period. Raises :class:`XRoadError`."""
    if not isinstance(mandate, dict) or not isinstance(mandate.get("role"), str):
        raise XRoadError(400, "The mandate has no role.")
    if mandate["role"] != roles.code():
        raise XRoadError(422, "This role is not known here.")
    if mandate.get("canSubDelegate"):
        raise XRoadError(422, "Mandates with this role cannot be delegated further.")
    first, last = _period(mandate.get("validityPeriod"))
    try:
        giver, taker = (
            actions.get_or_create_person(
                current(), code=each.code, country=each.country, kind=each.kind, given_name=each.given_name,
                family_name=each.family_name, actor=actor,
            )
            for each in (representee, delegate)
        )  # fmt: skip
    except actions.PersonError as refusal:
        raise XRoadError(422, "A code has a wrong check digit.") from refusal
    if giver.pk == taker.pk:
        raise XRoadError(422, "Nobody represents themself.")
    made = actions.save_representation(
        taker, giver, Representation.Kind.MANDATE, actor=Actor.system(), source=Source.PERSON, roles=[roles.code()],
        valid_from=first, valid_to=last, external_id=f"{OURS}{first or ''}:{last or ''}:{mandate['role']}"[:120],
    )  # fmt: skip
    record("registers.mandate_given", made, actor)
    return made


def end(representee: str, delegate: str, mandate: str) -> None:
    """End the mandate of a link. Raises :class:`XRoadError` (404)."""
    found = Representation.objects.filter(
        pk=int(mandate) if mandate.isascii() and mandate.isdecimal() and len(mandate) < 18 else 0,
        represented__ref=representee, representative__ref=delegate, external_id__startswith=OURS,
    ).first()  # fmt: skip
    if found is None:
        raise XRoadError(404, "This mandate is not known here.")
    actions.end_representation(found, actor=Actor.system(), reason="ended in Pääsuke")


def _period(content: Any) -> tuple[date | None, date | None]:
    content = content if isinstance(content, dict) else {}
    try:
        first = date.fromisoformat(content["from"]) if content.get("from") else None
        last = date.fromisoformat(content["through"]) if content.get("through") else None
    except (TypeError, ValueError) as error:
        raise XRoadError(400, "validityPeriod has days as in 2028-01-01.") from error
    if last is not None and last < max(first or clock.today(), clock.today()):
        raise XRoadError(422, "The mandate would be over before it begins.")
    return first, last


def _person(person: Person) -> dict[str, str]:
    shown = {"identifier": f"{person.country}{person.code}"}
    if person.is_natural:
        return {**shown, "type": NATURAL, "firstName": person.given_name, "surname": person.family_name}
    return {**shown, "type": LEGAL, "legalName": person.family_name}


def _mandate(right: Representation, role: str) -> dict[str, Any]:
    period = {"from": right.valid_from.isoformat()}
    if right.valid_to is not None:
        period["through"] = right.valid_to.isoformat()
    namespace = role.partition(":")[0]
    path = f"representees/{right.represented.ref}/delegates/{right.representative.ref}/mandates/{right.pk}"
    return {"role": role, "validityPeriod": period, "links": {"delete": f"/v1/nss/{namespace}/{path}"}}
