"""Koolitoetus of Tartu: the service, the benefit's rule, the form, a parent with a child, two officials."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from django.test import Client

from raekoda.identity.accounts.models import Role
from raekoda.identity.persons import actions as persons
from raekoda.identity.persons.models import Person, Representation
from raekoda.identity.places.models import Area
from raekoda.platform.core import clock
from raekoda.platform.core.actor import Actor
from raekoda.platform.core.models import Municipality
from raekoda.registry.benefits.models import BenefitRule
from raekoda.registry.forms import actions as form_actions
from raekoda.registry.forms.models import FormVersion
from raekoda.selfservice.applications import actions
from raekoda.selfservice.applications.models import Application, Decision, Draft
from tests.casework.cases.conftest import make_user
from tests.identity.persons.factory import actor_for, child_of, person, sign_in
from tests.registry.benefits.conftest import school  # noqa: F401

IBAN = "EE382200221020145685"
OTHER_IBAN = "EE471000001020145685"
IN_WINDOW = datetime(2026, 9, 7, 9, 0, tzinfo=UTC)
CHECKS = "Laps õpib 1.–3. klassis\nIsikusamasus on kontrollitud"
SYSTEM = Actor.system()


def words(text: str) -> dict[str, str]:
    return {"et": text, "en": f"{text} (en)", "ru": f"{text} (ru)"}


DEFINITION: dict[str, Any] = {
    "title": words("Koolitoetuse taotlus"),
    "steps": [
        {
            "key": "laps",
            "title": words("Laps"),
            "fields": [
                {
                    "key": "child_name", "kind": "text", "label": words("Lapse nimi"), "prefill": "subject.name",
                    "required": True,
                },
                {
                    "key": "child_class", "kind": "choice", "label": words("Klass"), "required": True,
                    "choices": [{"key": str(number), "label": words(f"{number}. klass")} for number in range(1, 10)],
                },
                {"key": "proof", "kind": "file", "label": words("Kooli tõend")},
            ],
        },
        {
            "key": "raha",
            "title": words("Kuhu maksta"),
            "fields": [
                {"key": "account", "kind": "iban", "label": words("Kontonumber"), "required": True},
                {"key": "email", "kind": "email", "label": words("E-post"), "prefill": "person.email"},
                {"key": "other_parent", "kind": "personal_code", "label": words("Teise vanema isikukood")},
            ],
        },
    ],
}  # fmt: skip
ANSWERS = {"child_name": "Mia Maasikas", "child_class": "2", "account": IBAN}


@dataclass
class Town:
    """All who take part."""

    municipality: Municipality
    rule: BenefitRule
    version: FormVersion
    mari: Person
    child: Person
    right: Representation
    jaan: Person
    ametnik: Actor
    teine: Actor
    kolmas: Actor
    operator: Actor
    owner: Actor

    @property
    def parent(self) -> Actor:
        return actor_for(self.mari)

    @property
    def stranger(self) -> Actor:
        return actor_for(self.jaan)

    def ask_also(self, *fields: dict[str, Any]) -> None:
        """Publish a form that has ``fields`` in its last step, too."""
        definition = deepcopy(DEFINITION)
        definition["steps"][-1]["fields"] += fields
        form = self.version.form
        type(form).objects.filter(pk=form.pk).update(draft=definition)
        self.version = form_actions.publish(form, SYSTEM)

    def draft(self, **answers: Any) -> Draft:
        """A draft of Mari's for her child with all answers."""
        draft = actions.begin(self.version, person=self.child, applicant=self.mari, actor=self.parent)
        return actions.save(draft, {**ANSWERS, **answers}, step="raha", actor=self.parent)

    def sent(self, **answers: Any) -> Application:
        return actions.send(self.draft(**answers), actor=self.parent)

    def drafted(self, application: Application, **given: Any) -> Decision:
        """A decision of the first official, not made yet."""
        values = {"outcome": "granted", "amount": self.rule.amount, "reasons": "Laps ja vanem elavad Tartus.",
                  "account": IBAN, "payee": "Mari Maasikas"}  # fmt: skip
        return actions.draft_decision(application, actor=self.ametnik, **{**values, **given})

    def drafted_by(self, actor: Actor, application: Application) -> Decision:
        return actions.draft_decision(application, actor=actor, outcome="refused", reasons="Ei")

    def sent_for(self, person: Person) -> Application:
        draft = actions.begin(self.version, person=person, applicant=self.mari, actor=self.parent)
        return actions.send(actions.save(draft, dict(ANSWERS), step="raha", actor=self.parent), actor=self.parent)

    def sent_at(self) -> datetime:
        return clock.now()

    def far(self) -> date:
        """A day on which everything granted is due."""
        return date(2026, 12, 1)

    def at(self, monkeypatch: pytest.MonkeyPatch, **changed: int) -> None:
        """Another day."""
        moment = IN_WINDOW.replace(**changed)  # type: ignore[arg-type]
        monkeypatch.setattr(clock.timezone, "now", lambda: moment)

    def check_all(self, application: Application) -> None:
        for text in CHECKS.splitlines():
            actions.check(application, text, actor=self.ametnik)

    def decided(self, application: Application | None = None, **given: Any) -> Decision:
        """A decision made by two officials."""
        application = application or self.sent()
        self.check_all(application)
        return actions.confirm(actions.submit(self.drafted(application, **given), actor=self.ametnik), actor=self.teine)

    def resident(self, who: Person | None = None, acting_for: Representation | None = None) -> Client:
        return sign_in(Client(), who or self.mari, acting_for)

    def staff(self, actor: Actor | None = None) -> Client:
        client = Client()
        client.force_login((actor or self.ametnik).user)  # type: ignore[arg-type]
        return client


def build(municipality: Municipality, rule: BenefitRule) -> Town:
    """The town with everything in it."""
    home, _is_new = Area.objects.get_or_create(
        kind="municipality", code=municipality.code, defaults={"name": municipality.name}
    )
    mari = person(municipality)
    child, right = child_of(mari)
    jaan = person(municipality, "38001085718", given_name="Jaan", family_name="Mustikas")
    for each in (mari, child, jaan):
        persons.set_residence(each, SYSTEM, address="Tartu", area=home, source="register")
    persons.set_contacts(mari, SYSTEM, email="mari@example.ee")
    form = form_actions.create_form(rule.benefit.service, "Koolitoetus", SYSTEM, definition=DEFINITION)
    version = form_actions.publish(form, SYSTEM)
    people = {name: Actor.staff(make_user(municipality, name, role)) for name, role in STAFF.items()}
    town = Town(municipality, rule, version, mari, child, right, jaan, *people.values())
    actions.configure(
        form, actor=town.owner, benefit=rule.benefit, four_eyes=True, account_field="account", consent_field="other_parent",
        checklist=CHECKS, granting_text="Laps ja vanem elavad Tartus.",
    )  # fmt: skip
    return town


STAFF = {
    "ametnik": Role.OFFICIAL,
    "teine": Role.OFFICIAL,
    "kolmas": Role.OFFICIAL,
    "operaator": Role.OPERATOR,
    "omanik": Role.ADMINISTRATOR,
}


@pytest.fixture
def town(municipality: Municipality, school: BenefitRule, monkeypatch: pytest.MonkeyPatch) -> Town:  # noqa: F811
    """Tartu on a day on which the allowance is applied for."""
    monkeypatch.setattr(clock.timezone, "now", lambda: IN_WINDOW)
    return build(municipality, school)


Make = Callable[..., Application]
