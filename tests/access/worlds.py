"""Random rights over a town whose cases are given random units, services, sensitivities and officials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Any

from django.test import Client

from raekoda.casework.cases import queries
from raekoda.casework.cases.models import Case, CaseParticipant
from raekoda.channels.calls.models import Call, Promise
from raekoda.identity.accounts.capabilities import SPECIAL, Sensitivity
from raekoda.identity.accounts.models import Absence, Membership, Role, Unit, User
from raekoda.identity.persons.models import Person
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Host, Municipality
from raekoda.platform.core.tenancy import municipality_scope
from raekoda.registry.services.models import Service
from raekoda.selfservice.applications import queries as applications
from raekoda.selfservice.applications.models import Consent
from tests.access.town import Town

READERS = (Role.OFFICIAL, Role.OPERATOR, Role.SERVICE_OWNER)
ASKED_IN = 0.05
"""How many of the cases somebody is asked in on."""


@dataclass(frozen=True)
class Asker:
    """Who asks: a browser, and the cases that must not be noticed there."""

    name: str
    municipality: Municipality
    client: Client
    actor: Actor
    readable: frozenset[int]
    hidden: frozenset[int]
    area: str
    """The beginning of the paths that are asked; empty: those that need no signing in."""
    person: Person | None = None

    def on_public_pages(self) -> Asker:
        """The same asker at the paths that need no signing in, where public cases are hidden from nobody."""
        public = Case.objects.filter(is_public=True).values_list("pk", flat=True)
        return replace(self, area="", hidden=self.hidden - {*public})


def staff_world(town: Town, seed: int) -> Asker:
    """A member of staff with random rights among cases that were distributed at random."""
    chance = Random(seed)
    user = User.objects.create(username=f"random.{seed}", first_name="Juhu", last_name="Slik", email="juhu@example.ee")
    colleague = User.objects.get(username="matrix.official")
    _distribute(chance, [user, colleague, None, None, None])
    _give_rights(chance, town, user, READERS[seed % len(READERS)])
    today = clock.today()
    if chance.random() < 0.5:
        Absence.objects.create(
            municipality=town.municipality,
            user=colleague,
            deputy=user,
            first_day=today,
            last_day=today + timedelta(days=1),
        )
    user = User.objects.get(pk=user.pk)
    client = Client()
    client.force_login(user)
    actor = Actor.staff(user)
    readable = frozenset(queries.visible_to(actor).values_list("pk", flat=True))
    return Asker(f"staff {seed}", town.municipality, client, actor, readable, _all_cases() - readable, "toolaud/")


def resident_world(town: Town, seed: int, who: str) -> Asker:
    """A resident of ``town.browser(who)``, or the visitor, among cases that were distributed at random."""
    _distribute(Random(seed), [User.objects.get(username="matrix.official"), None])
    person = {"owner": town.mari, "for_child": town.mari, "stranger": town.jaan}.get(who)
    actor, own = Actor.resident(), set()
    if person is not None:
        actor = Actor.resident(person_id=person.pk, subject_id=(town.child if who == "for_child" else person).pk)
        own = {*queries.own_cases(actor).values_list("pk", flat=True)}
        own |= {*applications.visible_to(actor).values_list("case", flat=True)}
        own |= {*Consent.objects.filter(person=person).values_list("application__case", flat=True)}
    readable = frozenset(own | {*queries.public().values_list("pk", flat=True)})
    area = "iseteenindus/" if person else ""
    hidden = _all_cases() - readable
    return Asker(f"{who} {seed}", town.municipality, town.browser(who), actor, readable, hidden, area, person)


def neighbour_world(town: Town) -> Asker:
    """Staff of another municipality with all roles there, at its host: all cases of this one are hidden."""
    user, other = User.objects.get(username="matrix.elsewhere"), Municipality.objects.get(code="0171")
    client = Client(headers={"host": Host.objects.get(municipality=other, is_primary=True).name})
    client.force_login(user)
    with municipality_scope(other):
        readable = _all_cases()
    return Asker("neighbour", other, client, Actor.staff(user), readable, _all_cases(), "toolaud/")


def describe(user: User) -> str:
    """The memberships of a random member, for the message of a failed test."""
    return "; ".join(
        f"{held.role} unit={held.unit_id} services={held.services} categories={held.categories}"
        for held in Membership.objects.filter(user=user)
    )


def _all_cases() -> frozenset[int]:
    return frozenset(Case.objects.values_list("pk", flat=True))


def _distribute(chance: Random, officials: list[User | None]) -> None:
    units, services = [*Unit.objects.order_by("pk"), None], [*Service.objects.order_by("pk")[:3], None]
    for case in Case.objects.filter(merged_into=None).order_by("pk"):
        level = chance.choice([*Sensitivity, Sensitivity.OPEN, Sensitivity.INTERNAL, Sensitivity.PERSONAL])
        values: dict[str, Any] = {
            "unit": chance.choice(units), "sensitivity": level, "official": chance.choice(officials),
        }  # fmt: skip
        if not case.is_public:
            values["service"] = chance.choice([*services, case.service])
        if level in SPECIAL:
            values |= {"is_restricted": True, "is_public": False, "public_text": ""}
        group = Case.objects.filter(pk__in=_with_merged(case.pk))
        group.update(**values)
        if officials[0] is not None and chance.random() < ASKED_IN:
            for each in group:
                CaseParticipant.objects.create(
                    municipality_id=case.municipality_id, case=each, user=officials[0], reason="asked_in",
                    added_by=officials[0], added_at=clock.now(),
                )  # fmt: skip

    cases = list(Case.objects.order_by("pk").values_list("pk", flat=True))
    for kind in (Call, Promise):
        for record in kind.objects.filter(case=None).order_by("pk"):
            if chance.random() < 0.7:
                kind.objects.filter(pk=record.pk).update(case=chance.choice(cases))


def _with_merged(key: int) -> set[int]:
    found, new = {key}, {key}
    while new:
        new = set(Case.objects.filter(merged_into__in=new).values_list("pk", flat=True)) - found
        found |= new
    return found


def _give_rights(chance: Random, town: Town, user: User, first_role: str) -> None:
    units, services = list(Unit.objects.order_by("pk")), list(Service.objects.order_by("pk")[:3])
    for role in {first_role, *chance.sample(list(Role.values), chance.randint(0, 2))}:
        Membership.objects.create(
            user=user, municipality=town.municipality, role=role, unit=chance.choice([None, *units]),
            services=[each.pk for each in chance.sample(services, chance.choice([0, 0, 1, 2]))],
            categories=chance.sample([*SPECIAL], chance.randint(0, 2)),
        )  # fmt: skip
